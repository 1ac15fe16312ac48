/** Saves what is open of a val before it runs, so that what runs is what is seen. */
import * as vscode from "vscode";
import { fromUriParts } from "../../core/uri.ts";
import type { ValName } from "../vals.ts";

/**
 * Saves every changed document of a val.
 * @returns the path of one that could not be saved; why is told by whoever refused the save
 */
export async function saveVal(name: ValName): Promise<string | undefined> {
  for (const document of vscode.workspace.textDocuments) {
    const location = fromUriParts(document.uri);
    if (
      document.isDirty &&
      location?.connection === name.connection &&
      location.user === name.user &&
      location.name === name.name &&
      !(await document.save())
    )
      return location.path;
  }
  return undefined;
}
