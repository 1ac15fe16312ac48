/** The one way to register a command: no outcome of it ever reaches the person as an error of the editor's own. */
import * as vscode from "vscode";
import type { Failure, Result } from "../core/failure.ts";
import type { App } from "./app.ts";

/** An outcome of a command that it wants to have shown. */
export interface CommandFailure {
  /** A whole sentence about what did not happen. */
  readonly what: string;
  readonly failure: Failure;
}

/**
 * Registers a command. Its handler may return (or promise) a `CommandFailure`, which is shown; cancelling is silent; what it
 * throws is a bug and shown as one.
 */
export function registerCommand(
  { report }: Pick<App, "report">,
  id: string,
  handler: (...args: never[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: never[]) => {
    try {
      const outcome = await handler(...args);
      if (isCommandFailure(outcome)) report.failure(outcome.failure, outcome.what);
      return isCommandFailure(outcome) ? undefined : outcome;
    } catch (error) {
      report.bug(error, `Command ${id} failed.`);
      return undefined;
    }
  });
}

/** What a handler promises when it is written by itself. */
export type CommandOutcome = CommandFailure | undefined;

/** The failure of a result with the sentence that belongs to it; undefined when it succeeded. */
export function failureOf(result: Result<unknown>, what: string): CommandFailure | undefined {
  return result.ok ? undefined : { what, failure: result.failure };
}

function isCommandFailure(value: unknown): value is CommandFailure {
  return typeof value === "object" && value !== null && "what" in value && "failure" in value;
}
