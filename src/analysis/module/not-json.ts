/** Values that JSON cannot hold, as far as the source shows them. */
import type ts from "typescript";

import { valValue } from "../../syntax/val-value.ts";
import type { Origin } from "./binding.ts";
import type { Module } from "./module.ts";
import { isClassNode, isFunctionNode, propertyName, unwrapped, type TypeScript } from "./nodes.ts";
import { resolveSpecifier, valUri } from "./specifier.ts";

/**
 * What becomes of a value on its way:
 * - `refused` the call fails
 * - `lost` a member that is not there any more
 * - `empty` an object without members
 * - `text` a text
 * - `plain` a plain object
 */
export type JsonLoss = "refused" | "lost" | "empty" | "text" | "plain";

export interface NotJson {
  /** With its article, for messages. */
  readonly what: string;
  readonly loss: JsonLoss;
  /** Where it stands in what was looked at. */
  readonly node: ts.Node;
}

export interface Lookup {
  readonly ts: TypeScript;
  readonly me: string;
  readonly moduleAt: (uri: string) => Module | undefined;
}

type Loss = Omit<NotJson, "node">;

const aFunction: Loss = { what: "a function", loss: "refused" };
const empty = (what: string): Loss => ({ what, loss: "empty" });
const text = (what: string): Loss => ({ what, loss: "text" });
const plain = (what: string): Loss => ({ what, loss: "plain" });

/** Classes of the language and the web platform, by name. */
const classes: Readonly<Record<string, Loss>> = {
  Map: empty("a Map"),
  WeakMap: empty("a WeakMap"),
  Set: empty("a Set"),
  WeakSet: empty("a WeakSet"),
  RegExp: empty("a regular expression"),
  Promise: empty("a promise"),
  Error: empty("an Error"),
  TypeError: empty("a TypeError"),
  RangeError: empty("a RangeError"),
  ArrayBuffer: empty("an ArrayBuffer"),
  Blob: empty("a Blob"),
  File: empty("a File"),
  FormData: empty("a FormData"),
  Headers: empty("a Headers object"),
  ReadableStream: empty("a ReadableStream"),
  Request: empty("a Request"),
  Response: empty("a Response"),
  URLSearchParams: empty("a URLSearchParams"),
  Date: text("a Date"),
  URL: text("a URL"),
  Uint8Array: plain("a Uint8Array"),
  Uint8ClampedArray: plain("a Uint8ClampedArray"),
  Int8Array: plain("an Int8Array"),
  Uint16Array: plain("a Uint16Array"),
  Int16Array: plain("an Int16Array"),
  Uint32Array: plain("a Uint32Array"),
  Int32Array: plain("an Int32Array"),
  Float32Array: plain("a Float32Array"),
  Float64Array: plain("a Float64Array"),
};

/** Classes whose objects are made by a function as well. */
const converters: ReadonlySet<string> = new Set(["Symbol", "BigInt"]);

/** Steps from name to name, and into members, that are followed. */
const maxDepth = 12;

/** Everything in an expression that surely is not JSON; empty when it may be. */
export function notJson(
  lookup: Lookup,
  module: Module,
  expression: ts.Expression,
): readonly NotJson[] {
  return inside(lookup, module, unwrapped(lookup.ts, expression), 0);
}

function inside(
  lookup: Lookup,
  module: Module,
  node: ts.Expression,
  depth: number,
): readonly NotJson[] {
  const { ts } = lookup;
  if (depth > maxDepth) return [];
  const deeper = (one: ts.Expression) => inside(lookup, module, unwrapped(ts, one), depth + 1);
  if (ts.isObjectLiteralExpression(node)) return inObject(lookup, node, deeper);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((one) =>
      ts.isSpreadElement(one) ? [] : deeper(one).map(withinObject),
    );
  if (ts.isConditionalExpression(node)) {
    const [one, other] = [deeper(node.whenTrue), deeper(node.whenFalse)];
    return one.length > 0 && other.length > 0 ? one : [];
  }
  const loss = lossOf(lookup, module, node, depth);
  return loss === undefined ? [] : [{ ...loss, node }];
}

function inObject(
  { ts }: Lookup,
  node: ts.ObjectLiteralExpression,
  deeper: (one: ts.Expression) => readonly NotJson[],
): readonly NotJson[] {
  const decides = node.properties.some(
    (one) => one.name !== undefined && propertyName(ts, one.name) === "toJSON",
  );
  if (decides) return [];
  return node.properties.flatMap((one): readonly NotJson[] => {
    if (ts.isMethodDeclaration(one)) return [{ what: "a function", loss: "lost", node: one.name }];
    const value = ts.isPropertyAssignment(one)
      ? one.initializer
      : ts.isShorthandPropertyAssignment(one)
        ? one.name
        : undefined;
    if (value === undefined) return [];
    return deeper(value).map(withinObject);
  });
}

/** What `JSON.stringify` leaves out of objects, and a list has null for. */
function withinObject(found: NotJson): NotJson {
  const isLost = ["a function", "a class", "a symbol"].includes(found.what);
  return isLost ? { ...found, loss: "lost" } : found;
}

/** What a value that is no literal of others surely is. */
function lossOf(
  lookup: Lookup,
  module: Module,
  node: ts.Expression,
  depth: number,
): Loss | undefined {
  const { ts } = lookup;
  if (depth > maxDepth) return undefined;
  if (isFunctionNode(ts, node)) return aFunction;
  if (isClassNode(ts, node)) return { what: "a class", loss: "refused" };
  if (ts.isRegularExpressionLiteral(node)) return classes["RegExp"];
  if (ts.isBigIntLiteral(node)) return { what: "a bigint", loss: "refused" };
  const reference = module.references.get(node);
  if (reference !== undefined) {
    if (reference.access !== "read" || reference.name === undefined) return undefined;
    if (reference.key !== undefined) return undefined;
    return ofVal(lookup, module, { user: reference.user, name: reference.name }, depth);
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return ofCall(lookup, module, node);
  return ts.isIdentifier(node) ? ofName(lookup, module, node.text, node, depth) : undefined;
}

function ofCall(
  { ts }: Lookup,
  module: Module,
  node: ts.NewExpression | ts.CallExpression,
): Loss | undefined {
  const callee = unwrapped(ts, node.expression);
  if (!ts.isIdentifier(callee) || module.bindings.resolve(callee) !== undefined) return undefined;
  if (ts.isNewExpression(node)) return named(callee.text);
  if (!converters.has(callee.text)) return undefined;
  return { what: callee.text === "Symbol" ? "a symbol" : "a bigint", loss: "refused" };
}

function named(name: string): Loss | undefined {
  return Object.hasOwn(classes, name) ? classes[name] : undefined;
}

function ofName(
  lookup: Lookup,
  module: Module,
  name: string,
  node: ts.Identifier | undefined,
  depth: number,
): Loss | undefined {
  const binding = node === undefined ? module.bindings.top(name) : module.bindings.resolve(node);
  const [origin, ...others] = binding?.origins ?? [];
  if (origin === undefined || others.length > 0) return undefined;
  return ofOrigin(lookup, module, origin, depth + 1);
}

function ofOrigin(lookup: Lookup, module: Module, origin: Origin, depth: number): Loss | undefined {
  const { ts } = lookup;
  switch (origin.kind) {
    case "function":
      return aFunction;
    case "class":
      return { what: "a class", loss: "refused" };
    case "value": {
      if (origin.path.length > 0) return undefined;
      const [found] = inside(lookup, module, unwrapped(ts, origin.node), depth + 1);
      return found;
    }
    case "parameter": {
      const type = origin.path.length === 0 ? origin.node.type : undefined;
      if (type === undefined || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName))
        return undefined;
      return isOwnType(lookup.ts, module, type.typeName) || origin.node.dotDotDotToken
        ? undefined
        : named(type.typeName.text);
    }
    case "import":
      return ofImport(lookup, module, origin, depth);
    case "element":
    case "enum":
    case "opaque":
      return undefined;
  }
}

/** Whether the file has a type of its own by this name. */
function isOwnType(ts: TypeScript, module: Module, name: ts.Identifier): boolean {
  return (
    module.bindings.resolve(name) !== undefined ||
    module.source.file.statements.some(
      (one) =>
        (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one)) &&
        one.name.text === name.text,
    )
  );
}

function ofImport(
  lookup: Lookup,
  module: Module,
  { specifier, imported }: { readonly specifier: string; readonly imported: string },
  depth: number,
): Loss | undefined {
  const target = resolveSpecifier(specifier, module.location, lookup.me);
  const there = target.kind === "module" ? lookup.moduleAt(target.uri) : undefined;
  return there === undefined ? undefined : ofExport(lookup, there, imported, depth);
}

function ofExport(lookup: Lookup, module: Module, name: string, depth: number): Loss | undefined {
  const target = module.exports.named.get(name);
  switch (target?.kind) {
    case "local":
      return ofName(lookup, module, target.name, undefined, depth);
    case "expression":
      return lossOf(lookup, module, unwrapped(lookup.ts, target.node), depth + 1);
    case "declaration":
      return lookup.ts.isClassDeclaration(target.node)
        ? { what: "a class", loss: "refused" }
        : aFunction;
    case "from":
      return depth > maxDepth ? undefined : ofImport(lookup, module, target, depth + 1);
    case undefined:
      return undefined;
  }
}

/** `@user.name` as a value. */
function ofVal(
  lookup: Lookup,
  module: Module,
  { user, name }: { readonly user: string; readonly name: string },
  depth: number,
): Loss | undefined {
  const owner = user === "me" ? module.location.user : user;
  const uri = valUri(
    { connection: module.location.connection, user: owner, name, path: "", readonly: false },
    lookup.me,
  );
  const there = lookup.moduleAt(uri);
  if (there === undefined) return undefined;
  const value = valValue(lookup.ts, there.source, name);
  if (value === undefined) return undefined;
  return value.kind === "default"
    ? ofExport(lookup, there, "default", depth + 1)
    : ofName(lookup, there, value.name, undefined, depth + 1);
}
