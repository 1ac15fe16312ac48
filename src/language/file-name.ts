/** Names of files inside TypeScript's program: `/val/local/@ann/notes/main.tsx` and `/lib/typescript/lib.dom.d.ts`. */
import { fromUriParts, toUriParts, type ValLocation } from "../core/uri.ts";

const valRoot = "/val/";
const libraryRoot = "/lib/";

/** The name of a val's file, or of the val itself when the location has no path. Whether it can be written plays no part. */
export function fileNameOf(location: ValLocation): string {
  return `${valRoot}${location.connection}${toUriParts(location).path}`;
}

/** The inverse of {@link fileNameOf}, for a writable document; undefined for other files. */
export function locationOf(fileName: string): ValLocation | undefined {
  const match = /^\/val\/([^/]+)(\/@.*)$/.exec(fileName);
  const [, authority, path] = match ?? [];
  if (authority === undefined || path === undefined) return undefined;
  return fromUriParts({ scheme: "val", authority, path });
}

/** The name of the val that a location belongs to. */
export function valNameOf(location: ValLocation): string {
  return fileNameOf({ ...location, path: "" });
}

/** The file name of a declaration file that ships with the server. */
export function libraryFileName(name: string): string {
  return libraryRoot + name;
}

/** The inverse of {@link libraryFileName}; undefined for other files. */
export function libraryNameOf(fileName: string): string | undefined {
  return fileName.startsWith(libraryRoot) ? fileName.slice(libraryRoot.length) : undefined;
}
