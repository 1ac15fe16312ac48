/** Uses of scopes by operation. */
import type { Confidence } from "../../core/effect.ts";
import { operationOf, scopeOf, type OperationId } from "../../core/operations.ts";
import type { Use } from "../effects/use.ts";

/** The use that an operation makes; undefined when it needs no scope. */
export function scopeUse(
  operation: OperationId,
  label: string,
  confidence: Confidence,
  ownCredential = false,
): Omit<Use, "place"> | undefined {
  const scope = scopeOf(operation);
  if (scope === undefined) return undefined;
  const { open, subject } = operationOf(operation);
  return {
    kind: "scope",
    name: scope,
    label,
    confidence,
    ...(open === true && subject === "val" ? { open } : {}),
    ...(ownCredential ? { ownCredential } : {}),
  };
}
