/** Vals that somebody offers for import, and whether they could be vals of a town. */
import { isUserName, isValName, maxNameLength, reservedUsers } from "../../core/handle.ts";
import { isScript, mainFile, type FileType, type Privacy } from "../../core/val.ts";
import { planCreate, type Problem, type Put } from "../files/plan.ts";
import type { TreeEntry } from "../files/tree.ts";

export interface OfferedVal {
  readonly user: string;
  readonly name: string;
  readonly privacy: Privacy;
  /** What its main file is for. */
  readonly trigger: Exclude<FileType, "directory">;
  readonly files: readonly OfferedFile[];
}

export interface OfferedFile {
  /** Path inside the val, as it was found. */
  readonly path: string;
  /** Undefined when it could not be read as text. */
  readonly content: string | undefined;
}

/** The files that make up a val, or in words why it cannot be one. */
export function planVal(val: OfferedVal): readonly Put[] | { readonly reason: string } {
  const { user, name, files } = val;
  if (!isUserName(user) || reservedUsers.includes(user)) return no(`${user} is not a handle`);
  if (!isValName(name)) {
    return no(
      `${name} is not the name of a val: letters, digits, - and _, a letter first, ${maxNameLength} at most`,
    );
  }
  if (files.length === 0) return no("it holds no files");
  const main = mainFile(files.map(({ path }) => path));
  const tree: TreeEntry[] = [];
  const puts: Put[] = [];
  for (const { path, content } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (content === undefined) return no(`${path} is not text`);
    const type = path === main ? val.trigger : isScript(path) ? "script" : "file";
    const plan = planCreate(tree, { path, type, content, precondition: {} });
    if ("problem" in plan) return no(`${path}: ${wordsFor(plan)}`);
    puts.push(...plan.puts);
    tree.push(...plan.puts.map((put) => ({ ...put, id: put.path, ...unwritten })));
  }
  return puts;
}

const unwritten = { version: 1, hash: "", updatedAt: "" };

function no(reason: string): { readonly reason: string } {
  return { reason };
}

function wordsFor(problem: Problem): string {
  if (problem.problem === "invalid") return problem.message;
  if (problem.problem === "too_many_files") return "a val has at most 1000 files and directories";
  return "another file has this name, or one that differs in case alone";
}
