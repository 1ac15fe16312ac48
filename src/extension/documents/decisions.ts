/** What a person can decide about a document in conflict: compare, merge, overwrite, or create it again. */
import * as vscode from "vscode";
import type { Client } from "../../client/client.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { App } from "../app.ts";
import { applyText } from "./apply-text.ts";
import type { Bases } from "./bases.ts";
import type { Conflict, Conflicts } from "./conflicts.ts";
import { draftUri } from "./draft-documents.ts";
import { atVersion, nameOf, uriOf } from "./locations.ts";
import { mergeTexts } from "./merge.ts";
import type { Saving } from "./saving.ts";

export interface DecisionParts extends Pick<App, "vals" | "drafts"> {
  readonly bases: Bases;
  readonly conflicts: Conflicts;
  readonly saving: Saving;
}

/** A document in conflict, with what is known about it. */
export interface Disputed {
  readonly document: vscode.TextDocument;
  readonly location: ValLocation;
  readonly conflict: Conflict;
}

/** Shows the newer version beside the text in the editor. */
export async function compare({ document, location, conflict }: Disputed): Promise<void> {
  const file = location.path.split("/").at(-1) ?? location.path;
  if (conflict.kind === "gone") {
    await vscode.window.showTextDocument(document);
    return;
  }
  await vscode.commands.executeCommand(
    "vscode.diff",
    uriOf(atVersion(location, conflict.theirs)),
    document.uri,
    vscode.l10n.t("{0} (version {1} ↔ yours)", file, conflict.theirs),
  );
}

export interface MergeOutcome {
  /** Places that need the author's decision; with none the result is saved already. */
  readonly conflicts: number;
}

/**
 * Puts both sides together in the editor. Without conflicts the result is saved; with them it waits there, made from
 * the newer version, for the author to choose.
 */
export async function merge(
  { vals, bases, conflicts, drafts }: DecisionParts,
  { document, location, conflict }: Disputed,
): Promise<Result<MergeOutcome>> {
  // A deleted file has no other side.
  if (conflict.kind === "gone") return ok({ conflicts: 0 });
  const base = bases.of(document.uri);
  const [original, theirs] = await Promise.all([
    base ? vals.readVersion(location, base.version) : ok(undefined),
    vals.readVersion(location, conflict.theirs),
  ]);
  if (!original.ok) return original;
  if (!theirs.ok) return theirs;
  const merged = mergeTexts(document.getText(), original.value, theirs.value, {
    mine: vscode.l10n.t("Yours"),
    theirs: vscode.l10n.t("Version {0}", conflict.theirs),
  });
  // The text before merging stays in the draft until a save lands.
  await drafts.keep({
    uri: document.uri.toString(),
    text: document.getText(),
    base: base?.version,
    keptAt: Date.now(),
    kind: "refused",
  });
  if (!(await applyText(document, merged.text))) {
    return fail({ kind: "cancelled", message: "The editor did not take the text." });
  }
  bases.set(document.uri, conflict.theirs, theirs.value);
  conflicts.clear(document.uri);
  await vscode.window.showTextDocument(document);
  if (merged.conflicts === 0) await document.save();
  return ok({ conflicts: merged.conflicts });
}

/** Saves the text in the editor over the newer version, which the person has been told of. */
export async function overwrite(
  { saving }: Pick<DecisionParts, "saving">,
  { document, conflict }: Disputed,
): Promise<boolean> {
  if (conflict.kind === "moved") saving.approve(document.uri, conflict.theirs);
  return await document.save();
}

/** Creates a deleted file again, and its val where that is gone too (private, as nobody else should see it yet). */
export async function recreate(
  { vals, bases, conflicts }: Pick<DecisionParts, "vals" | "bases" | "conflicts">,
  client: Client,
  { document, location, conflict }: Disputed,
): Promise<Result<undefined>> {
  if (conflict.kind === "gone" && conflict.what === "val") {
    const body = { name: location.name, privacy: "private" } as const;
    const made = await client.call("createVal", { body });
    if (!made.ok && made.failure.kind !== "conflict") return made;
  }
  vals.forget(location);
  bases.forget(document.uri);
  conflicts.clear(document.uri);
  await document.save();
  return ok(undefined);
}

/** Shows a draft beside what the service has. */
export async function compareDraft(uri: vscode.Uri, location: ValLocation): Promise<void> {
  const title = vscode.l10n.t("{0} (saved ↔ your draft)", nameOf(location));
  await vscode.commands.executeCommand("vscode.diff", uri, draftUri(uri), title);
}
