/** Gives a town that is not running a new key for its secrets. */
import { createSeal } from "../seal.ts";
import { postgresDialect } from "../stores/postgres.ts";
import type { Database } from "../stores/schema.ts";
import { checkSeal, forgetSecrets, reseal, WrongKey } from "../stores/seals.ts";
import { sqliteDialect } from "../stores/sqlite.ts";
import { openDatabase } from "../stores/stores.ts";
import { databasePath } from "./backup.ts";
import { openDataFolder, type InUse } from "./data-folder.ts";
import { checkPrivate } from "./private-file.ts";
import { keyVariable, LostKey, parseKey, readKey, replaceKey, withKey } from "./key-file.ts";

/** The environment variable that holds the new key, where the current one comes from the environment. */
export const newKeyVariable = "VALSMITH_NEW_SECRETS_KEY";

export interface RotateOptions {
  readonly data: string;
  /** `postgres://…`; no other town may run on it meanwhile. */
  readonly databaseUrl?: string | undefined;
  /** The current key in base64, where it is not in the folder. */
  readonly secretsKey?: string | undefined;
  /** The new key in base64; needed where the current one is given. */
  readonly newSecretsKey?: string | undefined;
  /** Deletes the secrets, whose key is lost. */
  readonly forget: boolean;
}

/**
 * Closes all secrets with a new key; says who is in the way when a town runs on the folder.
 * @returns how many secrets were closed anew, or deleted
 */
export async function rotateKey(
  options: RotateOptions,
): Promise<{ readonly secrets: number } | InUse> {
  const { data, databaseUrl } = options;
  const folder = await openDataFolder(data);
  if ("running" in folder) return folder;
  try {
    if (databaseUrl === undefined && !(await checkPrivate(databasePath(folder.path))))
      throw new LostKey(`there is no town in ${data} whose database is a file`);
    const db = await openDatabase(
      databaseUrl === undefined
        ? sqliteDialect(await folder.openDatabase())
        : postgresDialect(databaseUrl),
    );
    try {
      return { secrets: await exchange(db, folder.path, options) };
    } finally {
      await db.destroy();
    }
  } finally {
    await folder.close();
  }
}

async function exchange(
  db: Database,
  folder: string,
  { secretsKey, newSecretsKey, forget }: RotateOptions,
): Promise<number> {
  const into =
    secretsKey === undefined
      ? <T>(use: (key: Uint8Array) => Promise<T>) => replaceKey(folder, use)
      : <T>(use: (key: Uint8Array) => Promise<T>) => use(readNewKey(newSecretsKey));
  if (forget) {
    if (await isKeyRight(db, folder, secretsKey))
      throw new LostKey("the key is the right one; there is nothing to forget");
    return await into((key) => forgetSecrets(db, createSeal(key)));
  }
  const current = await withKey(folder, secretsKey, async (key) => {
    await checkSeal(db, createSeal(key));
    return key;
  });
  return await into((key) => reseal(db, createSeal(current), createSeal(key)));
}

function readNewKey(text: string | undefined): Uint8Array {
  if (text === undefined)
    throw new LostKey(`the key is in ${keyVariable}, so give the new one in ${newKeyVariable}`);
  return parseKey(text, newKeyVariable);
}

async function isKeyRight(
  db: Database,
  folder: string,
  given: string | undefined,
): Promise<boolean> {
  const key = given === undefined ? await readKey(folder) : parseKey(given, keyVariable);
  if (key === undefined) return false;
  try {
    await checkSeal(db, createSeal(key));
    return true;
  } catch (error) {
    if (error instanceof WrongKey) return false;
    throw error;
  }
}
