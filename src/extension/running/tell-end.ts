/** Tells how a run ended, where lens, log and problems do not say enough by themselves. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import { parseScope } from "../../core/scope.ts";
import { fromUriParts, type ValLocation } from "../../core/uri.ts";
import type { Connections } from "../connections.ts";
import { applyIntent, type IntentParts } from "../grants/apply-intent.ts";
import { joinNames } from "../join-names.ts";
import { plainLine } from "../plain-text.ts";
import type { ReportAction } from "../explain-failure.ts";
import { explainMissing, explainValProblem } from "./explain-end.ts";
import { frameLocation } from "./frame-location.ts";
import { missingScopesOf, type RunProblem, type RunRecord } from "./run-record.ts";

export interface EndParts extends IntentParts {
  readonly connections: Pick<Connections, "get">;
  /** Runs the same once more. */
  readonly again: (record: RunRecord) => unknown;
  readonly showLog: () => unknown;
  readonly showResult: (record: RunRecord) => unknown;
}

/** Shows at most one message, with at most one thing to do next besides looking at the log. */
export async function tellEnd(parts: EndParts, record: RunRecord): Promise<void> {
  const { state } = record;
  const missing = missingScopesOf(record);
  if (missing.length > 0) return await tellMissing(parts, record, missing);
  switch (state.kind) {
    case "running":
    case "cancelled":
      return;
    case "succeeded":
      // Who cannot see the lens above the value gets the result itself.
      if (!isVisible(record)) await parts.showResult(record);
      return;
    case "failed":
      return await tellProblem(parts, record, state.problem);
  }
}

async function tellMissing(
  parts: EndParts,
  record: RunRecord,
  missing: readonly string[],
): Promise<void> {
  const scopes = missing.flatMap((scope) => parseScope(scope) ?? []);
  const message = explainMissing(record, missing);
  const me = parts.connections.get(record.connection)?.me?.username;
  if (record.handle.user !== me || scopes.length === 0) {
    const whose = vscode.l10n.t("Only @{0} can grant it.", record.handle.user);
    return await offer(`${message} ${whose}`, [{ title: showLogTitle(), run: parts.showLog }]);
  }
  const val: ValLocation = {
    ...record.handle,
    connection: record.connection,
    path: "",
    readonly: false,
  };
  const grant: ReportAction = {
    title: vscode.l10n.t("Grant {0}…", joinNames(scopes)),
    async run() {
      if (!(await applyIntent(parts, { kind: "grant", val, scopes }))) return;
      const granted = vscode.l10n.t(
        "{0} may now use {1}.",
        printHandle(record.handle),
        joinNames(scopes),
      );
      const again = vscode.l10n.t("Run Again");
      if ((await vscode.window.showInformationMessage(granted, again)) === again)
        await parts.again(record);
    },
  };
  await offer(message, [grant, { title: showLogTitle(), run: parts.showLog }]);
}

async function tellProblem(parts: EndParts, record: RunRecord, problem: RunProblem): Promise<void> {
  if (problem.from === "service") {
    const what = vscode.l10n.t("{0} was not run to its end.", printHandle(record.handle));
    const again = { title: vscode.l10n.t("Run Again"), run: () => parts.again(record) };
    const isPassing = ["offline", "timeout", "busy", "service"].includes(problem.failure.kind);
    return parts.report.failure(problem.failure, what, isPassing ? again : undefined);
  }
  const me = parts.connections.get(record.connection)?.me?.username ?? undefined;
  const places = problem.frames.flatMap(
    (frame) => frameLocation(frame, record.connection, me) ?? [],
  );
  // A line that is marked in front of the person needs no second telling.
  if (places.some(({ uri }) => isShown(uri))) return;
  const message = explainValProblem(record, problem);
  const val = printHandle(record.handle);
  const text = message.includes(val) ? message : `${val}: ${message}`;
  const first = places[0];
  const next: ReportAction[] = first
    ? [{ title: vscode.l10n.t("Go to Line"), run: () => goTo(first) }]
    : problem.code === "run_interrupted"
      ? [{ title: vscode.l10n.t("Run Again"), run: () => parts.again(record) }]
      : [];
  await offer(plainLine(text, 600), [...next, { title: showLogTitle(), run: parts.showLog }]);
}

async function offer(message: string, actions: readonly ReportAction[]): Promise<void> {
  const titles = actions.map(({ title }) => title);
  const chosen = await vscode.window.showErrorMessage(message, ...titles);
  await actions.find(({ title }) => title === chosen)?.run();
}

async function goTo({ uri, range }: vscode.Location): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: range });
}

function showLogTitle(): string {
  return vscode.l10n.t("Show Log");
}

function isShown(uri: vscode.Uri): boolean {
  return vscode.window.visibleTextEditors.some(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
}

/** Whether a document of the val that ran is in front of the person. */
function isVisible({ connection, handle }: RunRecord): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => {
    const location = fromUriParts(document.uri);
    return (
      location?.connection === connection &&
      location.user === handle.user &&
      location.name === handle.name
    );
  });
}
