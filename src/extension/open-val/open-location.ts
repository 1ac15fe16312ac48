/** Opens a val in the editor: its own scheme when it is writable, its main file when no file is named. */
import * as vscode from "vscode";
import { ok, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { App } from "../app.ts";
import { uriOf } from "../documents/locations.ts";

/**
 * Opens a location. It is read before, so that what goes wrong is said in our words and not by an editor that only
 * says that something is wrong.
 */
export async function openLocation(
  { vals }: Pick<App, "vals">,
  location: ValLocation,
): Promise<Result<vscode.TextEditor>> {
  const found = await vals.find(location);
  if (!found.ok) return found;
  const pinned = location.version !== undefined;
  const readonly = pinned || !found.value.own;
  const file = location.path === "" ? await vals.main(location) : ok({ ...location, readonly });
  if (!file.ok) return file;
  const read = await vals.read(file.value);
  if (!read.ok) return read;
  return ok(await vscode.window.showTextDocument(uriOf({ ...file.value, readonly })));
}
