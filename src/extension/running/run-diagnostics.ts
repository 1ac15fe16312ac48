/** What went wrong in a run, as problems at the lines of vals where it did. Pure: records in, problems out. */
import * as vscode from "vscode";
import { parseScope, type Scope } from "../../core/scope.ts";
import type { Frame } from "../../protocol/run-event.ts";
import { plainLine } from "../plain-text.ts";
import { explainMissing, explainValProblem } from "./explain-end.ts";
import { frameLocation } from "./frame-location.ts";
import type { RunRecord } from "./run-record.ts";

/** Shown as the source of every problem of a run. */
export const runSource = "Valsmith run";
/** Code of problems that a grant would have prevented. */
export const missingScopeCode = "missing-scope";

export interface RunProblemPlace {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
  /** The scopes whose grant would have prevented it. */
  readonly scopes: readonly Scope[];
}

/** The problems of a run that ended, or that goes on after a refusal. */
export function problemsOf(record: RunRecord, me: string | undefined): RunProblemPlace[] {
  const places: RunProblemPlace[] = [];
  const add = (
    frames: readonly Frame[],
    message: string,
    severity: vscode.DiagnosticSeverity,
    scopes: readonly string[],
  ) => {
    const place = placeOf(record, me, frames, message, severity, scopes);
    if (place) places.push(place);
  };
  const { state } = record;
  const failed =
    state.kind === "failed" && state.problem.from === "val" ? state.problem : undefined;
  for (const refused of record.refused) {
    // A refusal that ended the run is told once, by the error.
    if (failed && refused.missingScopes.some((scope) => failed.missingScopes.includes(scope)))
      continue;
    const message =
      refused.missingScopes.length > 0
        ? explainMissing(record, refused.missingScopes)
        : plainLine(refused.message, 500);
    add(
      refused.frame ? [refused.frame] : [],
      message,
      vscode.DiagnosticSeverity.Warning,
      refused.missingScopes,
    );
  }
  if (failed) {
    const message = explainValProblem(record, failed);
    add(failed.frames, message, vscode.DiagnosticSeverity.Error, failed.missingScopes);
  }
  return places;
}

/** At the innermost frame of the val that ran, else at the innermost frame of any val; the rest is related. */
function placeOf(
  record: RunRecord,
  me: string | undefined,
  frames: readonly Frame[],
  message: string,
  severity: vscode.DiagnosticSeverity,
  scopes: readonly string[],
): RunProblemPlace | undefined {
  const handle = `${record.handle.user}/${record.handle.name}`;
  const located = frames.flatMap((frame) => {
    const location = frameLocation(frame, record.connection, me);
    return location ? [{ frame, location }] : [];
  });
  const chosen = located.find(({ frame }) => frame.handle === handle) ?? located[0];
  if (chosen === undefined) return undefined;
  const { location } = chosen;
  // From the column to the end of the line: a stack knows where something began, not how long it was.
  const end = new vscode.Position(location.range.start.line, Number.MAX_SAFE_INTEGER);
  const range = new vscode.Range(location.range.start, end);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = runSource;
  diagnostic.relatedInformation = located
    .filter((one) => one !== chosen)
    .map((one) => new vscode.DiagnosticRelatedInformation(one.location, describe(one.frame)));
  if (scopes.length > 0) diagnostic.code = missingScopeCode;
  return { uri: location.uri, diagnostic, scopes: scopes.flatMap((one) => parseScope(one) ?? []) };
}

function describe({ function: name, handle }: Frame): string {
  return plainLine(
    name === undefined
      ? vscode.l10n.t("called in @{0}", handle)
      : vscode.l10n.t("called in {0}, @{1}", name, handle),
  );
}
