/** How routes find the val that they are about. */
import { isUserName, isValName } from "../../core/handle.ts";
import type { Absent } from "../routing.ts";
import type { BranchRecord } from "../stores/branches.ts";
import type { Stores } from "../stores/stores.ts";
import type { ValRecord } from "../stores/vals.ts";

/** The val of an id. */
export async function findVal(
  { vals }: Pick<Stores, "vals">,
  { params }: { readonly params: { readonly val_id: string } },
): Promise<ValRecord | undefined> {
  return await vals.byId(params.val_id);
}

/** The val of a name, or that there is none. A leading `@` of the user is accepted. */
export async function findNamed(
  { vals }: Pick<Stores, "vals">,
  user: string,
  name: string,
): Promise<ValRecord | Absent | undefined> {
  const owner = user.replace(/^@/, "");
  if (!isUserName(owner) || !isValName(name)) return undefined;
  return (await vals.byHandle({ user: owner, name })) ?? { owner, name, privacy: "absent" };
}

/** The branch that a request speaks of: the one of the id, else the default one. */
export async function findBranch(
  { branches }: Pick<Stores, "branches">,
  val: ValRecord,
  branchId: string | undefined,
): Promise<BranchRecord | undefined> {
  return await (branchId === undefined ? branches.byName(val.id) : branches.byId(val.id, branchId));
}
