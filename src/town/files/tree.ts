/** The files of a branch at one version, as data. */
import type { FileType } from "../../core/val.ts";

export interface TreeEntry {
  /** The same for all versions of the file, through renames. */
  readonly id: string;
  readonly path: string;
  readonly type: FileType;
  /** The version of the branch at which this entry last changed. */
  readonly version: number;
  readonly hash: string;
  readonly updatedAt: string;
}

export type Tree = readonly TreeEntry[];

/** The entry at a path. */
export function entryAt(tree: Tree, path: string): TreeEntry | undefined {
  return tree.find((entry) => entry.path === path);
}

/** What lies inside a directory, at any depth; everything for the empty path. */
export function inside(tree: Tree, directory: string): Tree {
  return directory === "" ? tree : tree.filter(({ path }) => path.startsWith(`${directory}/`));
}

/** What lies directly in a directory. */
export function directlyInside(tree: Tree, directory: string): Tree {
  return inside(tree, directory).filter(({ path }) => parentOf(path) === directory);
}

/** The directory of a path; empty for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The newest version of an entry and of all that lies inside it: what a precondition on it is about. */
export function newestVersion(tree: Tree, entry: TreeEntry): number {
  const versions = inside(tree, entry.path).map(({ version }) => version);
  return entry.type === "directory" ? Math.max(entry.version, ...versions) : entry.version;
}
