/** TypeScript's messages about a val: some say nothing about vals as they run, some need plainer words. */
import type ts from "typescript";

import type { Message } from "../../analysis/finding.ts";
import { enclosing, nodeAt } from "../../syntax/node-at.ts";
import type { Source } from "../../syntax/source.ts";
import { generatedName } from "../generated-name.ts";
import { message } from "../say.ts";
import type { Problem } from "./problem.ts";

export interface TypeScriptProblem {
  readonly code: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface TypeScriptContext {
  readonly source: Source;
  /** What is said about the file anyway. */
  readonly said: readonly Problem[];
  /** Local names of imports from modules without types, which stand for anything. */
  readonly untyped: ReadonlySet<string>;
}

/** Whether a message of TypeScript is worth saying about this file. */
export function isWorthSaying(
  typescript: typeof ts,
  problem: TypeScriptProblem,
  context: TypeScriptContext,
): boolean {
  const { source, said } = context;
  const { code } = problem;
  if (source.dialect === "classic") {
    // The top level of a classic val is its value, and vals were written before there were types to ask for.
    if (code === codes.unused && isTopLevel(typescript, source, problem.start)) return false;
    if (codes.implicitAny.has(code)) return false;
  }
  if (codes.noType.has(code) && isUntyped(problem, context)) return false;
  if (code === codes.noModule && said.some((one) => overlaps(one, problem))) return false;
  const reference = source.references.find((one) => overlaps(one, problem));
  if (reference === undefined) return true;
  if (reference.computed && codes.noIndex.has(code)) return false;
  return reference.name !== undefined || reference.computed || !codes.halfTyped.has(code);
}

/** The message in plain words, where there are better ones. */
export function inPlainWords(problem: TypeScriptProblem): Message | undefined {
  const match = notJson.exec(problem.text);
  if (match === null) return undefined;
  const [, where = "", what = ""] = match;
  return where === "result"
    ? message("api() brings results back as JSON, but this val's result is or holds {0}.", what)
    : message("api() sends arguments as JSON, but this argument is or holds {0}.", what);
}

const notJson = new RegExp(`${generatedName("NotJson")}<"(\\w+)", "([^"]+)">`);

const codes = {
  unused: 6133,
  noModule: 2307,
  /** Said of a name that is used as a type or a namespace of types without being one. */
  noType: new Set([2503, 2694, 2702, 2709, 2749]),
  implicitAny: new Set([
    7005, 7006, 7008, 7010, 7011, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7043, 7044, 7045, 7046,
    7047, 7048, 7049, 7050,
  ]),
  noIndex: new Set([7052, 7053]),
  /** Said of `@user` before its name is there. */
  halfTyped: new Set([2304, 2503, 2552, 2693, 2708, 2339]),
};

/** Whether the name at an offset belongs to the whole file rather than to a function or block in it. */
function isTopLevel(typescript: typeof ts, source: Source, offset: number): boolean {
  const isScope = (node: ts.Node): node is ts.Block | ts.FunctionLikeDeclaration =>
    typescript.isBlock(node) || typescript.isFunctionLike(node);
  const node = nodeAt(typescript, source.file, offset);
  // The name of a function stands inside the function's node, yet belongs outside.
  const isName = typescript.isFunctionDeclaration(node.parent) && node.parent.name === node;
  return enclosing(isName ? node.parent.parent : node, isScope) === undefined;
}

function isUntyped(problem: TypeScriptProblem, { source, untyped }: TypeScriptContext): boolean {
  const before = source.text.slice(0, problem.start);
  const path = /[\w$.]*$/.exec(before)?.[0] ?? "";
  const [first = ""] = (path + source.text.slice(problem.start, problem.end)).split(".");
  return untyped.has(first);
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}
