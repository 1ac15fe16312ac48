/** Child processes that end when they are told to, with everything they started. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Process group; 0 where the system has none. */
  readonly group: number;
  readonly command: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  /** Like `exited`, but after all it has written was read. */
  readonly closed: Promise<Exit>;
  /** Asks the process to end, and after `grace` milliseconds ends it and all it started. Safe to call twice. */
  end(grace?: number): Promise<void>;
}

const windows = process.platform === "win32";

/** Starts a process at the head of a group of its own. Rejects `exited` when it cannot be started. */
export function start(command: string, args: readonly string[], options: SpawnOptions): Running {
  const child = spawn(command, [...args], { ...options, detached: !windows });
  const finished = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });
  const closed = exited.then(
    (exit) => new Promise<Exit>((resolve) => void finished.then(() => resolve(exit))),
  );
  for (const promise of [exited, closed]) promise.catch(() => {});
  let ending: Promise<void> | undefined;
  const end = async (grace: number): Promise<void> => {
    const pid = child.pid;
    if (pid === undefined) return;
    const started = descendants([pid]);
    if (child.exitCode === null && child.signalCode === null) signal(pid, "SIGTERM");
    await Promise.race([exited.catch(() => {}), delay(grace)]);
    signalGroup(pid, "SIGKILL");
    for (const row of started) signal(row.pid, "SIGKILL");
    await exited.catch(() => {});
  };
  return { child, exited, closed, end: (grace = 3000) => (ending ??= end(grace)) };
}

/** Sends a signal to one process; one that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  attempt(() => process.kill(pid, name));
}

/** Every process that descends from the given ones, themselves excluded. */
export function descendants(
  pids: readonly number[],
  rows: readonly ProcessRow[] = listProcesses(),
): readonly ProcessRow[] {
  const found: ProcessRow[] = [];
  const open = [...pids];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const row of rows) {
      if (row.parent !== pid || found.includes(row)) continue;
      found.push(row);
      open.push(row.pid);
    }
  }
  return found;
}

/**
 * The processes that inherited an environment variable with this value, however they were detached. Where the system
 * does not show environments (Windows), none.
 */
export function withEnvironment(name: string, value: string): readonly ProcessRow[] {
  const entry = `${name}=${value}`;
  if (process.platform === "linux") {
    return listProcesses().filter((row) =>
      readProc(row.pid, "environ").split("\0").includes(entry),
    );
  }
  if (windows) return [];
  const shown =
    spawnSync("ps", ["-axwwE", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 1 << 26 })
      .stdout ?? "";
  const pids = new Set(
    shown
      .split("\n")
      .filter((line) => line.includes(` ${entry} `) || line.endsWith(` ${entry}`))
      .map((line) => Number.parseInt(line, 10)),
  );
  return listProcesses().filter((row) => pids.has(row.pid));
}

/** The processes of this machine that are not yet reaped. */
export function listProcesses(): readonly ProcessRow[] {
  if (process.platform === "linux") return readdirSync("/proc").flatMap((entry) => linuxRow(entry));
  if (windows) return [];
  const shown =
    spawnSync("ps", ["-axww", "-o", "pid=,ppid=,pgid=,state=,command="], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    }).stdout ?? "";
  return shown.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!match || match[4]?.startsWith("Z")) return [];
    return [
      {
        pid: Number(match[1]),
        parent: Number(match[2]),
        group: Number(match[3]),
        command: match[5] ?? "",
      },
    ];
  });
}

/** A row from `/proc/<pid>`; nothing for other entries, zombies and processes that ended while we looked. */
function linuxRow(entry: string): readonly ProcessRow[] {
  const pid = Number(entry);
  if (!Number.isInteger(pid)) return [];
  const stat = readProc(pid, "stat");
  // The second field is the name in brackets and may hold spaces and brackets itself.
  const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (!state || state === "Z") return [];
  const command = readProc(pid, "cmdline").split("\0").join(" ").trim();
  return [{ pid, parent: Number(parent), group: Number(group), command }];
}

function readProc(pid: number, file: string): string {
  return attempt(() => readFileSync(`/proc/${pid}/${file}`, "utf8")) ?? "";
}

function signalGroup(leader: number, name: NodeJS.Signals): void {
  if (windows) spawnSync("taskkill", ["/pid", String(leader), "/T", "/F"]);
  else attempt(() => process.kill(-leader, name));
}

/** The result, or `undefined` where the process in question is gone or not ours. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (["ESRCH", "EPERM", "ENOENT", "EACCES"].includes(String(code))) return undefined;
    throw error;
  }
}
