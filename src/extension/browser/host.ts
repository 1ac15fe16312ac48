/** The extension host that is a web worker: no processes, so no town of its own. */
import * as vscode from "vscode";
import type { HostParts } from "../activate.ts";
import type { Host, PrivateFiles } from "../host.ts";
import { createWorkerClient } from "./language-client.ts";

export function createBrowserHost({ context }: HostParts): Host {
  return {
    kind: "browser",
    fetch: (url, init) => globalThis.fetch(url, init),
    town: undefined,
    privateFiles: createStoredFiles(vscode.Uri.joinPath(context.globalStorageUri, "drafts")),
    createLanguageClient: (options) => createWorkerClient(context.extensionUri, options),
  };
}

/** The browser keeps an extension's files in storage that belongs to the page's origin; there are no modes to set. */
function createStoredFiles(folder: vscode.Uri): PrivateFiles {
  const files = vscode.workspace.fs;
  const place = (name: string) => vscode.Uri.joinPath(folder, encodeURIComponent(name));
  return {
    async list() {
      const entries = await Promise.resolve(files.readDirectory(folder)).catch(ignoreAbsence([]));
      return entries.map(([name]) => decodeURIComponent(name));
    },
    async read(name) {
      const bytes = await Promise.resolve(files.readFile(place(name))).catch(
        ignoreAbsence(undefined),
      );
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    async write(name, text) {
      await files.createDirectory(folder);
      await files.writeFile(place(name), new TextEncoder().encode(text));
    },
    async delete(name) {
      await Promise.resolve(files.delete(place(name))).catch(ignoreAbsence(undefined));
    },
  };
}

function ignoreAbsence<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return otherwise;
    throw error;
  };
}
