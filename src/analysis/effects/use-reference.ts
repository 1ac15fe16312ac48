/** What a classic reference does: reads a secret or a private val, runs another val's code, stores a value. */
import { printHandle } from "../../core/handle.ts";
import { toAt } from "../../syntax/sigil.ts";
import type { Reference } from "../../syntax/source.ts";
import { placeOf } from "../module/module.ts";
import { unwrapped } from "../module/nodes.ts";
import type { Activation, ValReference } from "../values/model.ts";
import type { Engine } from "./engine.ts";

/** Notes the uses of one reference that runs in an activation. */
export function useReference(engine: Engine, reference: Reference, at: Activation): void {
  if (reference.typeOnly) return;
  const { module } = at;
  const place = placeOf(module, reference.node);
  const owner = reference.user === "me" ? module.location.user : reference.user;
  const label = toAt(reference.node.getText(module.source.file));
  if (reference.computed) {
    at.gaps.push({ reason: "computedName", place });
    return;
  }
  if (reference.key !== undefined) {
    const { key } = reference;
    at.uses.push({ kind: "secret", name: key, label, place, confidence: "proved", owner });
    return;
  }
  // An account as a whole, as in `const mine = @me`: what is taken out of it later is not followed.
  if (reference.name === undefined && reference.nameStart < 0 && reference.user !== "")
    at.gaps.push({ reason: "computedName", place });
  if (reference.name === undefined || reference.name === "secrets" || owner === "std") return;
  const target: ValReference = { kind: "val", user: owner, name: reference.name };
  if (reference.access === "read" || reference.access === "call") {
    if (isTargetOfApi(engine, reference)) return;
    if (engine.isPrivate(target))
      at.uses.push({
        kind: "privateVal",
        name: printHandle(target),
        label,
        place,
        confidence: "proved",
        owner,
      });
    // A call adds its own edges.
    if (reference.access === "read") runTopLevel(engine, target, reference, at);
    return;
  }
  const name = printHandle(target);
  at.uses.push({ kind: "mutation", name, label, place, confidence: "proved", owner });
  if (reference.access === "delete") return;
  at.uses.push({
    kind: "scope",
    name: "vals:write",
    label: `${label} = …`,
    place,
    confidence: "proved",
    owner,
    assigns: target,
  });
}

/** Reading a val runs its top-level code. */
function runTopLevel(
  engine: Engine,
  target: ValReference,
  reference: Reference,
  at: Activation,
): void {
  const found = engine.valueOfVal(target);
  if (found !== undefined) {
    at.edges.push({ to: found.init, node: reference.node, assumed: false });
    return;
  }
  at.gaps.push({ reason: "unavailable", place: placeOf(at.module, reference.node) });
}

function isTargetOfApi({ ts }: Engine, { node }: Reference): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const callee = unwrapped(ts, parent.expression);
  return ts.isIdentifier(callee) && callee.text === "api";
}
