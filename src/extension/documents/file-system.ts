/** Vals as files: what the editor reads, lists and writes for `val:` and `val-ro:`. */
import * as vscode from "vscode";
import type { Failure, Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { File } from "../../protocol/shapes.ts";
import type { App } from "../app.ts";
import type { ReadFile } from "../vals.ts";
import type { Bases } from "./bases.ts";
import { changeFiles, type FileChanges } from "./change-files.ts";
import { toFileError } from "./file-errors.ts";
import { locationOf, openDocument } from "./locations.ts";
import type { Saving } from "./saving.ts";

export interface FileSystemParts extends Pick<App, "vals" | "drafts" | "connections"> {
  readonly bases: Bases;
  readonly saving: Saving;
}

/**
 * The size that is told for a file: its bytes plus a fraction that only its version determines. The editor takes a file
 * for unchanged when its size is the same, so an edit of equal length would go unnoticed; a power of two keeps the
 * fraction exact.
 */
export function toldSize(bytes: number, version: number): number {
  return bytes + (version % 2 ** 20) / 2 ** 20;
}

/** The editor asks for a file's facts and then for its text; both may come from one look, this many milliseconds ago. */
const justNow = 1000;

export class ValFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #parts: FileSystemParts;
  readonly #changes: FileChanges;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor(parts: FileSystemParts) {
    this.#parts = parts;
    this.#changes = changeFiles(parts.vals);
    this.#subscription = parts.vals.onDidChange((uris) => void this.#tell(uris));
  }

  /** Whoever wants to know of changes hears of all; looking for them is done for what is on screen. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const location = locationOf(uri);
    if (!location) return rootStat(uri);
    if (location.path === "") {
      const found = must(await this.#parts.vals.find(location), uri);
      return directoryStat(Date.parse(found.val.createdAt));
    }
    const draft = await this.#autoDraft(uri);
    if (openDocument(uri)?.isDirty || draft) return heldStat(draft?.text);
    const listed = must(await this.#parts.vals.files(location, justNow), uri);
    const file = fileAt(listed, location.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    if (file === "directory" || file.type === "directory") return directoryStat(0);
    const read = must(await this.#read(location, justNow), uri);
    const bytes = new TextEncoder().encode(read.text).byteLength;
    const mtime = Date.parse(read.file.updatedAt);
    const size = toldSize(bytes, read.version);
    return { type: vscode.FileType.File, ctime: mtime, mtime: mtime + read.version, size };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const location = locationOf(uri);
    if (!location) return [];
    const listed = must(await this.#parts.vals.files(location), uri);
    return childrenOf(listed, location.path);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const location = locationOf(uri);
    if (!location || location.path === "") throw vscode.FileSystemError.FileNotFound(uri);
    const draft = await this.#autoDraft(uri);
    if (draft) {
      this.#parts.bases.gave(uri, draft.base ?? -1, draft.text);
      return new TextEncoder().encode(draft.text);
    }
    const read = must(await this.#read(location, justNow), uri);
    this.#parts.bases.gave(uri, read.version, read.text);
    return new TextEncoder().encode(read.text);
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const location = writable(uri);
    if (location.path === "") throw vscode.FileSystemError.FileIsADirectory(uri);
    if (options.create && !options.overwrite) {
      const listed = await this.#parts.vals.files(location, 0);
      if (listed.ok && fileAt(listed.value, location.path)) {
        throw vscode.FileSystemError.FileExists(uri);
      }
    }
    await this.#parts.saving.write(uri, location, content);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    must(await this.#changes.createDirectory(writable(uri)), uri);
  }

  async delete(uri: vscode.Uri, options: { readonly recursive: boolean }): Promise<void> {
    must(await this.#changes.delete(writable(uri), options), uri);
  }

  async rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    must(await this.#changes.rename(writable(from), writable(to)), from);
  }

  /** Tells the editor that files are gone with their val. */
  tellGone(uris: readonly vscode.Uri[]): void {
    this.#changed.fire(uris.map((uri) => ({ uri, type: vscode.FileChangeType.Deleted })));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Reads a file; what cannot be reached now is served as it was last seen. */
  async #read(location: ValLocation, maxAge: number): Promise<Result<ReadFile>> {
    const read = await this.#parts.vals.read(location, maxAge);
    if (read.ok || !isPassing(read.failure)) return read;
    const remembered = await this.#parts.vals.read(location, Infinity);
    return remembered.ok ? remembered : read;
  }

  async #autoDraft(uri: vscode.Uri) {
    const draft = await this.#parts.drafts.get(uri.toString());
    return draft?.kind === "auto" ? draft : undefined;
  }

  async #tell(uris: readonly vscode.Uri[]): Promise<void> {
    const events = await Promise.all(
      uris.map(async (uri): Promise<vscode.FileChangeEvent> => {
        const location = locationOf(uri);
        const listed = location ? await this.#parts.vals.files(location) : undefined;
        const gone =
          location !== undefined &&
          location.path !== "" &&
          listed?.ok === true &&
          !fileAt(listed.value, location.path);
        return { uri, type: gone ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed };
      }),
    );
    this.#changed.fire(events);
  }
}

/** The value of a result, else the error that the editor understands. */
function must<T>(result: Result<T>, uri: vscode.Uri): T {
  if (!result.ok) throw toFileError(result.failure, uri);
  return result.value;
}

function writable(uri: vscode.Uri): ValLocation {
  const location = locationOf(uri);
  if (!location) throw vscode.FileSystemError.NoPermissions(uri);
  if (location.readonly) {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t("This val cannot be written."));
  }
  return location;
}

/** Whether a failure may be over in a moment, so that what was seen last is better than nothing. */
function isPassing(failure: Failure): boolean {
  return failure.kind === "offline" || failure.kind === "timeout" || failure.kind === "service";
}

function rootStat(uri: vscode.Uri): vscode.FileStat {
  if (uri.path === "/" || /^\/@[^/]+$/.test(uri.path)) return directoryStat(0);
  throw vscode.FileSystemError.FileNotFound(uri);
}

function directoryStat(time: number): vscode.FileStat {
  return { type: vscode.FileType.Directory, ctime: time, mtime: time, size: 0 };
}

/**
 * What the editor holds unsaved is never said to be newer on the service: whether it is decides the save itself, which
 * knows what the text was made from. Told otherwise, the editor would offer to overwrite without a draft.
 */
function heldStat(text: string | undefined): vscode.FileStat {
  const size = text === undefined ? 0 : new TextEncoder().encode(text).byteLength;
  return { type: vscode.FileType.File, ctime: 1, mtime: 1, size };
}

/** The entry of a path; `directory` when only files below it are listed. */
function fileAt(listed: readonly File[], path: string): File | "directory" | undefined {
  const exact = listed.find((file) => file.path === path);
  if (exact) return exact;
  return listed.some((file) => file.path.startsWith(`${path}/`)) ? "directory" : undefined;
}

/** The names right below a path; directories may be listed or only implied. */
function childrenOf(listed: readonly File[], path: string): [string, vscode.FileType][] {
  const below = path === "" ? "" : `${path}/`;
  const children = new Map<string, vscode.FileType>();
  for (const file of listed) {
    if (!file.path.startsWith(below) || file.path === path) continue;
    const [name = "", ...rest] = file.path.slice(below.length).split("/");
    const isDirectory = rest.length > 0 || file.type === "directory";
    children.set(name, isDirectory ? vscode.FileType.Directory : vscode.FileType.File);
  }
  return [...children];
}
