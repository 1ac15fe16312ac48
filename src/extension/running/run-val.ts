/** A run from the wish to the end: saved, asked for arguments, started, followed. */
import * as vscode from "vscode";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import { toUriParts, type ValLocation } from "../../core/uri.ts";
import type { EntryResult } from "../../protocol/lsp.ts";
import type { Connection } from "../connections.ts";
import type { Language } from "../language.ts";
import type { ValName, Vals } from "../vals.ts";
import { askArguments } from "./ask-args.ts";
import type { LastArguments } from "./last-args.ts";
import { showProgress } from "./run-progress.ts";
import type { RunRecord } from "./run-record.ts";
import type { Runs } from "./runs.ts";
import { saveVal } from "./save-val.ts";

export interface RunParts {
  readonly vals: Pick<Vals, "find" | "main">;
  readonly language: Pick<Language, "entry">;
  readonly runs: Pick<Runs, "start" | "stop">;
  readonly last: LastArguments;
}

/** How long the language server may take to say what a val takes, in milliseconds; after that all is asked as JSON. */
const entryPatience = 10_000;

/**
 * Runs a val as a person asked for it. A failure is why it was not even started.
 * @param args taken as they are; asked for when undefined
 * @returns the run once it has ended; undefined when the person left a question
 */
export async function runVal(
  parts: RunParts,
  name: ValName,
  args?: readonly unknown[],
): Promise<Result<RunRecord | undefined>> {
  const found = await parts.vals.find(name);
  if (!found.ok) return found;
  const { connection } = found.value;
  const refused = whyNotRunnable(connection, name);
  if (refused) return fail(refused);
  const unsaved = await saveVal(name);
  if (unsaved !== undefined) return fail(notSaved(unsaved));
  const main = await parts.vals.main(name);
  if (!main.ok) return main;
  const given = args ?? (await ask(parts, main.value));
  if (given === undefined) return ok(undefined);
  const { key, ended } = parts.runs.start(connection, name, given);
  showProgress(vscode.l10n.t("Running {0}…", printHandle(name)), ended, () => parts.runs.stop(key));
  return ok(await ended);
}

async function ask(
  { language, last }: RunParts,
  main: ValLocation,
): Promise<readonly unknown[] | undefined> {
  const entry = await entryOf(language, vscode.Uri.from(toUriParts(main)));
  // What has no value cannot take anything; the service says what is wrong with it.
  if (entry === null) return [];
  const title = vscode.l10n.t("Run {0}", printHandle(main));
  const args = await askArguments({ title, entry, last: last.get(main) });
  if (args !== undefined) await last.keep(main, entry?.parameters, args);
  return args;
}

async function entryOf(
  language: RunParts["language"],
  uri: vscode.Uri,
): Promise<EntryResult | null | undefined> {
  const limit = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => limit.cancel(), entryPatience);
  try {
    // The server answers for what is open; a val that is run from the view is opened without being shown.
    await vscode.workspace.openTextDocument(uri);
    return await language.entry(uri, limit.token);
  } finally {
    clearTimeout(timer);
    limit.dispose();
  }
}

function whyNotRunnable(
  { capabilities, label }: Connection,
  { branch, version }: ValName,
): Failure | undefined {
  if (!capabilities.run) {
    const message = vscode.l10n.t("{0} does not let other programs run vals.", label);
    return { kind: "invalid", code: "no_run", message };
  }
  if (branch === undefined && version === undefined) return undefined;
  const message = vscode.l10n.t(
    "A service runs the newest version of a val. Open the val itself and run it there.",
  );
  return { kind: "invalid", code: "not_newest", message };
}

function notSaved(path: string): Failure {
  return {
    kind: "conflict",
    code: "not_saved",
    message: vscode.l10n.t("{0} could not be saved. Save it first, then run again.", path),
  };
}
