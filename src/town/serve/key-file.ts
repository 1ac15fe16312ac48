/**
 * The key of secret values: a file in the data folder that only this user can read, or given by the environment. It is
 * never in the database, so that a copy of the database alone reveals nothing.
 */
import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sealKeyLength } from "../seal.ts";
import { WrongKey } from "../stores/seals.ts";
import { readPrivateFile, UnsafePath, writePrivateFile } from "./private-file.ts";

/** The environment variable that holds the key in base64, where it shall be in no file. */
export const keyVariable = "VALSMITH_SECRETS_KEY";

/** The secrets cannot be opened. The message is for people and tells what to do. */
export class LostKey extends Error {
  override readonly name = "LostKey";
}

/** Path of the key in a data folder. */
export function keyPath(folder: string): string {
  return join(folder, "secrets.key");
}

/** A key that is about to take the place of the one in the folder; a rotation that was cut short leaves it. */
function nextKeyPath(folder: string): string {
  return `${keyPath(folder)}.next`;
}

/** A new key. */
export function createKey(): Uint8Array {
  return randomBytes(sealKeyLength);
}

/**
 * Reads a key given as text.
 * @param variable where the text comes from, for the message; the text itself is never repeated
 */
export function parseKey(text: string, variable: string): Uint8Array {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== sealKeyLength)
    throw new LostKey(
      `${variable} must be ${sealKeyLength} bytes in base64, as \`openssl rand -base64 ${sealKeyLength}\` makes them`,
    );
  return key;
}

/** The key in a data folder. */
export async function readKey(folder: string): Promise<Uint8Array | undefined> {
  return await readKeyFile(keyPath(folder));
}

/**
 * Uses the key of a data folder, or the given one; a folder without any gets a new one.
 * @param given the key in base64, instead of the one in the folder
 * @param use does something with the key; rejects with {@link WrongKey} when it is not the database's
 * @throws {@link LostKey} when there is no right one
 */
export async function withKey<T>(
  folder: string,
  given: string | undefined,
  use: (key: Uint8Array) => Promise<T>,
): Promise<T> {
  if (given !== undefined) {
    const said = `${keyVariable} is not the key of the secrets in this database. ${remedy(folder)}`;
    return await explained(said, () => use(parseKey(given, keyVariable)));
  }
  const path = keyPath(folder);
  const kept = await readKeyFile(path);
  const next = await readKeyFile(nextKeyPath(folder));
  if (next !== undefined) return await afterRotation(folder, kept, next, use);
  if (kept !== undefined) {
    const said = `${path} is not the key of the secrets in this database. ${remedy(folder)}`;
    return await explained(said, () => use(kept));
  }
  const key = createKey();
  await writePrivateFile(path, key);
  try {
    const said = `${path} is missing, and the database has secrets that need it. ${remedy(folder)}`;
    return await explained(said, () => use(key));
  } catch (error) {
    if (error instanceof LostKey) await rm(path, { force: true });
    throw error;
  }
}

/**
 * Exchanges the key in a folder. The new key is on the disk before anything is closed with it, and the old one until all
 * is, so that the secrets can be opened whenever this is cut short.
 * @param exchange closes everything with the new key
 */
export async function replaceKey<T>(
  folder: string,
  exchange: (key: Uint8Array) => Promise<T>,
): Promise<T> {
  const key = createKey();
  await writePrivateFile(nextKeyPath(folder), key);
  const result = await exchange(key);
  await rename(nextKeyPath(folder), keyPath(folder));
  return result;
}

/** Two keys are there: which is right tells whether the rotation that was cut short had come to its end. */
async function afterRotation<T>(
  folder: string,
  kept: Uint8Array | undefined,
  next: Uint8Array,
  use: (key: Uint8Array) => Promise<T>,
): Promise<T> {
  if (kept !== undefined) {
    try {
      const result = await use(kept);
      await rm(nextKeyPath(folder), { force: true });
      return result;
    } catch (error) {
      if (!(error instanceof WrongKey)) throw error;
    }
  }
  const said = `no key in ${folder} is that of the secrets in this database. ${remedy(folder)}`;
  const result = await explained(said, () => use(next));
  await rename(nextKeyPath(folder), keyPath(folder));
  return result;
}

async function readKeyFile(path: string): Promise<Uint8Array | undefined> {
  const key = await readPrivateFile(path);
  if (key !== undefined && key.length !== sealKeyLength)
    throw new UnsafePath(`${path} is not a key: it has ${key.length} bytes, not ${sealKeyLength}`);
  return key;
}

async function explained<T>(said: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw error instanceof WrongKey ? new LostKey(said, { cause: error }) : error;
  }
}

function remedy(folder: string): string {
  return (
    `Put the right key back as ${keyPath(folder)}, or give it in base64 in ${keyVariable}. If it is lost, ` +
    "`valsmith town rotate-key --forget-secrets` deletes the secrets that need it and makes a new one."
  );
}
