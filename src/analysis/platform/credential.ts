/** As whom a request is made. */
import { alternatives } from "../values/make.ts";
import type { Hole, Value } from "../values/model.ts";
import { holesOf } from "../values/text.ts";

/**
 * - `run` with the run's own token, which carries the val's grants
 * - `own` with a token that the author made, whose scopes have nothing to do with the val's grants
 * - `none` without one, as far as can be seen
 * - `unknown` with something that cannot be seen
 */
export type Credential = "run" | "own" | "none" | "unknown";

/** @param headers undefined when the request has none */
export function credentialOf(headers: Value | undefined): Credential {
  if (headers === undefined) return "none";
  return strongest(alternatives(headers).map(ofHeaders));
}

/** The credential that a token is. */
export function credentialOfToken(token: Value): Credential {
  return strongest(
    alternatives(token).map((one): Credential => {
      if (one.kind === "nothing") return "none";
      if (one.kind !== "text") return "unknown";
      const holes = holesOf(one);
      return holes.length === 0 ? "own" : strongest(holes.map(ofHole));
    }),
  );
}

function ofHeaders(headers: Value): Credential {
  if (headers.kind === "nothing" || headers.kind === "constant") return "none";
  if (headers.kind === "list") return "unknown";
  if (headers.kind !== "record") return "unknown";
  for (const [name, value] of headers.entries)
    if (name.toLowerCase() === "authorization") return credentialOfToken(value);
  return headers.open ? "unknown" : "none";
}

function ofHole(hole: Hole): Credential {
  if (hole.hole === "runToken") return "run";
  return hole.hole === "any" ? "unknown" : "own";
}

function strongest(all: readonly Credential[]): Credential {
  const order: readonly Credential[] = ["run", "unknown", "own", "none"];
  return order.find((one) => all.includes(one)) ?? "none";
}
