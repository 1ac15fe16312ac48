/** From the wish for a grant to the grant, with the person's consent in between. */
import { fail, ok, type Result } from "../../core/failure.ts";
import { missingScopes, type Scope } from "../../core/scope.ts";
import type { ValName, Vals } from "../vals.ts";
import { askConsent } from "./consent.ts";
import { type Grants, whyNotChangeable } from "./grants.ts";

export interface GrantParts {
  readonly vals: Pick<Vals, "find">;
  readonly grants: Pick<Grants, "of" | "set">;
}

/** `already`: the val had it all; `declined`: the person did not agree, and nothing has changed. */
export type GrantOutcome = "granted" | "already" | "declined";

/** Asks for consent and adds `scopes` to the grants of an own val. */
export async function grantScopes(
  { vals, grants }: GrantParts,
  name: ValName,
  scopes: readonly Scope[],
): Promise<Result<GrantOutcome>> {
  const found = await vals.find(name);
  if (!found.ok) return found;
  const refused = whyNotChangeable(found.value);
  if (refused) return fail(refused);
  const granted = await grants.of(found.value, name);
  if (!granted.ok) return granted;
  const missing = missingScopes(granted.value.scopes, scopes);
  if (missing.length === 0) return ok("already");
  if (!(await askConsent(name, found.value.val.privacy, missing))) return ok("declined");
  const set = await grants.set(found.value, name, [...granted.value.scopes, ...missing]);
  return set.ok ? ok("granted") : set;
}
