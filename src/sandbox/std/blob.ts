/** Blobs: bytes and JSON under keys of your account. Reading needs the grant `blob:read`, writing `blob:write`. */
import { callTown } from "./request.ts";

export interface BlobInfo {
  readonly key: string;
  /** Bytes. */
  readonly size?: number;
  /** RFC 3339. */
  readonly lastModified?: string;
}

/** Lists blobs whose key starts with `prefix`. */
export async function list(prefix?: string): Promise<BlobInfo[]> {
  const query = prefix === undefined ? "" : `?prefix=${encodeURIComponent(prefix)}`;
  const response = await callTown(`/v1/blob${query}`);
  return (await response.json()) as BlobInfo[];
}

/** Reads a blob. Throws when there is none. */
export async function get(key: string): Promise<Response> {
  return await callTown(pathOf(key));
}

/** Reads a blob as JSON; `undefined` when there is none. */
export async function getJSON<T = unknown>(key: string): Promise<T | undefined> {
  const response = await callTown(pathOf(key), {}, { absent: true });
  return response.status === 404 ? undefined : ((await response.json()) as T);
}

/** Stores bytes or text. */
export async function set(key: string, value: BodyInit): Promise<void> {
  await callTown(pathOf(key), { method: "POST", body: value });
}

/** Stores a value as JSON. */
export async function setJSON(key: string, value: unknown): Promise<void> {
  const body = JSON.stringify(value);
  if (body === undefined) throw new TypeError(`A ${typeof value} cannot be stored as JSON.`);
  const headers = { "content-type": "application/json" };
  await callTown(pathOf(key), { method: "POST", body, headers });
}

/** Deletes a blob. */
async function remove(key: string): Promise<void> {
  await callTown(pathOf(key), { method: "DELETE" });
}

/** Copies a blob over another key. */
export async function copy(from: string, to: string): Promise<void> {
  const response = await get(from);
  await set(to, await response.bytes());
}

/** Gives a blob another key. The old one is deleted after the new one is stored. */
export async function move(from: string, to: string): Promise<void> {
  await copy(from, to);
  if (from !== to) await remove(from);
}

export { remove as delete };

/** All of it, as `blob.get(…)`. */
export const blob = { list, get, getJSON, set, setJSON, delete: remove, copy, move };

function pathOf(key: string): string {
  return `/v1/blob/${encodeURIComponent(key)}`;
}
