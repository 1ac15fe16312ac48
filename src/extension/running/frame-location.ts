/** Where a frame of a val's stack is in the editor. */
import * as vscode from "vscode";
import { parseHandle } from "../../core/handle.ts";
import { isSafePath, toUriParts } from "../../core/uri.ts";
import type { Frame } from "../../protocol/run-event.ts";

/**
 * The place that a frame names; undefined when it names no file of a val.
 * @param me user name of the signed-in person, whose vals can be written
 */
export function frameLocation(
  frame: Frame,
  connection: string,
  me: string | undefined,
): vscode.Location | undefined {
  const handle = parseHandle(frame.handle);
  if (handle === undefined || frame.path === "" || !isSafePath(frame.path)) return undefined;
  const readonly = handle.user !== me;
  const uri = vscode.Uri.from(toUriParts({ ...handle, connection, path: frame.path, readonly }));
  const at = new vscode.Position(Math.max(0, frame.line - 1), Math.max(0, frame.column - 1));
  return new vscode.Location(uri, at);
}
