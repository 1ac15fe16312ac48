/** Checks that are registered with a router, for all of it, for a path, or for one route. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Module } from "../module/module.ts";
import { isFunctionNode, unwrapped, type TypeScript } from "../module/nodes.ts";
import { resolveSpecifier } from "../module/specifier.ts";
import { checkOf } from "./check.ts";
import { hasGuard } from "./guarded.ts";
import { isCheckModule, isCheckName } from "./names.ts";
import { calleeName, functionOf, originOf, specifierBehind, type Lookup } from "./resolve.ts";

const methods: ReadonlySet<string> = new Set("get post put delete patch options all on".split(" "));

/** `app.post("/path", …)` with the function that answers. */
export interface RouteCall {
  readonly call: ts.CallExpression;
  readonly callee: ts.PropertyAccessExpression;
}

/** The route that is registered by calling a node. */
export function routeAt(ts: TypeScript, node: ts.Node): RouteCall | undefined {
  if (!ts.isPropertyAccessExpression(node) || !methods.has(node.name.text)) return undefined;
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression !== node) return undefined;
  const [path, ...handlers] = call.arguments;
  const isPath = path !== undefined && (ts.isArrayLiteralExpression(path) || isPathText(ts, path));
  return isPath && handlers.length > 0 ? { call, callee: node } : undefined;
}

function isPathText(ts: TypeScript, node: ts.Expression): boolean {
  return !ts.isStringLiteralLike(node) || /^[/*]/.test(node.text) || /^[A-Z]+$/.test(node.text);
}

/** Whether a check was registered before the route and holds for it. */
export function isRouteGuarded(
  lookup: Lookup,
  module: Module,
  { call, callee }: RouteCall,
): boolean {
  const before = call.arguments.slice(1);
  if (before.some((one) => isCheckingMiddleware(lookup, module, one))) return true;
  const path = pathOf(lookup.ts, call);
  const router = rootName(lookup.ts, callee);
  return router !== undefined && isUsed(lookup, module, { router, path, before: callee.name.pos });
}

/** Whether a router that takes in this file's one does so behind a check. */
export function isMountGuarded(lookup: Lookup, main: Module, routed: Module): boolean {
  const { ts } = lookup;
  return main.structure.live(main.source.file).some((node) => {
    if (!ts.isCallExpression(node) || calleeName(ts, node) !== "route") return false;
    const [path, mounted] = node.arguments;
    if (mounted === undefined || !ts.isIdentifier(mounted)) return false;
    const origin = originOf(main, mounted);
    if (origin?.kind !== "import") return false;
    const target = resolveSpecifier(origin.specifier, main.location, lookup.me);
    if (target.kind !== "module" || lookup.moduleAt(target.uri)?.uri !== routed.uri) return false;
    const router = rootName(ts, node.expression);
    const prefix = path && ts.isStringLiteralLike(path) ? path.text : "";
    return router !== undefined && isUsed(lookup, main, { router, path: prefix, before: node.end });
  });
}

interface Wanted {
  readonly router: string;
  readonly path: string;
  /** Where in the text; what is used later does not count. */
  readonly before: number;
}

/** `app.use("/admin/*", check)` */
function isUsed(lookup: Lookup, module: Module, { router, path, before }: Wanted): boolean {
  const { ts } = lookup;
  return module.structure.live(module.source.file).some((node) => {
    if (!ts.isCallExpression(node) || calleeName(ts, node) !== "use") return false;
    const callee = unwrapped(ts, node.expression);
    if (!ts.isPropertyAccessExpression(callee) || callee.name.pos > before) return false;
    if (rootName(ts, callee) !== router) return false;
    const [first, ...more] = node.arguments;
    const isPath = first !== undefined && ts.isStringLiteralLike(first);
    if (isPath && !path.startsWith(first.text.replace(/\/?\*$/, ""))) return false;
    const given = isPath ? more : node.arguments;
    return given.some((one) => isCheckingMiddleware(lookup, module, one));
  });
}

function isCheckingMiddleware(lookup: Lookup, module: Module, given: ts.Expression): boolean {
  const { ts } = lookup;
  const node = unwrapped(ts, given);
  const specifier = specifierBehind(ts, module, node);
  if (specifier !== undefined && isCheckModule(specifier)) return true;
  if (ts.isCallExpression(node) && isCheckName(calleeName(ts, node))) return true;
  const own = functionOf(lookup, module, node);
  if (own === undefined) return ts.isIdentifier(node) && isCheckName(node.text);
  // What answers itself is looked at where it has its effect.
  const isMiddleware = own.node.parameters.length > 1;
  return isMiddleware && (hasGuard(lookup, own.module, own.node) || passesBehindCheck(lookup, own));
}

/** `async (c, next) => { if (isKnown(c)) await next(); }` */
function passesBehindCheck(
  lookup: Lookup,
  { module, node }: { readonly module: Module; readonly node: ts.SignatureDeclaration },
): boolean {
  const { ts } = lookup;
  let found = false;
  walk(ts, node, (one) => {
    if (found || !ts.isIfStatement(one) || isNested(one)) return;
    found = checkOf(lookup, module, one.expression) !== undefined;
  });
  return found;

  function isNested(one: ts.Node): boolean {
    for (let at = one.parent; at !== undefined && at !== node; at = at.parent)
      if (isFunctionNode(ts, at)) return true;
    return false;
  }
}

function pathOf(ts: TypeScript, call: ts.CallExpression): string {
  const [path] = call.arguments;
  return path !== undefined && ts.isStringLiteralLike(path) ? path.text : "";
}

/** `app` of `app.get(…).post`. */
function rootName(ts: TypeScript, expression: ts.Expression): string | undefined {
  let at = unwrapped(ts, expression);
  while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at))
    at = unwrapped(ts, at.expression);
  return ts.isIdentifier(at) ? at.text : undefined;
}
