/** Vals as documents: opening, saving without ever losing an edit, and deciding when somebody else was faster. */
import * as vscode from "vscode";
import { readonlyScheme, writableScheme } from "../../core/uri.ts";
import type { Feature } from "../app.ts";
import { createBases } from "../documents/bases.ts";
import { createConflicts } from "../documents/conflicts.ts";
import { ValFileSystem } from "../documents/file-system.ts";
import { followChanges } from "../documents/follow-changes.ts";
import { showMarks } from "../documents/marks.ts";
import { offerDrafts } from "../documents/offer-drafts.ts";
import { createSaving } from "../documents/saving.ts";
import { settleConflicts } from "../documents/settle-conflicts.ts";
import { trackBases } from "../documents/track-bases.ts";

export const documents: Feature = (app) => {
  const bases = createBases(app.context.workspaceState);
  const conflicts = createConflicts();
  const saving = createSaving({ ...app, bases, conflicts });
  const files = new ValFileSystem({ ...app, bases, saving });
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(writableScheme, files, { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider(readonlyScheme, files, {
      isCaseSensitive: true,
      isReadonly: readonlyMessage(),
    }),
    trackBases(bases),
    settleConflicts(app, { ...app, bases, conflicts, saving }),
    offerDrafts(app),
    showMarks(app, conflicts),
    followChanges(app, (uris) => files.tellGone(uris)),
    files,
    saving,
    conflicts,
  );
};

function readonlyMessage(): vscode.MarkdownString {
  const message = new vscode.MarkdownString(
    vscode.l10n.t(
      "This is someone else's val, or an older version. [Copy it to a val of your own](command:valsmith.copyVal) to change it.",
    ),
  );
  message.isTrusted = { enabledCommands: ["valsmith.copyVal"] };
  return message;
}
