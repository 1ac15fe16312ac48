/** Problems of runs at the lines of vals, with the fix where a grant is what was missing. */
import * as vscode from "vscode";
import { printUri } from "../../core/uri.ts";
import { applyIntentCommand, type GrantIntent } from "../../protocol/lsp.ts";
import type { App } from "../app.ts";
import { joinNames } from "../join-names.ts";
import { documentSelector } from "../language-bridge/document-selector.ts";
import {
  missingScopeCode,
  problemsOf,
  type RunProblemPlace,
  runSource,
} from "../running/run-diagnostics.ts";
import type { RunRecord } from "../running/run-record.ts";

interface Shown extends RunProblemPlace {
  readonly record: RunRecord;
}

export function runProblems({
  runs,
  connections,
  grants,
}: Pick<App, "runs" | "connections" | "grants">): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("valsmith-run");
  let shown: readonly Shown[] = [];

  function show(next: readonly Shown[]): void {
    const touched = new Map([...shown, ...next].map(({ uri }) => [uri.toString(), uri]));
    shown = next;
    for (const [text, uri] of touched) {
      const here = shown.filter((one) => one.uri.toString() === text);
      if (here.length === 0) collection.delete(uri);
      else collection.set(uri, [...new Set(here.map(({ diagnostic }) => diagnostic))]);
    }
  }

  return vscode.Disposable.from(
    collection,
    runs.onDidStep(({ record, event }) => {
      if (event?.type === "log") return;
      const me = connections.get(record.connection)?.me?.username ?? undefined;
      const others = shown.filter((one) => !isSameVal(one.record, record));
      const mine = problemsOf(record, me).filter((place) => !isForeseen(place));
      show([...others, ...mine.map((place) => ({ ...place, record }))]);
    }),
    // A problem of a run says where the text was, not where it has moved to.
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const text = document.uri.toString();
      if (contentChanges.length > 0 && shown.some(({ uri }) => uri.toString() === text))
        show(shown.filter(({ uri }) => uri.toString() !== text));
    }),
    grants.onDidChange((name) =>
      show(
        shown.filter(
          ({ record, scopes }) =>
            scopes.length === 0 ||
            record.connection !== name.connection ||
            record.handle.user !== name.user ||
            record.handle.name !== name.name,
        ),
      ),
    ),
    vscode.languages.registerCodeActionsProvider(
      [...documentSelector],
      {
        provideCodeActions(document, _range, { diagnostics }) {
          return diagnostics.flatMap((diagnostic) => {
            if (diagnostic.source !== runSource || diagnostic.code !== missingScopeCode) return [];
            const place = shown.find(
              (one) =>
                one.uri.toString() === document.uri.toString() &&
                one.diagnostic.message === diagnostic.message,
            );
            return place ? [grantAction(place, diagnostic)] : [];
          });
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

function grantAction({ record, scopes }: Shown, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = vscode.l10n.t("Grant {0} to this val…", joinNames(scopes));
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const { connection, handle } = record;
  const val = printUri({ ...handle, connection, path: "", readonly: false });
  const intent: GrantIntent = { kind: "grant", val, scopes };
  action.command = { title, command: applyIntentCommand, arguments: [intent] };
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return action;
}

function isSameVal(a: RunRecord, b: RunRecord): boolean {
  return (
    a.connection === b.connection &&
    a.handle.user === b.handle.user &&
    a.handle.name === b.handle.name
  );
}

/** Whether the analyser says the same at the same line already, with the same fix. */
function isForeseen({ uri, diagnostic, scopes }: RunProblemPlace): boolean {
  if (scopes.length === 0) return false;
  return vscode.languages
    .getDiagnostics(uri)
    .some(
      (other) =>
        other.source !== runSource &&
        codeOf(other) === missingScopeCode &&
        other.range.start.line <= diagnostic.range.start.line &&
        other.range.end.line >= diagnostic.range.start.line,
    );
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}
