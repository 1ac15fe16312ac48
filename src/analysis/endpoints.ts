/** Where a val answers whoever asks, what that does, and whether somebody is checked before. */
import type ts from "typescript";

import type { EndpointGuard, Place, ValFacts } from "../core/effect.ts";
import type { ReachedUse } from "./effects/reach.ts";
import { isGuarded, nodeOf } from "./guards/guarded.ts";
import type { Lookup } from "./guards/resolve.ts";
import { isMountGuarded, isRouteGuarded, routeAt, type RouteCall } from "./guards/router.ts";
import { isHandler } from "./handler.ts";
import { placeAt, placeOf, type Module } from "./module/module.ts";
import { enclosingFunction, type FunctionNode, type TypeScript } from "./module/nodes.ts";

/** A function that answers requests, with what it does for anybody. */
export interface Endpoint {
  readonly place: Place;
  readonly route: RouteCall | undefined;
  readonly handler: FunctionNode | undefined;
  readonly uses: readonly EndpointUse[];
}

export interface EndpointUse {
  readonly use: ReachedUse;
  readonly guarded: boolean;
}

interface Val {
  readonly facts: ValFacts;
  readonly mainUri: string;
  readonly uses: readonly ReachedUse[];
}

/** The endpoints of a val that change something, from its files that the analysis came by. */
export function endpointsOf(lookup: Lookup, { facts, mainUri, uses }: Val): readonly Endpoint[] {
  const { trigger } = facts;
  if (facts.privacy === "private" || (trigger !== undefined && trigger !== "http")) return [];
  const found = new Map<string, Endpoint>();
  const steps = createSteps(lookup, mainUri);
  for (const use of uses) {
    if (!isChange(lookup, use)) continue;
    const chain = [...use.via, use.place];
    const entry = entryOf(lookup, chain, { steps, isHttp: trigger === "http" });
    if (entry === undefined) continue;
    const { line, character } = entry.place.range.start;
    const key = `${entry.place.file} ${line}:${character}`;
    const known = found.get(key) ?? { ...entry, uses: [] };
    const guarded = chain.some((step) => steps.isGuarded(step));
    found.set(key, { ...known, uses: [...known.uses, { use, guarded }] });
  }
  return [...found.values()];
}

/** All of them in one word. */
export function guardOf(endpoints: readonly Endpoint[]): EndpointGuard {
  const all = endpoints.flatMap((one) => one.uses.map(({ guarded }) => guarded));
  if (all.length === 0) return "none";
  if (all.every((one) => one)) return "guarded";
  return all.some((one) => one) ? "partial" : "open";
}

/** Whether a use surely leaves something changed. */
function isChange(lookup: Lookup, use: ReachedUse): boolean {
  return (
    use.kind === "scope" &&
    use.name.endsWith(":write") &&
    use.confidence === "proved" &&
    use.open !== true &&
    !isPreparation(lookup, use)
  );
}

/** Making a table where there is none changes nothing for anybody. */
function isPreparation({ ts, moduleAt }: Lookup, use: ReachedUse): boolean {
  if (use.name !== "sqlite:write") return false;
  const module = moduleAt(use.place.file);
  if (module === undefined) return false;
  let at: ts.Node = nodeOf(ts, module, use.place);
  while (at.parent !== undefined && !ts.isCallExpression(at)) at = at.parent;
  const text = ts.isCallExpression(at)
    ? at.arguments.map((one) => sqlOf(ts, module, one)).join("")
    : "";
  return /^[\s"'`([{]*(?:sql:\s*["'`]\s*)?create\s+(?:unique\s+)?(?:table|index)\s+if\s+not\s+exists/i.test(
    text,
  );
}

function sqlOf(ts: TypeScript, module: Module, argument: ts.Expression): string {
  if (!ts.isIdentifier(argument)) return argument.getText();
  const [origin] = module.bindings.resolve(argument)?.origins ?? [];
  return origin?.kind === "value" ? origin.node.getText() : "";
}

/** One call or import of a chain. */
interface Step {
  readonly module: Module;
  readonly node: ts.Node;
}

interface Steps {
  /** Undefined when there is no source. */
  readonly at: (place: Place) => Step | undefined;
  /** Whether the step stands behind a check. */
  readonly isGuarded: (place: Place) => boolean;
}

/** Chains share their steps, which are the same objects, so each is looked at once. */
function createSteps(lookup: Lookup, mainUri: string): Steps {
  const known = new Map<Place, Step | undefined>();
  const checked = new Map<Step, boolean>();
  const at = (place: Place): Step | undefined => {
    if (known.has(place)) return known.get(place);
    const module = lookup.moduleAt(place.file);
    const step = module && { module, node: nodeOf(lookup.ts, module, place) };
    known.set(place, step);
    return step;
  };
  return {
    at,
    isGuarded(place) {
      const step = at(place);
      if (step === undefined) return false;
      const before = checked.get(step);
      if (before !== undefined) return before;
      const result = isStepGuarded(lookup, step, mainUri);
      checked.set(step, result);
      return result;
    },
  };
}

type Entry = Pick<Endpoint, "place" | "route" | "handler">;

/** Where the chain to a use comes from a request; undefined when it does not. */
function entryOf(
  { ts }: Lookup,
  chain: readonly Place[],
  { steps, isHttp }: { readonly steps: Steps; readonly isHttp: boolean },
): Entry | undefined {
  for (const [index, place] of chain.entries()) {
    const step = steps.at(place);
    if (step === undefined) return undefined;
    const { module, node } = step;
    const handler = enclosingFunction(ts, node);
    if (handler !== undefined) {
      const isEndpoint = isHttp || isHandler(ts, handler) || isNamedRequest(ts, handler);
      if (index > 0 || !isEndpoint) return undefined;
      return { route: undefined, handler, place: headOf(ts, module, handler) };
    }
    const route = routeAt(ts, node);
    if (route !== undefined) return { route, handler: undefined, place: routePlace(module, route) };
    if (!isImport(ts, node)) return undefined;
  }
  return undefined;
}

function isImport(ts: TypeScript, node: ts.Node): boolean {
  return (
    node.parent !== undefined &&
    (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent))
  );
}

function isNamedRequest(ts: TypeScript, { parameters: [first] }: FunctionNode): boolean {
  return (
    first !== undefined &&
    first.type === undefined &&
    ts.isIdentifier(first.name) &&
    /^_?req(uest)?$/.test(first.name.text)
  );
}

/** `post("/path"`, which tells the routes of a chain apart. */
function routePlace(module: Module, { call, callee }: RouteCall): Place {
  const end = call.arguments[0]?.end ?? callee.end;
  return placeAt(module, callee.name.getStart(module.source.file), end);
}

/** The name of a function, else what stands before its body. */
function headOf(ts: TypeScript, module: Module, node: FunctionNode): Place {
  if (node.name !== undefined) return placeOf(module, node.name);
  const { file } = module.source;
  const end = ts.isArrowFunction(node)
    ? node.equalsGreaterThanToken.end
    : (node.body?.getFullStart() ?? node.end);
  return placeAt(module, node.getStart(file), end);
}

function isStepGuarded(lookup: Lookup, { module, node }: Step, mainUri: string): boolean {
  const { ts, moduleAt } = lookup;
  const route = enclosingFunction(ts, node) === undefined ? routeAt(ts, node) : undefined;
  if (route === undefined) return isGuarded(lookup, module, node);
  if (isRouteGuarded(lookup, module, route)) return true;
  const main = moduleAt(mainUri);
  return main !== undefined && main.uri !== module.uri && isMountGuarded(lookup, main, module);
}
