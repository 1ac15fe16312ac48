/** Vals on disk: in a folder, what lies below `@user/name/` is that val; a script outside of any is a val by itself. */
import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isUserName, isValName } from "../core/handle.ts";
import { isScript } from "../core/val.ts";

export interface ValFolder {
  /** The folder that holds the folders of users, and `vals.json`; absolute, like all paths here. */
  readonly root: string;
  readonly vals: readonly FolderVal[];
  /** Other vals in the root, which those may refer to. */
  readonly others: readonly FolderVal[];
}

export interface FolderVal {
  /** Undefined: the val of whoever asks. */
  readonly user: string | undefined;
  readonly name: string;
  /** Where each of its files is on disk, by path inside the val. */
  readonly files: ReadonlyMap<string, string>;
}

/** Folders that hold no vals of anybody. */
const skipped: ReadonlySet<string> = new Set(["node_modules", ".git", ".vscode"]);
/** Most files that are looked at, so that a wrong path does not read a whole disk. */
const maxFiles = 20_000;

/**
 * Finds the vals at a path: a script, the folder of a val, or a folder of vals. Links are not followed.
 * @throws Error in words when there is no such path, or far too much below it
 */
export async function readValFolder(path: string): Promise<ValFolder> {
  const absolute = resolve(path);
  const stats = await lstat(absolute).catch(() => undefined);
  const isFile = stats?.isFile() === true;
  if (!isFile && stats?.isDirectory() !== true)
    throw new Error(`there is no file or folder ${path}`);
  const around = valAround(isFile ? absolute : join(absolute, "_"));
  if (around !== undefined) {
    const files = await filesBelow(around.folder, path);
    const { root, user, name, folder } = around;
    return await withOthers(root, [{ user, name, files: byPath(folder, files) }], path);
  }
  if (isFile) return { root: dirname(absolute), vals: [loneVal(absolute)], others: [] };
  const files = await filesBelow(absolute, path);
  const found = valsBelow(absolute, files);
  if (found === undefined) return { root: absolute, vals: looseVals(absolute, files), others: [] };
  const isWhole = found.root.startsWith(absolute);
  return isWhole ? { ...found, others: [] } : await withOthers(found.root, found.vals, path);
}

/** Vals that are part of a larger folder. */
async function withOthers(
  root: string,
  vals: readonly FolderVal[],
  path: string,
): Promise<ValFolder> {
  const entries = await readdir(root, { withFileTypes: true });
  const users = entries.filter((one) => one.isDirectory() && one.name.startsWith("@"));
  const files: string[] = [];
  for (const user of users) await filesBelow(join(root, user.name), path, files);
  const isOther = (one: FolderVal) =>
    !vals.some((val) => val.user === one.user && val.name === one.name);
  return { root, vals, others: valsBelow(root, files)?.vals.filter(isOther) ?? [] };
}

/** The text of a file; undefined when it cannot be read. */
export async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch(() => undefined);
}

interface PlaceOfVal {
  readonly root: string;
  readonly user: string;
  readonly name: string;
  /** Of the val itself. */
  readonly folder: string;
}

/** The val whose folder holds the file, by the last `@user/name/` of its path. */
function valAround(file: string): PlaceOfVal | undefined {
  const parts = file.split(sep);
  for (let index = parts.length - 3; index >= 0; index--) {
    const place = placeAt(parts, index);
    if (place !== undefined) return place;
  }
  return undefined;
}

function placeAt(parts: readonly string[], index: number): PlaceOfVal | undefined {
  const [mark, name] = [parts[index], parts[index + 1]];
  if (mark?.startsWith("@") !== true || name === undefined) return undefined;
  const user = mark.slice(1);
  if (!isUserName(user) || !isValName(name)) return undefined;
  const root = parts.slice(0, index).join(sep) || sep;
  return { root, user, name, folder: join(root, mark, name) };
}

/** Undefined when no file lies in a val. The root is that of the first. */
function valsBelow(
  folder: string,
  files: readonly string[],
): Pick<ValFolder, "root" | "vals"> | undefined {
  // Of a user's own folder the name belongs to the vals in it.
  const start = folder.split(sep).length - (basename(folder).startsWith("@") ? 1 : 0);
  const found = new Map<string, { readonly place: PlaceOfVal; readonly files: string[] }>();
  for (const file of files) {
    const parts = file.split(sep);
    const at = parts.findIndex(
      (_, index) => index >= start && index + 2 < parts.length && placeAt(parts, index),
    );
    const place = at < 0 ? undefined : placeAt(parts, at);
    if (place === undefined) continue;
    const known = found.get(place.folder) ?? { place, files: [] };
    known.files.push(file);
    found.set(place.folder, known);
  }
  const vals = [...found.values()].map((one) => ({
    user: one.place.user,
    name: one.place.name,
    files: byPath(one.place.folder, one.files),
  }));
  const [first] = found.values();
  return first && { root: first.place.root, vals };
}

/** Without folders of users: one val when it looks like the folder of one, else each script by itself. */
function looseVals(folder: string, files: readonly string[]): readonly FolderVal[] {
  const paths = byPath(folder, files);
  const signs = ["main.tsx", "main.ts", "index.tsx", "index.ts", ".vt/permissions.json"];
  if (signs.some((path) => paths.has(path)))
    return [{ user: undefined, name: nameFrom(basename(folder)), files: paths }];
  return files.filter(isScript).map(loneVal);
}

function loneVal(file: string): FolderVal {
  const name = nameFrom(basename(file).replace(/\.[^.]*$/, ""));
  return { user: undefined, name, files: new Map([[basename(file), file]]) };
}

function nameFrom(text: string): string {
  const name = text
    .replaceAll(/[^\w-]/g, "_")
    .replace(/^[^a-zA-Z]+/, "")
    .slice(0, 48);
  return isValName(name) ? name : "untitled";
}

/** @param shown what the folder is called in errors */
async function filesBelow(folder: string, shown: string, found: string[] = []): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) await filesBelow(path, shown, found);
    else if (entry.isFile()) found.push(path);
    if (found.length > maxFiles)
      throw new Error(`there are more than ${maxFiles} files in ${shown}`);
  }
  return found;
}

function byPath(folder: string, files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [relative(folder, file).replaceAll(sep, "/"), file]));
}
