/** Finds, starts and ends the town of a data folder; `protocol/town-process` says how. */
import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fail, ok, type Result } from "../../core/failure.ts";
import {
  type Announcement,
  announcementFile,
  type AnnouncementLine,
  sessionFile,
} from "../../protocol/town-process.ts";
import { createSocketFetch, type SocketFetch } from "./socket-fetch.ts";

export interface TownCommand {
  /** The program and the arguments before `town`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export interface FoundTown {
  readonly announcement: Announcement;
  readonly session: string;
  readonly connection: SocketFetch;
}

/** Any host: the socket leads to one place only. */
const base = "http://localhost";
/** How long a town may take to answer that it runs, in milliseconds. */
const patience = 3000;
/** How long a town may take to start, in milliseconds; the first start makes its database. */
const startPatience = 30_000;

/** The running town of a folder; undefined when none answers, whatever its files say. */
export async function findTown(folder: string): Promise<FoundTown | undefined> {
  const announcement = readAnnouncement(await readPrivate(join(folder, announcementFile)));
  const session = (await readPrivate(join(folder, sessionFile)))?.trim();
  if (!announcement || !session) return undefined;
  return await reach(announcement, session);
}

/** Starts a town on a folder, or joins one that is starting. The failure's message is the town's own reason. */
export async function startTown(command: TownCommand, folder: string): Promise<Result<FoundTown>> {
  const args = [...command.args, "town", "--detached", "--data", folder, "--samples"];
  const ended = await run(command.program, args, command.environment);
  const line = ended.stdout.split("\n")[0] ?? "";
  const announced = ended.code === 0 ? readAnnouncement(line) : undefined;
  if (!announced) return didNotStart(ended.stderr.trim().split("\n").at(-1) ?? "");
  const { session = (await readPrivate(join(folder, sessionFile)))?.trim() } = announced;
  const found = session ? await reach(announced, session) : undefined;
  return found ? ok(found) : didNotStart("It does not answer.");
}

/** Ends a town that answers, and waits until it is gone. */
export async function endTown({ announcement, connection }: FoundTown): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(announcement.pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + 5000;
    while (Date.now() < deadline) {
      if (!(await answers(connection))) return;
      await wait(50);
    }
  }
}

async function reach(announcement: Announcement, session: string): Promise<FoundTown | undefined> {
  const connection = createSocketFetch(placeOf(announcement));
  if (await answers(connection)) return { announcement, session, connection };
  connection.dispose();
  return undefined;
}

async function answers({ fetch }: SocketFetch): Promise<boolean> {
  try {
    const response = await fetch(`${base}/health`, { signal: AbortSignal.timeout(patience) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function placeOf({ socket, url }: Announcement) {
  if (socket !== null) return { socketPath: socket };
  const { hostname, port } = new URL(url ?? base);
  return { host: hostname, port: Number(port) };
}

function readAnnouncement(text: string | undefined): AnnouncementLine | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<AnnouncementLine>;
    const { url = null, socket = null, pid, handle, session } = value;
    if (typeof pid !== "number" || typeof handle !== "string") return undefined;
    if (typeof socket !== "string" && !isLoopbackUrl(url)) return undefined;
    const found = { url, socket, pid, handle };
    return typeof session === "string" ? { ...found, session } : found;
  } catch {
    return undefined;
  }
}

/** The owner's credential is sent there, so it may be on this machine only. */
function isLoopbackUrl(url: string | null): boolean {
  const hostname = url === null ? undefined : URL.parse(url)?.hostname;
  return hostname === "127.0.0.1" || hostname === "[::1]" || hostname === "localhost";
}

/** A file of ours alone; undefined when it is absent, a link, or somebody else could have written it. */
async function readPrivate(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const { uid, mode } = await file.stat();
      const me = process.getuid?.();
      if (me !== undefined && (uid !== me || (mode & 0o022) !== 0)) return undefined;
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function didNotStart(reason: string): Result<never> {
  return fail({ kind: "offline", message: reason.replace(/^valsmith: /, "") });
}

function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: startPatience,
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
