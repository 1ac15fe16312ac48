/** The Deno among the development dependencies. */
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./paths.ts";

/**
 * A `PATH` on which Deno is found first: the executable itself, because the launcher in `node_modules/.bin` needs Node
 * on the path as well. Unchanged where the dependencies hold none for this machine.
 */
export function pathWithDeno(path: string = process.env["PATH"] ?? ""): string {
  const packages = join(root, "node_modules", "@deno");
  const name = process.platform === "win32" ? "deno.exe" : "deno";
  const folders = existsSync(packages)
    ? readdirSync(packages).map((entry) => join(packages, entry))
    : [];
  const found = folders.find((folder) => existsSync(join(folder, name)));
  return found ? `${found}${delimiter}${path}` : path;
}
