/** Changing the text of an open document. */
import * as vscode from "vscode";

/** Gives a document another text by one edit of the part that differs, so that cursors elsewhere stay where they are. */
export async function applyText(document: vscode.TextDocument, text: string): Promise<boolean> {
  const before = document.getText();
  if (before === text) return true;
  const { start, end, replacement } = differingPart(before, text);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  edit.replace(document.uri, range, replacement);
  return await vscode.workspace.applyEdit(edit);
}

/** The part of `before` from `start` to `end` that makes it `after` when replaced. Never cuts a line end in half. */
export function differingPart(
  before: string,
  after: string,
): { start: number; end: number; replacement: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (before[start - 1] === "\r") start--;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (tail > 0 && before.at(-tail) === "\n") tail--;
  return {
    start,
    end: before.length - tail,
    replacement: after.slice(start, after.length - tail),
  };
}
