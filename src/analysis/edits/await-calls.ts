/** Puts `await` before calls and makes the functions around them async, up to where no caller is left. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Edit } from "../finding.ts";
import { isHandler } from "../handler.ts";
import { placeAt, type Module } from "../module/module.ts";
import { enclosingFunction, type FunctionNode, type TypeScript } from "../module/nodes.ts";

export interface Awaited {
  readonly edits: readonly Edit[];
  /** Functions that others can call, which then get a promise. */
  readonly exported: readonly string[];
}

/**
 * The edits that await a call within its file.
 * @param start what stands before the call, after `await`
 * @returns undefined when that would change what the code means: in generators, constructors, accessors, methods,
 *   callbacks, initialisers of parameters and fields, and functions that are used as values
 */
export function awaitCall(
  ts: TypeScript,
  module: Module,
  call: ts.CallExpression,
  start = "",
): Awaited | undefined {
  const edits: Edit[] = [];
  const exported: string[] = [];
  const calls = [call];
  const made = new Set<FunctionNode>();
  for (const one of calls) {
    const added = one === call ? start : "";
    if (!isAwaitable(ts, one)) return undefined;
    edits.push(...awaitEdits(ts, module, one, added));
    const around = enclosingFunction(ts, one);
    if (around === undefined || isAsync(ts, around) || made.has(around)) continue;
    made.add(around);
    const [keyword, callers] = [asyncEdits(ts, module, around), callersOf(ts, module, around)];
    if (keyword === undefined || callers === undefined) return undefined;
    edits.push(...keyword);
    calls.push(...callers.calls.filter((caller) => !calls.includes(caller)));
    if (callers.exported !== undefined) exported.push(callers.exported);
  }
  return { edits, exported };
}

/** Whether `await` may stand here once the function around is async. */
function isAwaitable(ts: TypeScript, call: ts.CallExpression): boolean {
  const around = enclosingFunction(ts, call);
  for (let at: ts.Node = call.parent; at !== undefined && at !== around; at = at.parent)
    if (
      ts.isParameter(at) ||
      ts.isPropertyDeclaration(at) ||
      ts.isClassStaticBlockDeclaration(at) ||
      ts.isDecorator(at)
    )
      return false;
  return true;
}

function awaitEdits(
  ts: TypeScript,
  module: Module,
  call: ts.CallExpression,
  start: string,
): readonly Edit[] {
  const { parent } = call;
  const at = call.getStart(module.source.file);
  if (ts.isAwaitExpression(parent)) return start === "" ? [] : [insert(module, at, start)];
  const isInner =
    ((ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNewExpression(parent) ||
      ts.isNonNullExpression(parent)) &&
      parent.expression === call) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === call) ||
    (ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken);
  if (!isInner) return [insert(module, at, `await ${start}`)];
  return [insert(module, at, `(await ${start}`), insert(module, call.end, ")")];
}

function isAsync(ts: TypeScript, node: FunctionNode): boolean {
  return ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

function asyncEdits(ts: TypeScript, module: Module, node: FunctionNode): Edit[] | undefined {
  const isPlain =
    ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
  if (!isPlain || (!ts.isArrowFunction(node) && node.asteriskToken !== undefined)) return undefined;
  const { file } = module.source;
  const last = ts.getModifiers(node)?.at(-1);
  const gap = last === undefined ? "" : (/^\s*/.exec(file.text.slice(last.end))?.[0] ?? "");
  const at = last === undefined ? node.getStart(file) : last.end + gap.length;
  const edits = [insert(module, at, "async ")];
  const { type } = node;
  if (type === undefined || /^Promise\b/.test(type.getText(file))) return edits;
  if (ts.isTypePredicateNode(type)) return undefined;
  return [...edits, insert(module, type.getStart(file), "Promise<"), insert(module, type.end, ">")];
}

interface Callers {
  readonly calls: readonly ts.CallExpression[];
  readonly exported: string | undefined;
}

/** Every call of a function in its file; undefined when it is used in another way than by calling it. */
function callersOf(ts: TypeScript, module: Module, node: FunctionNode): Callers | undefined {
  const name = nameOf(ts, node);
  const exported = isHandler(ts, node) ? undefined : exportedAs(ts, module, node, name);
  if (name === undefined) {
    const isValue =
      ts.isExportAssignment(node.parent) ||
      (ts.isFunctionDeclaration(node) && node.name === undefined);
    return isValue ? { calls: [], exported } : undefined;
  }
  const binding = module.bindings.resolve(name);
  if (binding === undefined || binding.origins.length !== 1) return undefined;
  const calls: ts.CallExpression[] = [];
  let isValue = false;
  walk(ts, module.source.file, (one) => {
    if (!ts.isIdentifier(one) || one === name || one.text !== name.text) return;
    if (isExportName(ts, one) || module.bindings.resolve(one) !== binding) return;
    if (ts.isPropertyAccessExpression(one.parent) && one.parent.name === one) return;
    if (ts.isPropertyAssignment(one.parent) && one.parent.name === one) return;
    if (ts.isCallExpression(one.parent) && one.parent.expression === one) calls.push(one.parent);
    else isValue = true;
  });
  return isValue ? undefined : { calls, exported };
}

function nameOf(ts: TypeScript, node: FunctionNode): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name;
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  return isNamed && parent.initializer === node && ts.isIdentifier(parent.name)
    ? parent.name
    : undefined;
}

/** `export { name }` and `export default name`. */
function isExportName(ts: TypeScript, one: ts.Identifier): boolean {
  return ts.isExportSpecifier(one.parent) || ts.isExportAssignment(one.parent);
}

/** What others call it by; the binding named like the val is the val, exported or not. */
function exportedAs(
  ts: TypeScript,
  module: Module,
  node: FunctionNode,
  name: ts.Identifier | undefined,
): string | undefined {
  if (name === undefined) return module.location.name;
  if (enclosingFunction(ts, node) !== undefined) return undefined;
  const isVal = module.source.dialect === "classic" && name.text === module.location.name;
  const isExported = [...module.exports.named.values()].some(
    (target) =>
      (target.kind === "local" && target.name === name.text) ||
      (target.kind === "expression" &&
        ts.isIdentifier(target.node) &&
        target.node.text === name.text) ||
      (target.kind === "declaration" && target.node === node),
  );
  return isVal || isExported ? name.text : undefined;
}

function insert(module: Module, at: number, newText: string): Edit {
  return { place: placeAt(module, at, at), newText };
}
