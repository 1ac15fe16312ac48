/** What is refused on vals of others before a service is asked. */
import { fail, type Failure, type Result } from "../core/failure.ts";
import type { FoundVal, ValName, Vals } from "./vals.ts";

/** The refusal; the sentence that people read is made from its code. */
export const notOwner: Failure = {
  kind: "forbidden",
  code: "not_owner",
  message: "",
  missingScopes: [],
  missingActions: [],
};

/** Finds a val of the person who is signed in; one of somebody else is refused. */
export async function findOwn(
  { vals }: { readonly vals: Pick<Vals, "find"> },
  name: ValName,
): Promise<Result<FoundVal>> {
  const found = await vals.find(name);
  return !found.ok || found.value.own ? found : fail(notOwner);
}
