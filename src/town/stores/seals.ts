/** The key of secret values as the database sees it: whether it is the right one, and how it is exchanged. */
import type { Seal } from "../seal.ts";
import { isDuplicate, isShared } from "./base.ts";
import type { Database, Queries } from "./schema.ts";
import { placeOfSecret } from "./secrets.ts";

/** What is closed with the key and stands in the database, to be opened at the next start. */
const sample = "valsmith";
const sampleId = 1;
const samplePlace = "sealCheck";

/** The database's secrets were closed with another key. */
export class WrongKey extends Error {
  override readonly name = "WrongKey";
  constructor() {
    super("the secrets in the database were closed with another key");
  }
}

const tables = [
  { name: "secrets", owner: "userId" },
  { name: "environment", owner: "valId" },
] as const;

/**
 * Makes sure that a key is the database's. One that holds no secret takes any, unless another town may be about to store
 * some.
 * @throws {@link WrongKey}
 */
export async function checkSeal(db: Database, seal: Seal): Promise<void> {
  const known = await readSample(db);
  if (known !== undefined && opens(seal, known, samplePlace)) return;
  if (known !== undefined && isShared(db)) throw new WrongKey();
  for (const { owner, key, sealed, table } of await readSealed(db)) {
    // The sample stands for all; a database of an older town has none yet.
    if (known !== undefined || !opens(seal, sealed, placeOfSecret(table, owner, key)))
      throw new WrongKey();
  }
  if (known !== undefined) await removeSample(db);
  try {
    await addSample(db, seal);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // Another town on the same database was faster.
    await checkSeal(db, seal);
  }
}

/**
 * Closes every secret anew, all of them or none.
 * @returns how many there are
 * @throws {@link WrongKey} when `from` does not open them
 */
export async function reseal(db: Database, from: Seal, to: Seal): Promise<number> {
  return await db.transaction().execute(async (queries) => {
    const all = await readSealed(queries);
    for (const { table, owner, key, sealed } of all) {
      const place = placeOfSecret(table, owner, key);
      if (!opens(from, sealed, place)) throw new WrongKey();
      const values = { sealed: to.close(from.open(sealed, place), place) };
      if (table === "secrets")
        await queries
          .updateTable(table)
          .set(values)
          .where("userId", "=", owner)
          .where("key", "=", key)
          .execute();
      else
        await queries
          .updateTable(table)
          .set(values)
          .where("valId", "=", owner)
          .where("key", "=", key)
          .execute();
    }
    await removeSample(queries);
    await addSample(queries, to);
    return all.length;
  });
}

/**
 * Deletes every secret, because its key is lost, and takes a new key.
 * @returns how many there were
 */
export async function forgetSecrets(db: Database, seal: Seal): Promise<number> {
  return await db.transaction().execute(async (queries) => {
    const { length } = await readSealed(queries);
    for (const { name } of tables) await queries.deleteFrom(name).execute();
    await removeSample(queries);
    await addSample(queries, seal);
    return length;
  });
}

interface Sealed {
  readonly table: (typeof tables)[number]["name"];
  readonly owner: string;
  readonly key: string;
  readonly sealed: string;
}

async function readSealed(queries: Queries): Promise<readonly Sealed[]> {
  const secrets = await queries.selectFrom("secrets").select(["userId", "key", "sealed"]).execute();
  const variables = await queries
    .selectFrom("environment")
    .select(["valId", "key", "sealed"])
    .execute();
  return [
    ...secrets.map(({ userId: owner, ...row }) => ({ table: "secrets", owner, ...row }) as const),
    ...variables.map(
      ({ valId: owner, ...row }) => ({ table: "environment", owner, ...row }) as const,
    ),
  ];
}

async function readSample(queries: Queries): Promise<string | undefined> {
  const row = await queries
    .selectFrom("sealCheck")
    .select("sealed")
    .where("id", "=", sampleId)
    .executeTakeFirst();
  return row?.sealed;
}

async function addSample(queries: Queries, seal: Seal): Promise<void> {
  const sealed = seal.close(sample, samplePlace);
  await queries.insertInto("sealCheck").values({ id: sampleId, sealed }).execute();
}

async function removeSample(queries: Queries): Promise<void> {
  await queries.deleteFrom("sealCheck").where("id", "=", sampleId).execute();
}

function opens(seal: Seal, sealed: string, place: string): boolean {
  try {
    seal.open(sealed, place);
    return true;
  } catch {
    return false;
  }
}
