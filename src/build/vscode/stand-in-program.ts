/** Makes `code-stand-in.ts` a program that others can start by its path alone. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../paths.ts";

/** Writes the program and gives its path. */
export function standInProgram(folder: string = cache): string {
  mkdirSync(folder, { recursive: true });
  const script = join(import.meta.dirname, "code-stand-in.ts");
  const windows = process.platform === "win32";
  const file = join(folder, windows ? "code-stand-in.cmd" : "code-stand-in");
  const command = `"${process.execPath}" --no-warnings "${script}"`;
  writeFileSync(file, windows ? `@${command} %*\r\n` : `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
