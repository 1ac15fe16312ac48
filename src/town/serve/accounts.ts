/** The people and tokens of a town, for whoever owns its data folder; the town may run meanwhile. */
import { resolve } from "node:path";
import type { AccountStores } from "../legacy-tokens.ts";
import { createAuditStore } from "../stores/audit.ts";
import { createLegacyStore } from "../stores/legacy.ts";
import { postgresDialect } from "../stores/postgres.ts";
import { sqliteDialect } from "../stores/sqlite.ts";
import { openDatabase } from "../stores/stores.ts";
import { createTokenWatchStore } from "../stores/token-watch.ts";
import { createTokenStore } from "../stores/tokens.ts";
import { createUserStore } from "../stores/users.ts";
import { databasePath } from "./backup.ts";
import { checkPrivate } from "./private-file.ts";

/** There is no town in a folder. The message is for people. */
export class NoTown extends Error {
  override readonly name = "NoTown";
}

/**
 * Does something with the accounts of a town.
 * @param data its folder
 * @param databaseUrl where it keeps its things, if not in the folder
 * @throws {@link NoTown}
 */
export async function withAccounts<T>(
  data: string,
  databaseUrl: string | undefined,
  act: (stores: AccountStores) => Promise<T>,
): Promise<T> {
  const path = databasePath(resolve(data));
  if (databaseUrl === undefined && !(await checkPrivate(path)))
    throw new NoTown(`there is no town in ${data}`);
  const db = await openDatabase(
    databaseUrl === undefined ? sqliteDialect(path) : postgresDialect(databaseUrl),
  );
  try {
    const base = { db, now: () => new Date() };
    return await act({
      users: createUserStore(base),
      tokens: createTokenStore(base),
      tokenWatch: createTokenWatchStore(base),
      legacy: createLegacyStore(base),
      audit: createAuditStore(base),
    });
  } finally {
    await db.destroy();
  }
}
