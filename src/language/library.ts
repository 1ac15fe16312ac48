/** Declaration files that ship with the server: TypeScript's own, Deno's, React's and those of the platform. */
import { anyJsx, globals } from "./types/globals.ts";
import { standardTypes } from "./types/standard.ts";

/** Where declaration files come from; names are `<package>/<file>`. */
export interface Library {
  read(name: string): string | undefined;
  /** Where the user's editor can open it; undefined when it cannot. */
  uri(name: string): string | undefined;
}

export const anyJsxName = "valsmith/jsx-runtime.d.ts";
const globalsName = "valsmith/globals.d.ts";

/** In every program. */
export const globalNames: readonly string[] = ["@types/deno/index.d.ts", globalsName];

/** The declaration file of a standard val; undefined when none ships. */
export function standardName(val: string): string | undefined {
  return Object.hasOwn(standardTypes, val) ? `valsmith/std/${val}.d.ts` : undefined;
}

/** Standard vals whose types ship. */
export const standardVals: readonly string[] = Object.keys(standardTypes);

/** A library of files, with the platform's own declarations added; each is read once. */
export function withPlatform(files: Library): Library {
  const own = new Map<string, string>([
    [globalsName, globals],
    [anyJsxName, anyJsx],
    ...Object.entries(standardTypes).map(([val, text]): [string, string] => [
      `valsmith/std/${val}.d.ts`,
      text,
    ]),
  ]);
  const read = new Map<string, string | undefined>(own);
  return {
    read: (name) => {
      if (!read.has(name)) read.set(name, files.read(name));
      return read.get(name);
    },
    uri: (name) => (own.has(name) ? undefined : files.uri(name)),
  };
}
