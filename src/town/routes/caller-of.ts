/** The caller of an operation that nobody may do without a credential. */
import type { Caller } from "../caller.ts";

/** The caller. Throws when there is none: `authorize()` let somebody in whom it should not have. */
export function callerOf({ caller }: { readonly caller: Caller | null }): Caller {
  if (caller === null)
    throw new Error("an operation that needs a credential was allowed without one");
  return caller;
}
