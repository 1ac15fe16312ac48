/** The standard vals as modules: files of the sandbox folder, the same for every run. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { contentTypeOf, type Module } from "./resolve.ts";

export interface StandardModules {
  /**
   * Finds a module by its path, with or without version or file: `blob`, `blob@12-main/main.ts`, `request.ts`.
   * @param user `std`, or `std~<name>` for an instance of its own
   */
  find(user: string, path: string): Module;
}

/** Reads the standard vals from `<sandbox folder>/std`. */
export async function readStandard(sandboxFolder: string): Promise<StandardModules> {
  const folder = join(sandboxFolder, "std");
  const names = (await readdir(folder)).filter((name) => /\.(ts|js)$/.test(name));
  const files = new Map<string, string>();
  for (const name of names) files.set(name, await readFile(join(folder, name), "utf8"));
  const fileOf = (name: string) => [name, `${name}.ts`, `${name}.js`].find((one) => files.has(one));
  return {
    find(user, path) {
      const [first = ""] = path.split(/[/?@]/, 1);
      const file = fileOf(first);
      const text = file === undefined ? undefined : files.get(file);
      if (file === undefined || text === undefined)
        return { kind: "absent", message: `There is no standard val ${first}.` };
      if (path !== first) return { kind: "elsewhere", path: `${user}/${first}` };
      return { kind: "text", contentType: contentTypeOf(file), text };
    },
  };
}
