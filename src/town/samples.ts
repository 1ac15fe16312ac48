/** Vals for a town that has none yet. */
import type { Stores } from "./stores/stores.ts";
import type { UserRecord } from "./stores/users.ts";

/** Adds the sample vals unless they are there. */
export async function addSamples(_stores: Stores, _owner: UserRecord): Promise<void> {}
