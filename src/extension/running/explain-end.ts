/** How a run ended, as one or two sentences: what happened, then what to do next. */
import { l10n } from "vscode";
import { printHandle } from "../../core/handle.ts";
import { joinNames } from "../join-names.ts";
import { plainLine } from "../plain-text.ts";
import { missingScopesOf, type RunProblem, type RunRecord } from "./run-record.ts";

type ValProblem = Extract<RunProblem, { from: "val" }>;

/** A sentence for a notification, a problem and the log; text of the val in it is made safe to show. */
export function explainValProblem(record: RunRecord, problem: ValProblem): string {
  const val = printHandle(record.handle);
  const message = plainLine(problem.message, 500);
  switch (problem.code) {
    case "val_grant_missing":
      return explainMissing(record, missingScopesOf(record));
    case "val_not_compiled":
      return l10n.t("{0} cannot run, because it is not valid TypeScript: {1}", val, message);
    case "run_timeout":
      return l10n.t(
        "{0} was stopped after {1} s, the longest a run may take. Look for a loop that never ends or a wait for something that does not come.",
        val,
        seconds(problem.milliseconds),
      );
    case "run_interrupted":
      return l10n.t(
        "{0} did not finish, because the service stopped while it was running. Run it again.",
        val,
      );
    case "out_of_memory":
      return l10n.t(
        "{0} was stopped, because it used more memory than a run may. Work on less data at a time.",
        val,
      );
    case "result_not_json":
      return l10n.t(
        "{0} ran, but its result cannot be sent as JSON: {1} Return plain data: text, numbers, booleans, null, arrays and objects of these.",
        val,
        // A service may say the same before its reason.
        sentence(message.replace(/^.*\bnot JSON: /, "")),
      );
    case "result_too_large":
      return l10n.t(
        "{0} ran, but its result is larger than 250,000 characters. Return less of it, or store it in a blob and return its key.",
        val,
      );
    case "val_exited":
      return l10n.t(
        "{0} ended its own process before it had a result. Return from the function instead of calling Deno.exit.",
        val,
      );
    case "no_runtime":
      return l10n.t(
        "{0} cannot run, because the service found no Deno to run it with. {1}",
        val,
        sentence(message),
      );
    default: {
      const name = plainLine(problem.name, 80);
      return name === "" || message.startsWith(`${name}:`) ? message : `${name}: ${message}`;
    }
  }
}

/** Names exactly the scopes that were missing. */
export function explainMissing(record: RunRecord, scopes: readonly string[]): string {
  return l10n.t(
    "{0} was not granted {1}, which this run needed.",
    printHandle(record.handle),
    joinNames(scopes),
  );
}

function sentence(text: string): string {
  return text === "" || /[.!?…]$/.test(text) ? text : `${text}.`;
}

function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds / 100) / 10);
}
