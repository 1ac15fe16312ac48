/** Results of runs as documents that can be read and copied, not changed. */
import * as vscode from "vscode";
import { printReference } from "../../core/handle.ts";
import { printValue } from "./preview.ts";
import type { RunRecord } from "./run-record.ts";
import type { Runs } from "./runs.ts";

export const resultScheme = "val-run";

/** The document of a run's result: `val-run:/3/@ann.add result.json`. */
export function resultUri(record: RunRecord): vscode.Uri {
  return vscode.Uri.from({
    scheme: resultScheme,
    path: `/${record.key}/${printReference(record.handle)} result.json`,
  });
}

/** Gives the text of such documents. */
export function createResultProvider(runs: Pick<Runs, "get">): vscode.TextDocumentContentProvider {
  return {
    provideTextDocumentContent({ path }) {
      const key = /^\/(\d+)\//.exec(path)?.[1];
      const state = key === undefined ? undefined : runs.get(key)?.state;
      return state?.kind === "succeeded"
        ? printValue(state.value)
        : vscode.l10n.t(
            "The result of this run is not kept any more. Run the val again to see it.",
          );
    },
  };
}
