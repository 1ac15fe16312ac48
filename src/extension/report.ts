/** The only place that shows errors: one sentence about what did not happen and why, and at most one action. */
import * as vscode from "vscode";
import type { Failure } from "../core/failure.ts";
import { explainFailure, type ReportAction } from "./explain-failure.ts";
import { type Log, printFailure } from "./log.ts";

export type { ReportAction } from "./explain-failure.ts";

export interface Report {
  /**
   * Shows an expected outcome. Cancelling is silent.
   * @param what a whole sentence about what did not happen, such as "@ann/notes was not saved."
   */
  failure(failure: Failure, what: string, action?: ReportAction): void;
  /** Shows that something broke that should not have; the log has the details. */
  bug(error: unknown, where: string): void;
}

export function createReport(log: Log): Report {
  async function show(message: string, action: ReportAction): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, action.title);
    if (chosen === action.title) await action.run();
  }
  const showLog: ReportAction = { title: vscode.l10n.t("Show Log"), run: () => log.show() };
  const swallow = (error: unknown) => log.error("A message's action failed.", error);

  return {
    failure(failure, what, action) {
      if (failure.kind === "cancelled") return;
      log.warn(`${what} ${printFailure(failure)}`);
      const explained = explainFailure(failure);
      show(`${what} ${explained.reason}`, action ?? explained.action ?? showLog).catch(swallow);
    },
    bug(error, where) {
      if (isCancellation(error)) return;
      log.error(where, error);
      const message = vscode.l10n.t("Valsmith has a bug; nothing of yours was changed by it.");
      show(message, showLog).catch(swallow);
    },
  };
}

/** Whether an error only says that somebody changed their mind. */
export function isCancellation(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof Error &&
      (error.name === "Canceled" ||
        error.message === "Canceled" ||
        error.message === "User did not consent to login."))
  );
}
