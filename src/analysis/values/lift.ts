/**
 * Requests that only the arguments of a call make, as with a function around `fetch` that gets the path: they belong to
 * the call, not to the line of the `fetch`, which is nobody's use by itself.
 */
import { useKey } from "../effects/use.ts";
import { addUse, type Invocation } from "./invocation.ts";
import type { Activation } from "./model.ts";

/** Adds what `to` does because of its arguments to the call's own uses. */
export function lift(to: Activation, call: Invocation): void {
  if (to === to.general || to.state !== "walked") return;
  for (const use of byArguments(to)) {
    const { place, inside = [], ...rest } = use;
    addUse(call, { ...rest, inside: [place, ...inside] });
  }
}

/** The requests of an activation that its general one does not make. */
export function byArguments(activation: Activation): Activation["uses"] {
  const { general } = activation;
  if (activation === general) return [];
  const known = new Set(general.uses.filter((use) => use.confidence !== "possible").map(useKey));
  return activation.uses.filter((use) => use.byUrl === true && !known.has(useKey(use)));
}
