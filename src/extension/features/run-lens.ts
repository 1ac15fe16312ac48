/** The line above a val's value: Run, and how the last run went. */
import * as vscode from "vscode";
import { fromUriParts, printUri, type ValLocation } from "../../core/uri.ts";
import { applyIntentCommand, type GrantIntent } from "../../protocol/lsp.ts";
import type { App } from "../app.ts";
import { explainFailure } from "../explain-failure.ts";
import { joinNames } from "../join-names.ts";
import { documentSelector } from "../language-bridge/document-selector.ts";
import { plainLine } from "../plain-text.ts";
import { explainValProblem } from "../running/explain-end.ts";
import { previewValue } from "../running/preview.ts";
import { duration } from "../running/run-log.ts";
import { missingScopesOf, type RunRecord } from "../running/run-record.ts";

type Parts = Pick<App, "language" | "runs" | "vals" | "connections" | "grants">;

/** Longest text of an outcome in a lens, in UTF-16 units. */
const longest = 80;

export function runLens(app: Parts): vscode.Disposable {
  const { language, runs, vals, connections, grants } = app;
  /** Runs whose val was granted something since. */
  const outdated = new Set<string>();
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => changed.fire();
  const isEnabled = () =>
    vscode.workspace.getConfiguration("valsmith").get<boolean>("codeLens.enabled", true);

  async function lenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const location = fromUriParts(document.uri);
    if (!location || !isEnabled() || !isRunnable(location)) return [];
    const main = await vals.main(location);
    if (!main.ok || main.value.path !== location.path) return [];
    if (connections.get(location.connection)?.capabilities.run !== true) return [];
    const entry = await language.entry(document.uri, token);
    if (token.isCancellationRequested) return [];
    // A val without a value is run for what its code does; without a language server nobody knows where the value is.
    const line = entry?.range.start.line ?? 0;
    const range = new vscode.Range(line, 0, line, 0);
    const run: vscode.Command = {
      title: `$(play) ${vscode.l10n.t("Run")}`,
      tooltip: vscode.l10n.t("Save and run this val"),
      command: "valsmith.run",
      arguments: [document.uri],
    };
    const last = runs.latest(location.connection, location);
    const commands = last === undefined ? [run] : [run, ...outcomes(last), ...nextStep(last)];
    return commands.map((command) => new vscode.CodeLens(range, command));
  }

  /** A run that lacked a grant: the grant for the owner, then the run once more. */
  function nextStep(record: RunRecord): vscode.Command[] {
    const missing = missingScopesOf(record);
    const me = connections.get(record.connection)?.me?.username;
    if (missing.length === 0 || record.handle.user !== me) return [];
    return [outdated.has(record.key) ? againCommand(record) : grantCommand(record, missing)];
  }

  return vscode.Disposable.from(
    changed,
    grants.onDidChange((name) => {
      const last = runs.latest(name.connection, name);
      if (last) outdated.add(last.key);
      refresh();
    }),
    vscode.languages.registerCodeLensProvider([...documentSelector], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: lenses,
    }),
    language.onDidChange(refresh),
    connections.onDidChange(refresh),
    runs.onDidStep(({ event }) => {
      if (event?.type !== "log") refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("valsmith.codeLens")) refresh();
    }),
  );
}

/** The service runs the newest version of the default branch. */
export function isRunnable(location: Pick<ValLocation, "branch" | "version">): boolean {
  return location.version === undefined && location.branch === undefined;
}

function outcomes(record: RunRecord): vscode.Command[] {
  const { state, key } = record;
  const showLog = {
    command: "valsmith.run.showLog",
    tooltip: vscode.l10n.t("Show the log of runs"),
  };
  switch (state.kind) {
    case "running":
      return [
        { title: `$(sync~spin) ${vscode.l10n.t("Running…")}`, ...showLog },
        {
          title: `$(debug-stop) ${vscode.l10n.t("Stop")}`,
          command: "valsmith.run.stop",
          arguments: [key],
        },
      ];
    case "succeeded": {
      const value = withoutIcons(previewValue(state.value, longest));
      return [
        {
          title: `$(check) ${duration(state.milliseconds)} → ${value}`,
          tooltip: vscode.l10n.t("Show the whole result"),
          command: "valsmith.run.showResult",
          arguments: [key],
        },
      ];
    }
    case "cancelled":
      return [{ title: `$(circle-slash) ${vscode.l10n.t("Stopped")}`, ...showLog }];
    case "failed": {
      const { problem } = state;
      const text =
        problem.from === "val"
          ? explainValProblem(record, problem)
          : explainFailure(problem.failure).reason;
      return [{ title: `$(error) ${withoutIcons(plainLine(text, longest))}`, ...showLog }];
    }
  }
}

function grantCommand(
  { connection, handle }: RunRecord,
  missing: readonly string[],
): vscode.Command {
  const val = printUri({ ...handle, connection, path: "", readonly: false });
  const intent = { kind: "grant", val, scopes: missing } as GrantIntent;
  return {
    title: `$(shield) ${vscode.l10n.t("Grant {0}…", joinNames(missing))}`,
    command: applyIntentCommand,
    arguments: [intent],
  };
}

function againCommand({ key }: RunRecord): vscode.Command {
  return {
    title: `$(refresh) ${vscode.l10n.t("Run Again")}`,
    tooltip: vscode.l10n.t("Run this val with the same arguments"),
    command: "valsmith.runAgain",
    arguments: [key],
  };
}

/** The title of a lens reads `$(name)` as a picture; a value that holds it is text. */
function withoutIcons(text: string): string {
  return text.replaceAll("$(", String.raw`\$(`);
}
