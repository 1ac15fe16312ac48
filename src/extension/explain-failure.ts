/** Failures in words: why it did not work, and the one action that helps. */
import * as vscode from "vscode";
import type { Failure } from "../core/failure.ts";

export interface Explanation {
  /** A whole sentence in plain words. */
  readonly reason: string;
  readonly action?: ReportAction;
}

/** A button that helps. */
export interface ReportAction {
  readonly title: string;
  run(): unknown;
}

export function explainFailure(failure: Failure): Explanation {
  const t = vscode.l10n.t;
  switch (failure.kind) {
    case "offline":
      return { reason: t("The service could not be reached. {0}", failure.message) };
    case "timeout":
      return { reason: t("The service did not answer in time. Try again.") };
    case "cancelled":
      return { reason: t("It was cancelled.") };
    case "badReply":
      return { reason: t("The service gave an answer that cannot be read. {0}", failure.message) };
    case "service":
      return { reason: t("The service has trouble of its own (status {0}).", failure.status) };
    case "unauthorized":
      return {
        reason: t("You are not signed in, or the sign-in has expired."),
        action: command(t("Sign In"), "valsmith.signIn"),
      };
    case "forbidden":
      return { reason: explainForbidden(failure) };
    case "notFound":
      return { reason: t("It does not exist, or you may not see it.") };
    case "conflict":
      return { reason: explainConflict(failure) };
    case "invalid":
      return { reason: t("The service did not accept it: {0}", failure.message) };
    case "busy":
      return {
        reason:
          failure.retryAfterSeconds === undefined
            ? t("The service is busy. Try again in a moment.")
            : t("The service is busy. Try again in {0} s.", Math.ceil(failure.retryAfterSeconds)),
      };
    case "run":
      return { reason: failure.message };
  }
}

type ConflictFailure = Extract<Failure, { kind: "conflict" }>;

/** Whether a conflict is about a name that is taken. */
export function isTaken({ code }: ConflictFailure): boolean {
  return code === "exists" || code === "name_taken";
}

function explainConflict(failure: ConflictFailure): string {
  const { t } = vscode.l10n;
  if (isTaken(failure)) return t("Something of that name exists already.");
  const changed = failure.currentVersion !== undefined || failure.code === "changed";
  return changed || failure.message === "" || failure.code === "precondition_failed"
    ? t("It was changed by someone else in the meantime.")
    : t("The service did not accept it: {0}", failure.message);
}

function explainForbidden(failure: Extract<Failure, { kind: "forbidden" }>): string {
  const missing = [...failure.missingScopes, ...failure.missingActions];
  if (missing.length > 0) {
    return vscode.l10n.t("Your token lacks {0}.", missing.join(", "));
  }
  return failure.code === "not_owner"
    ? vscode.l10n.t("It belongs to someone else.")
    : vscode.l10n.t("Your token does not allow it.");
}

function command(title: string, id: string): ReportAction {
  return { title, run: () => vscode.commands.executeCommand(id) };
}
