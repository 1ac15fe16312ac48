/** The val whose data a request is about: blobs and databases that belong to a single val. */
import type { Caller } from "../caller.ts";
import { invalidRequest, notFound, type Refusal } from "../refusal.ts";
import type { Stores } from "../stores/stores.ts";

/**
 * The id of the val. A run has its own val and no other one, everybody else names one of their own. What they may do
 * with its data was decided with the operation; here only whose it is.
 */
export async function findOwnVal(
  { vals }: Pick<Stores, "vals">,
  caller: Caller,
  named: string | undefined,
): Promise<{ readonly valId: string } | Refusal> {
  const absent = notFound("You have no such val");
  if (caller.act !== undefined) {
    const { valId } = caller.act;
    return named === undefined || named === valId ? { valId } : absent;
  }
  if (named === undefined) return invalidRequest("Name a val of yours with val_id");
  const val = await vals.byId(named);
  return val?.userId === caller.userId ? { valId: val.id } : absent;
}
