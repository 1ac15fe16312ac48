/**
 * A document as the editor keeps one: read from its file system, changed in memory, written back when it is saved.
 * What the editor tells extensions about it, and when, follows a real VS Code.
 */
import type { FileStat, FileSystemProvider } from "vscode";
import { URI } from "vscode-uri";
import { editor } from "../../support/editor.ts";
import { TextDocumentSaveReason } from "../../support/fake-vscode/enums.ts";
import type { Range, WorkspaceEdit } from "../../support/fake-vscode/positions.ts";
import { Position } from "../../support/fake-vscode/positions.ts";

export class OpenDocument {
  readonly uri: URI;
  readonly languageId = "val";
  isDirty = false;
  #text: string;
  /** The text that the file was last known to have. */
  #clean: string;
  /** What the editor was last told of the file. */
  #known: FileStat | undefined;

  private constructor(uri: URI, text: string) {
    this.uri = uri;
    this.#text = text;
    this.#clean = text;
  }

  /** Opens a document as the editor does: its facts, then its text. */
  static async open(address: string): Promise<OpenDocument> {
    const uri = URI.parse(address, true);
    const known = await provider(uri).stat(uri as never);
    const document = new OpenDocument(uri, await read(uri));
    document.#known = known;
    document.#show();
    return document;
  }

  /** A document that the editor restored with unsaved text after a reload, without reading its file. */
  static restore(address: string, text: string): OpenDocument {
    const document = new OpenDocument(URI.parse(address, true), text);
    document.isDirty = true;
    document.#show();
    return document;
  }

  #show(): void {
    editor.documents.push(this);
    editor.activeEditor = { document: this };
    editor.events.documentOpened.fire(this);
  }

  getText(): string {
    return this.#text;
  }

  positionAt(offset: number): Position {
    const before = this.#text.slice(0, offset).split("\n");
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }

  offsetAt({ line, character }: Position): number {
    const lines = this.#text.split("\n").slice(0, line);
    return lines.reduce((sum, one) => sum + one.length + 1, character);
  }

  /** Types: the first change is told before the document counts as dirty. */
  edit(text: string): void {
    this.#text = text;
    editor.events.documentChanged.fire({ document: this, contentChanges: [{}] });
    this.isDirty = true;
    editor.events.documentChanged.fire({ document: this, contentChanges: [] });
  }

  /** Undoes everything since the file was read or saved. */
  undo(): void {
    this.#text = this.#clean;
    this.isDirty = false;
    editor.events.documentChanged.fire({ document: this, contentChanges: [{}] });
  }

  /** Applies what extensions ask the editor to change. */
  apply(edit: WorkspaceEdit): void {
    for (const [uri, edits] of edit.entries()) {
      if (uri.toString() !== this.uri.toString()) continue;
      for (const { range, newText } of edits) this.#replace(range, newText);
    }
  }

  #replace({ start, end }: Range, text: string): void {
    const [from, to] = [this.offsetAt(start), this.offsetAt(end)];
    this.edit(this.#text.slice(0, from) + text + this.#text.slice(to));
  }

  /** Saves; false when the file system refused, as the editor then shows. */
  async save(reason: number = TextDocumentSaveReason["Manual"] ?? 1): Promise<boolean> {
    return (await this.trySave(reason)) === undefined;
  }

  /** Saves; gives the message of the error that the editor would show, undefined when it worked. */
  async trySave(
    reason: number = TextDocumentSaveReason["Manual"] ?? 1,
  ): Promise<string | undefined> {
    editor.events.willSave.fire({ document: this, reason });
    const files = provider(this.uri);
    const bytes = new TextEncoder().encode(this.#text);
    try {
      const now = await Promise.resolve(files.stat(this.uri as never)).catch(() => undefined);
      // The editor's own check, which would let people overwrite without a draft.
      if (now && this.#known && this.#known.mtime < now.mtime && this.#known.size !== now.size) {
        return "The content of the file is newer.";
      }
      await files.writeFile(this.uri as never, bytes, { create: true, overwrite: true });
      this.#note(await files.stat(this.uri as never));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.#clean = this.#text;
    this.isDirty = false;
    editor.events.documentChanged.fire({ document: this, contentChanges: [] });
    editor.events.documentSaved.fire(this);
    return undefined;
  }

  /** Facts that are older than the known ones change nothing. */
  #note(stat: FileStat): void {
    if (!this.#known || this.#known.mtime <= stat.mtime) this.#known = stat;
  }

  /** Throws unsaved text away and shows what the file system has. */
  async revert(): Promise<void> {
    this.#note(await provider(this.uri).stat(this.uri as never));
    this.#text = await read(this.uri);
    this.#clean = this.#text;
    this.isDirty = false;
    editor.events.documentChanged.fire({ document: this, contentChanges: [{}] });
  }

  close(): void {
    editor.documents.splice(editor.documents.indexOf(this), 1);
    editor.events.documentClosed.fire(this);
  }
}

function provider(uri: URI): FileSystemProvider {
  const found = editor.fileSystems.get(uri.scheme);
  if (!found) throw new Error(`Nobody serves ${uri.scheme}.`);
  return found.provider as FileSystemProvider;
}

async function read(uri: URI): Promise<string> {
  return new TextDecoder().decode(await provider(uri).readFile(uri as never));
}
