/** `workspace`: settings, documents and file systems that were registered. */
import { readdir, readFile } from "node:fs/promises";
import type { URI } from "vscode-uri";
import { editor } from "../editor.ts";
import { Disposable, EventEmitter } from "./events.ts";

interface ReadableFileSystem {
  readFile(uri: URI): Uint8Array | Promise<Uint8Array>;
  stat(uri: URI): unknown;
  writeFile(uri: URI, content: Uint8Array, options: object): unknown;
}

function fileSystem(uri: URI): ReadableFileSystem {
  const found = editor.fileSystems.get(uri.scheme);
  if (!found) throw new Error(`no file system for ${uri.scheme}:`);
  return found.provider as ReadableFileSystem;
}

/** Settings are kept under their full names. */
function configuration(section?: string) {
  const full = (key: string) => (section ? `${section}.${key}` : key);
  return {
    get: (key: string, otherwise?: unknown) => editor.settings.get(full(key)) ?? otherwise,
    has: (key: string) => editor.settings.has(full(key)),
    inspect: (key: string) => ({ key: full(key), globalValue: editor.settings.get(full(key)) }),
    update: async (key: string, value: unknown) => editor.configure(full(key), value),
  };
}

export const workspace = {
  getConfiguration: configuration,
  onDidChangeConfiguration: editor.events.settings.event,
  onDidOpenTextDocument: editor.events.documentOpened.event,
  onDidCloseTextDocument: editor.events.documentClosed.event,
  onDidChangeTextDocument: editor.events.documentChanged.event,
  onDidSaveTextDocument: editor.events.documentSaved.event,
  onWillSaveTextDocument: editor.events.willSave.event,
  onDidChangeWorkspaceFolders: editor.events.folders.event,
  onDidGrantWorkspaceTrust: editor.events.trust.event,
  onDidCreateFiles: editor.events.any.event,
  onDidDeleteFiles: editor.events.any.event,
  onDidRenameFiles: editor.events.any.event,
  fs: {
    readFile: async (uri: URI) =>
      uri.scheme === "file" ? await readFile(uri.fsPath) : fileSystem(uri).readFile(uri),
    readDirectory: async (uri: URI) => {
      const entries = await readdir(uri.fsPath, { withFileTypes: true });
      return entries.map((entry) => [entry.name, entry.isDirectory() ? 2 : 1]);
    },
    stat: async (uri: URI) => fileSystem(uri).stat(uri),
    writeFile: async (uri: URI, content: Uint8Array) =>
      fileSystem(uri).writeFile(uri, content, { create: true, overwrite: true }),
  },
  registerFileSystemProvider(scheme: string, provider: unknown, options: unknown): Disposable {
    if (editor.fileSystems.has(scheme))
      throw new Error(`a provider for the scheme '${scheme}' is already registered`);
    editor.fileSystems.set(scheme, { provider, options });
    return new Disposable(() => editor.fileSystems.delete(scheme));
  },
  registerTextDocumentContentProvider(scheme: string, provider: unknown): Disposable {
    editor.textProviders.set(scheme, provider);
    return new Disposable(() => editor.textProviders.delete(scheme));
  },
  createFileSystemWatcher: () => ({
    onDidChange: new EventEmitter<URI>().event,
    onDidCreate: new EventEmitter<URI>().event,
    onDidDelete: new EventEmitter<URI>().event,
    dispose: () => {},
  }),
  async openTextDocument(target: URI): Promise<unknown> {
    const known = editor.documents.find(
      (document) => (document as { uri: URI }).uri.toString() === target.toString(),
    );
    if (known) return known;
    const bytes = await fileSystem(target).readFile(target);
    return {
      uri: target,
      getText: () => new TextDecoder().decode(bytes),
      isDirty: false,
      version: 1,
    };
  },
  applyEdit: async (edit: unknown) => await editor.applyEdit(edit),
  asRelativePath: (target: URI | string) => (typeof target === "string" ? target : target.path),
  getWorkspaceFolder: () => undefined,
  get isTrusted(): boolean {
    return editor.trusted;
  },
  get textDocuments(): readonly unknown[] {
    return editor.documents;
  },
  get workspaceFolders(): unknown {
    return editor.folders;
  },
};
