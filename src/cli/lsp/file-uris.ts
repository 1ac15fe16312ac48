/** For editors that open vals as files: `file:` URIs outside, `val:` URIs inside. */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { OpenFolder } from "./open-folder.ts";

export interface FileUris {
  incoming<T>(message: T): T;
  outgoing<T>(message: T): T;
}

/** Translates from the first `file:` URI on; a client that speaks of `val:` URIs itself keeps them. */
export function createFileUris(folder: Pick<OpenFolder, "uriOf" | "fileOf" | "forget">): FileUris {
  let isUsed = false;
  const inward = (text: string): string => {
    if (!text.startsWith("file:")) return text;
    const uri = folder.uriOf(resolve(fileURLToPath(text)));
    if (uri !== undefined) isUsed = true;
    return uri ?? text;
  };
  const outward = (text: string): string => {
    const file = /^val(?:-ro)?:/.test(text) ? folder.fileOf(text) : undefined;
    return file === undefined ? text : pathToFileURL(file).href;
  };
  return {
    incoming: <T>(message: T) => {
      if (tellsOfChange(message)) folder.forget();
      return mapTexts(message, inward) as T;
    },
    outgoing: <T>(message: T) => (isUsed ? (mapTexts(message, outward) as T) : message),
  };
}

function tellsOfChange(message: unknown): boolean {
  const method = (message as { readonly method?: unknown } | null)?.method;
  return method === "workspace/didChangeWatchedFiles" || method === "textDocument/didSave";
}

/** A copy with every text mapped, keys included; what stands under `data` is nobody's but the server's. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      map(key),
      key === "data" ? one : mapTexts(one, map),
    ]),
  );
}
