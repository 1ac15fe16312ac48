/** Does what an intent of a fix says, whoever asks for it; granting is asked of the person first. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import { toUriParts } from "../../core/uri.ts";
import { joinNames } from "../join-names.ts";
import type { Report } from "../report.ts";
import { type GrantParts, grantScopes } from "./grant-scopes.ts";
import type { Intent } from "./intent.ts";

export interface IntentParts extends GrantParts {
  readonly report: Pick<Report, "failure">;
}

/** Whether it was done (or needed no doing). What fails is shown; what the person declined is not. */
export async function applyIntent(parts: IntentParts, intent: Intent): Promise<boolean> {
  if (intent.kind === "open") {
    await vscode.window.showTextDocument(vscode.Uri.from(toUriParts(intent.location)));
    return true;
  }
  const { val, scopes } = intent;
  const outcome = await grantScopes(parts, val, scopes);
  if (outcome.ok) return outcome.value !== "declined";
  parts.report.failure(
    outcome.failure,
    vscode.l10n.t("{0} was not granted {1}.", printHandle(val), joinNames(scopes)),
  );
  return false;
}
