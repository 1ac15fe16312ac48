/** Finds a Deno that is new enough to hold a val back. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { fail, type Failure, ok, type Result } from "../../../core/failure.ts";

/**
 * The oldest Deno that runs vals: earlier ones check denied addresses before names are resolved, so that a name can lead
 * to a denied address (GHSA-cpgj-f7g3-2pp2, GHSA-83pc-3rw9-qpwj).
 */
export const leastDeno = "2.9.5";

export interface DenoRuntime {
  /** Absolute path of the executable. */
  readonly path: string;
  readonly version: string;
}

export interface DenoSearch {
  /** The executable that the user chose; then nothing else is looked at. */
  readonly explicit?: string;
  /** Folders in which `node_modules/@deno/<platform>` may be, for development. */
  readonly modules?: readonly string[];
  /** The value of `PATH`. */
  readonly path?: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** Looks at the explicit path, then at installed packages, then at `PATH`, and takes the first that is new enough. */
export async function findDeno(search: DenoSearch): Promise<Result<DenoRuntime, Failure>> {
  const seen: string[] = [];
  for (const path of candidates(search)) {
    const version = await versionOf(path);
    if (version === undefined) seen.push(`${path} does not run`);
    else if (isAtLeast(version, leastDeno)) return ok({ path, version });
    else seen.push(`${path} is Deno ${version}`);
  }
  const found = seen.length === 0 ? "None was found." : `${seen.join("; ")}.`;
  const message = `Running vals needs Deno ${leastDeno} or newer. ${found} Install it (https://deno.com, or "npm install --global deno") or name its executable: in VS Code by the setting valsmith.local.deno, else by the variable VALSMITH_DENO.`;
  return fail({ kind: "run", code: "no_runtime", message });
}

function candidates({ explicit, modules = [], path = "", platform, arch }: DenoSearch): string[] {
  if (explicit !== undefined) return [explicit];
  const name = platform === "win32" ? "deno.exe" : "deno";
  const target = packageOf(platform, arch);
  const packages =
    target === undefined ? [] : modules.map((folder) => join(folder, "@deno", target, name));
  const onPath = path
    .split(delimiter)
    .flatMap((folder) => (folder === "" ? [] : join(folder, name)));
  return [...packages, ...onPath].filter((file) => existsSync(file));
}

/** The npm package that holds the executable for a platform; undefined where there is none. */
export function packageOf(platform: NodeJS.Platform, arch: string): string | undefined {
  const cpu = arch === "x64" || arch === "arm64" ? arch : undefined;
  if (cpu === undefined) return undefined;
  if (platform === "linux") return `linux-${cpu}-glibc`;
  return platform === "darwin" || platform === "win32" ? `${platform}-${cpu}` : undefined;
}

/** What `deno --version` says; undefined when it is no Deno. Run with an empty environment, as runs are. */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    const options = { timeout: 10_000, env: { DENO_NO_UPDATE_CHECK: "1" } };
    const { stdout } = await promisify(execFile)(path, ["--version"], options);
    return /^deno (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Whether one version is not older than another; both of the form `1.2.3`. */
export function isAtLeast(version: string, least: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of least.split(".").map(Number).entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
