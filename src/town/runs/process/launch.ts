/** Starts a sandbox process: Deno with the supervisor, held back by flags, limits and an empty environment. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { RunLimits } from "../limits.ts";

export interface Launch {
  readonly deno: string;
  /** Where the files that run inside Deno are. */
  readonly sandboxFolder: string;
  /** The supervisor's file in that folder. */
  readonly supervisor: string;
  /** The process's own folder, private to this user; Deno caches in it, and it is removed with the process. */
  readonly folder: string;
  /** How the supervisor reaches the town: `unix:<path>` or `stdio`. */
  readonly control: string;
  readonly importMap: string;
  readonly network: readonly string[];
  /** What package downloads need of the town's own environment. */
  readonly registry: Readonly<Record<string, string>>;
  readonly limits: RunLimits;
}

/** The names that {@link Launch.registry} may hold, in the spelling that Deno reads. */
const registryVariables: readonly string[] = [
  "NPM_CONFIG_REGISTRY",
  "DENO_TLS_CA_STORE",
  "DENO_CERT",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** Takes from an environment what package downloads need: registry and certificates, no proxy and no credential. */
export function registryEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found: Record<string, string> = { DENO_TLS_CA_STORE: "mozilla,system" };
  for (const name of registryVariables) {
    const value = env[name] ?? env[name.toLowerCase()];
    if (value !== undefined && value !== "") found[name] = value;
  }
  const registry = found["NPM_CONFIG_REGISTRY"];
  // A registry URL with a password would be readable by every val.
  if (registry !== undefined && /^[a-z]+:\/\/[^/]*@/i.test(registry))
    delete found["NPM_CONFIG_REGISTRY"];
  return found;
}

/** Starts the process as the leader of a group of its own, so that all of it can be ended at once. */
export function launch(options: Launch): ChildProcess {
  const { deno, limits, folder } = options;
  const args = denoArguments(options);
  const [command, commandArgs] =
    process.platform === "win32"
      ? [deno, args]
      : ["/bin/sh", ["-c", limited(limits), deno, ...args]];
  return spawn(command, commandArgs, {
    cwd: join(folder, "cwd"),
    env: {
      DENO_DIR: join(folder, "deno"),
      DENO_CACHE_DB_MODE: "memory",
      DENO_NO_UPDATE_CHECK: "1",
      DENO_NO_PROMPT: "1",
      NO_COLOR: "1",
      ...options.registry,
    },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    windowsHide: true,
  });
}

function denoArguments(options: Launch): string[] {
  const { sandboxFolder, control, limits } = options;
  const socket = control.startsWith("unix:") ? control.slice("unix:".length) : undefined;
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-check",
    "--no-code-cache",
    "--node-modules-dir=none",
    "--unstable-worker-options",
    `--import-map=${options.importMap}`,
    `--v8-flags=--max-old-space-size=${limits.heapMegabytes}`,
    "--allow-env",
    `--allow-read=${[sandboxFolder, ...(socket === undefined ? [] : [socket])].map(escapeComma).join(",")}`,
    ...(socket === undefined ? [] : [`--allow-write=${escapeComma(socket)}`]),
    ...options.network,
    join(sandboxFolder, options.supervisor),
    control,
  ];
}

/** Deno's lists take a comma that is part of a path doubled. */
function escapeComma(path: string): string {
  return path.replaceAll(",", ",,");
}

/**
 * A shell line that sets limits and becomes the process. Processor time is a second line of defence for a process whose
 * town was stopped: the wall time is kept by the town.
 */
function limited({ dataMegabytes, milliseconds }: RunLimits): string {
  const seconds = Math.ceil(milliseconds / 1000) * 4 + 10;
  return `ulimit -c 0; ulimit -d ${dataMegabytes * 1024} 2>/dev/null; ulimit -t ${seconds}; exec "$0" "$@"`;
}
