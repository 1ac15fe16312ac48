/** Files in one folder that only this person can read: 0700 and 0600, replaced at once. */
import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PrivateFiles } from "../host.ts";

const unfinished = ".unfinished";

export function createPrivateFiles(folder: string): PrivateFiles {
  return {
    async list() {
      const names = await readdir(folder).catch(ignoreAbsence([]));
      return names.filter((name) => !name.endsWith(unfinished));
    },
    read: (name) => readFile(place(folder, name), "utf8").catch(ignoreAbsence(undefined)),
    async write(name, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const target = place(folder, name);
      const fresh = `${target}.${randomUUID()}${unfinished}`;
      try {
        const file = await open(fresh, "wx", 0o600);
        try {
          await file.writeFile(text, "utf8");
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(fresh, target);
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
    },
    delete: (name) => rm(place(folder, name), { force: true }),
  };
}

/** The path of a file; throws on a name that would lead out of the folder. */
function place(folder: string, name: string): string {
  if (!/^[\w-]+(\.\w+)?$/.test(name)) throw new Error("Not a plain file name.");
  return join(folder, name);
}

function ignoreAbsence<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  };
}
