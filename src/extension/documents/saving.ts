/** What happens when the editor writes a document: to the service when it is safe, else to a draft that is never lost. */
import * as vscode from "vscode";
import type { ValLocation } from "../../core/uri.ts";
import { maxFileLength } from "../../core/val.ts";
import type { App } from "../app.ts";
import { explainFailure } from "../explain-failure.ts";
import { printFailure } from "../log.ts";
import type { Bases } from "./bases.ts";
import type { Conflict, Conflicts } from "./conflicts.ts";
import { nameOf, openDocument } from "./locations.ts";
import { type SaveOutcome, saveFile } from "./save-file.ts";

export interface Saving extends vscode.Disposable {
  /** Writes a document. Throws an error whose message is one sentence when the text did not reach the service. */
  write(uri: vscode.Uri, location: ValLocation, content: Uint8Array): Promise<void>;
  /** Lets the next save of a document overwrite a version. */
  approve(uri: vscode.Uri, version: number): void;
  /** Fired after a save, with how it ended. */
  readonly onDidFinish: vscode.Event<Finished>;
}

export interface Finished {
  readonly uri: vscode.Uri;
  readonly outcome: SaveOutcome;
}

export interface SavingParts extends Pick<App, "vals" | "drafts" | "log"> {
  readonly bases: Bases;
  readonly conflicts: Conflicts;
  readonly now?: () => number;
}

export function createSaving(parts: SavingParts): Saving {
  const { vals, drafts, log, bases, conflicts } = parts;
  const now = parts.now ?? Date.now;
  const finished = new vscode.EventEmitter<Finished>();
  const approved = new Map<string, number>();
  const reasons = new Map<string, vscode.TextDocumentSaveReason>();
  const subscription = vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
    reasons.set(document.uri.toString(), reason);
  });

  async function keep(uri: vscode.Uri, text: string, kind: "auto" | "refused"): Promise<void> {
    const key = uri.toString();
    await drafts.keep({ uri: key, text, base: bases.of(uri)?.version, keptAt: now(), kind });
  }

  async function refuse(uri: vscode.Uri, text: string, sentence: string): Promise<never> {
    await keep(uri, text, "refused");
    throw vscode.FileSystemError.Unavailable(
      `${sentence} ${vscode.l10n.t("Your text is kept as a draft.")}`,
    );
  }

  return {
    onDidFinish: finished.event,
    approve: (uri, version) => void approved.set(uri.toString(), version),
    async write(uri, location, content) {
      const key = uri.toString();
      const reason = reasons.get(key);
      const approval = approved.get(key);
      reasons.delete(key);
      approved.delete(key);
      const text = decode(content);
      if (text === undefined) {
        throw vscode.FileSystemError.NoPermissions(vscode.l10n.t("A val can only hold text."));
      }
      if (reason !== undefined && reason !== vscode.TextDocumentSaveReason.Manual) {
        // Auto save: a version for every pause in typing is nobody's wish.
        await keep(uri, text, "auto");
        return;
      }
      if (text.length > maxFileLength) {
        const most = maxFileLength.toLocaleString();
        await refuse(uri, text, vscode.l10n.t("A file of a val has at most {0} characters.", most));
      }
      const base = openDocument(uri) ? bases.of(uri) : "any";
      const outcome = await saveFile(vals, { location, text, base, approved: approval });
      log.debug(`Saving ${nameOf(location)}: ${printOutcome(outcome)}`);
      switch (outcome.kind) {
        case "saved":
        case "unchanged":
          bases.set(uri, outcome.version, text);
          conflicts.clear(uri);
          await drafts.discard(key);
          vals.forget(location);
          vals.didChange([uri]);
          break;
        case "moved":
        case "gone":
          conflicts.set(uri, outcome);
          break;
        case "failed":
          break;
      }
      finished.fire({ uri, outcome });
      const sentence = explainOutcome(outcome, location);
      if (sentence !== undefined) await refuse(uri, text, sentence);
    },
    dispose() {
      subscription.dispose();
      finished.dispose();
    },
  };
}

/** Why a save did not land; undefined when it did. */
function explainOutcome(outcome: SaveOutcome, location: ValLocation): string | undefined {
  switch (outcome.kind) {
    case "saved":
    case "unchanged":
      return undefined;
    case "moved":
    case "gone":
      return explainConflict(outcome, location);
    case "failed":
      return explainFailure(outcome.failure).reason;
  }
}

/** What came in between, as one sentence. */
export function explainConflict(conflict: Conflict, location: ValLocation): string {
  const { t } = vscode.l10n;
  if (conflict.kind === "moved") {
    return t(
      "{0} was changed by someone else: version {1} is newer than what you edited.",
      nameOf(location),
      conflict.theirs,
    );
  }
  return conflict.what === "val"
    ? t("{0} was deleted.", nameOf({ ...location, path: "" }))
    : t("{0} was deleted.", nameOf(location));
}

function printOutcome(outcome: SaveOutcome): string {
  return outcome.kind === "failed" ? printFailure(outcome.failure) : JSON.stringify(outcome);
}

function decode(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
