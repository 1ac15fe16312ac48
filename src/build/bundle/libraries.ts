/** The type libraries that the language server reads from files: TypeScript's own, Deno's and React's. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "../paths.ts";

/** What code in a val may use of JavaScript and the web; the other libraries are those these refer to. */
const wanted = [
  "lib.esnext.d.ts",
  "lib.dom.d.ts",
  "lib.dom.iterable.d.ts",
  "lib.dom.asynciterable.d.ts",
];

const packages = ["@types/deno", "@types/react", "csstype"];

/** Source and place under the library folder of every file; places are `<package>/<file>`. */
export function libraryFiles(): ReadonlyMap<string, string> {
  const modules = join(root, "node_modules");
  const found = new Map<string, string>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const source = join(modules, "typescript", "lib", name);
    if (found.has(source) || !existsSync(source)) continue;
    found.set(source, `typescript/${name}`);
    for (const [, library] of readFileSync(source, "utf8").matchAll(
      /^\/\/\/ <reference lib="([^"]+)"/gm,
    ))
      open.push(`lib.${library}.d.ts`);
  }
  for (const name of packages) {
    for (const file of readdirSync(join(modules, name))) {
      if (file.endsWith(".d.ts") || file === "package.json")
        found.set(join(modules, name, file), `${name}/${file}`);
    }
  }
  return found;
}

/** Copies them. */
export async function copyLibraries(folder: string): Promise<void> {
  for (const [source, place] of libraryFiles()) {
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await copyFile(source, join(folder, place));
  }
}
