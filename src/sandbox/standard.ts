/** Hands the standard vals their way to the town, before any other code can ask for it. */
import type { TownRequest } from "./town-fetch.ts";

/** Where `std/request.ts` looks once, while it loads. */
export const standardKey = Symbol.for("valsmith.standard");

/** The standard vals that are loaded into every realm. */
const standardVals: readonly string[] = ["blob", "email", "sqlite"];

/**
 * Loads the standard vals; afterwards their way to the town is in nobody else's reach.
 * @param user whose vals they are in URLs: `std`, or `std~<name>` for instances that only some code imports
 */
export async function loadStandard(request: TownRequest, user: string): Promise<void> {
  Object.defineProperty(globalThis, standardKey, { value: request, configurable: true });
  try {
    await Promise.all(standardVals.map((name) => import(`https://esm.town/v/${user}/${name}`)));
  } finally {
    Reflect.deleteProperty(globalThis, standardKey);
  }
}
