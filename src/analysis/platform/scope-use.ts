/** Uses of scopes by operation, as the service would judge them. */
import { decideEarly, type Actor } from "../../core/decide.ts";
import type { Confidence } from "../../core/effect.ts";
import { scopeOf, type OperationId } from "../../core/operations.ts";
import { scopes, type Scope } from "../../core/scope.ts";
import type { Use } from "../effects/use.ts";

/**
 * The use that an operation makes; undefined when it needs no scope.
 * @param ownCredential whether a token of the author's own making is used rather than the run's
 */
export function scopeUse(
  operation: OperationId,
  label: string,
  confidence: Confidence,
  ownCredential = false,
): Omit<Use, "place"> | undefined {
  const scope = scopeOf(operation);
  if (scope === undefined) return undefined;
  // Whatever is granted, a run may not do it.
  if (!ownCredential && decideEarly(run(scopes), operation) !== undefined) return undefined;
  const open = decideEarly(run([]), operation) === undefined;
  return {
    kind: "scope",
    name: scope,
    label,
    confidence,
    ...(open ? { open } : {}),
    ...(ownCredential ? { ownCredential } : {}),
  };
}

/** A run with certain grants. */
function run(granted: readonly Scope[]): Actor {
  const credential = { kind: "run", scopes: granted, actions: null, patterns: null } as const;
  return { user: "", role: "owner", credential };
}
