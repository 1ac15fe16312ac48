/** What a request to change files would do, decided on the tree alone: pure, so that it can be repeated when it raced. */
import { createHash } from "node:crypto";
import { isFilePath, maxFileLength, type FileType } from "../../core/val.ts";
import { holds, type Precondition } from "./precondition.ts";
import {
  directlyInside,
  entryAt,
  inside,
  nameOf,
  newestVersion,
  parentOf,
  type Tree,
  type TreeEntry,
} from "./tree.ts";

/** Most files and directories of a val (Val Town's limit). */
export const maxFiles = 1000;

/** One entry of the tree as it shall be; `content` undefined keeps what is there. */
export interface Put {
  /** Undefined is a new file. */
  readonly id: string | undefined;
  readonly path: string;
  readonly type: FileType;
  readonly content?: string;
}

export interface Edits {
  readonly puts: readonly Put[];
  readonly removes: readonly string[];
  /** The path whose entry is the answer. */
  readonly path: string;
}

export type Problem =
  | { readonly problem: "not_found" | "exists" | "too_many_files" | "not_empty" }
  | { readonly problem: "invalid"; readonly message: string }
  /** The precondition does not hold; `version` is the current one, undefined when there is no such file. */
  | { readonly problem: "changed"; readonly version: number | undefined };

export type Plan = Edits | Problem;

/** SHA-256 of a content, in hex. */
export function hashOf(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

export interface Creation {
  readonly path: string;
  readonly type: FileType;
  readonly content: string | null | undefined;
  readonly precondition: Precondition;
}

/** Creates a file or directory, and the directories above it that are missing. */
export function planCreate(tree: Tree, creation: Creation): Plan {
  const { path, type, content } = creation;
  if (!isFilePath(path)) return invalidPath(path);
  const there = entryAt(tree, path);
  if (!holds(creation.precondition, there?.version))
    return { problem: "changed", version: there?.version };
  if (
    type === "directory" ? content !== null && content !== undefined : typeof content !== "string"
  ) {
    return invalid(type === "directory" ? "A directory has no content" : "A file needs content");
  }
  const unfit = typeof content === "string" ? unfitContent(content) : undefined;
  if (unfit) return unfit;
  if (there !== undefined) return { problem: "exists" };
  const missing = missingDirectories(tree, path);
  if (missing === undefined) return { problem: "exists" };
  if (collides(tree, path)) return { problem: "exists" };
  if (tree.length + missing.length + 1 > maxFiles) return { problem: "too_many_files" };
  const put: Put = {
    id: undefined,
    path,
    type,
    ...(typeof content === "string" ? { content } : {}),
  };
  return { puts: [...missing, put], removes: [], path };
}

export interface Update {
  readonly path: string;
  readonly content?: string | undefined;
  readonly type?: FileType | undefined;
  /** The directory to move it to; null and the empty text are the root. */
  readonly parent?: string | null | undefined;
  readonly name?: string | undefined;
  readonly precondition: Precondition;
}

/** Changes content or type of a file, renames or moves it; a directory takes along what it holds. */
export function planUpdate(tree: Tree, update: Update): Plan {
  if (!isFilePath(update.path)) return invalidPath(update.path);
  const entry = entryAt(tree, update.path);
  const version = entry && newestVersion(tree, entry);
  if (!holds(update.precondition, version)) return { problem: "changed", version };
  if (entry === undefined) return { problem: "not_found" };
  const { content, type = entry.type } = update;
  const unfit = content === undefined ? undefined : unfitContent(content);
  if (unfit) return unfit;
  if (entry.type === "directory" && (content !== undefined || type !== "directory")) {
    return invalid("A directory has no content and stays a directory");
  }
  if (entry.type !== "directory" && type === "directory") return invalid("A file stays a file");
  const path = targetPath(update);
  if (!isFilePath(path)) return invalidPath(path);
  const missing = path === entry.path ? [] : placesFor(tree, entry, path);
  if ("problem" in missing) return missing;
  const moved: readonly Put[] = inside(tree, entry.path)
    .filter(() => entry.type === "directory" && path !== entry.path)
    .map(({ id, type: kind, path: old }) => ({
      id,
      type: kind,
      path: path + old.slice(entry.path.length),
    }));
  const same =
    path === entry.path &&
    type === entry.type &&
    (content === undefined || hashOf(content) === entry.hash);
  const put: Put = { id: entry.id, path, type, ...(content === undefined ? {} : { content }) };
  return { puts: same ? [] : [...missing, put, ...moved], removes: [], path };
}

export interface Removal {
  readonly path: string;
  readonly recursive: boolean;
  readonly precondition: Precondition;
}

/** Removes a file, or a directory with everything inside; the empty path with `recursive` removes all. */
export function planRemove(tree: Tree, { path, recursive, precondition }: Removal): Plan {
  if (path === "") {
    if (!recursive) return invalid("Removing all files needs recursive=true");
    const newest = Math.max(0, ...tree.map(({ version }) => version));
    if (!holds(precondition, newest)) return { problem: "changed", version: newest };
    return { puts: [], removes: tree.map(({ id }) => id), path };
  }
  if (!isFilePath(path)) return invalidPath(path);
  const entry = entryAt(tree, path);
  const version = entry && newestVersion(tree, entry);
  if (!holds(precondition, version)) return { problem: "changed", version };
  if (entry === undefined) return { problem: "not_found" };
  const held = entry.type === "directory" ? inside(tree, path) : [];
  if (held.length > 0 && !recursive) return { problem: "not_empty" };
  return { puts: [], removes: [entry.id, ...held.map(({ id }) => id)], path };
}

/** The directories that a move has to make, or why it cannot be. */
function placesFor(tree: Tree, entry: TreeEntry, path: string): readonly Put[] | Problem {
  if (path.startsWith(`${entry.path}/`)) return invalid("A directory cannot be moved into itself");
  const rest = tree.filter(({ id }) => id !== entry.id);
  const missing = missingDirectories(rest, path);
  if (missing === undefined || collides(rest, path)) return { problem: "exists" };
  return tree.length + missing.length > maxFiles ? { problem: "too_many_files" } : missing;
}

function targetPath({ path, parent, name }: Update): string {
  const directory = parent === undefined ? parentOf(path) : (parent ?? "");
  const last = name ?? nameOf(path);
  return directory === "" ? last : `${directory}/${last}`;
}

/** The directories above a path that do not exist; undefined when one of them is a file or differs in case alone. */
function missingDirectories(tree: Tree, path: string): readonly Put[] | undefined {
  const missing: Put[] = [];
  for (let directory = parentOf(path); directory !== ""; directory = parentOf(directory)) {
    const there = entryAt(tree, directory);
    if (there?.type === "directory") break;
    if (there !== undefined || collides(tree, directory)) return undefined;
    missing.unshift({ id: undefined, path: directory, type: "directory" });
  }
  return missing;
}

/** Whether a sibling has the name already, in whatever case: on many disks the two would be one file. */
function collides(tree: Tree, path: string): boolean {
  const name = nameOf(path).toLowerCase();
  return directlyInside(tree, parentOf(path)).some(
    (entry) => nameOf(entry.path).toLowerCase() === name,
  );
}

function unfitContent(content: string): Problem | undefined {
  if (content.length > maxFileLength) {
    return invalid(`Content is ${content.length} characters long; ${maxFileLength} are allowed`);
  }
  if (content.includes("\0") || !content.isWellFormed()) return invalid("Content must be text");
  return undefined;
}

function invalid(message: string): Problem {
  return { problem: "invalid", message };
}

function invalidPath(path: string): Problem {
  const shown = path.length > 100 ? `${path.slice(0, 100)}…` : path;
  return invalid(
    `Invalid file name: ${JSON.stringify(shown)}. Names can only contain letters, numbers, dots, hyphens, underscores and $[](), 48 characters at most`,
  );
}
