/** Tells whether files have changed, by what is in them. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.ts";

/** A hash of the names and contents of files and folders (paths in the repository; missing ones count as such). */
export function fingerprint(paths: readonly string[], folder: string = root): string {
  const hash = createHash("sha256");
  for (const path of paths) addTo(hash, folder, path);
  return hash.digest("hex");
}

function addTo(hash: ReturnType<typeof createHash>, folder: string, path: string): void {
  const full = join(folder, path);
  if (!existsSync(full)) return void hash.update(`absent ${path}\0`);
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).toSorted()) addTo(hash, folder, `${path}/${name}`);
    return;
  }
  hash.update(`file ${path}\0`).update(readFileSync(full)).update("\0");
}
