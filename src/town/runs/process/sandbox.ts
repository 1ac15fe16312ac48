/** One sandbox process from its start to its end, seen from the town. */
import { randomBytes } from "node:crypto";
import type { ChildProcess } from "node:child_process";
import { createServer, type Server, type Socket } from "node:net";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FromSandbox, ToSandbox } from "../../../protocol/sandbox.ts";
import { readLines } from "./lines.ts";

/** Why a process is gone. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

export interface Sandbox {
  /** Resolves when the val's realm waits for its job; rejects when the process ends before. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone and its folder removed. Never rejects. */
  readonly gone: Promise<Exit>;
  /** Names the process's own modules on the module server. */
  readonly capability: string;
  readonly isAlive: boolean;
  /** Takes over what the process says from now on. */
  listen(listener: SandboxListener): void;
  send(message: ToSandbox): void;
  /** Ends the process and everything it started, at once. */
  kill(): void;
}

export interface SandboxListener {
  onMessage(message: FromSandbox): void;
  /** Text on standard output, past the replaced console. */
  onOutput(text: string): void;
  /** The process broke the protocol. */
  onBroken(reason: string): void;
}

export interface SandboxPlace {
  /** The process's own folder; does not exist yet. */
  readonly folder: string;
  /** Path of the control socket; undefined where there are no Unix sockets. */
  readonly socket: string | undefined;
  /** Folder in which downloaded packages are shared between processes. */
  readonly packages: string;
  readonly importMap: unknown;
  readonly capability: string;
  /** Longest line that the process may send, in bytes. */
  readonly maxLine: number;
  start(control: string, importMap: string): ChildProcess;
}

/** Bytes of standard output that are read; after that its end is closed, and writing fails inside the val. */
const maxOutput = 8 * 1024 * 1024;
const maxStderr = 8 * 1024;

/** Prepares the folder, starts the process and connects to it. */
export async function startSandbox(place: SandboxPlace): Promise<Sandbox> {
  await mkdir(join(place.folder, "cwd"), { recursive: true, mode: 0o700 });
  await mkdir(join(place.folder, "deno"), { mode: 0o700 });
  await symlink(place.packages, join(place.folder, "deno", "npm"), "junction");
  const importMap = join(place.folder, "import-map.json");
  await writeFile(importMap, JSON.stringify(place.importMap), { mode: 0o600 });

  const listening = place.socket === undefined ? undefined : await listenOnce(place.socket);
  const control = place.socket === undefined ? "stdio" : `unix:${place.socket}`;
  return new StartedSandbox(place, place.start(control, importMap), listening);
}

interface Listening {
  readonly server: Server;
  readonly connection: Promise<Socket>;
}

/** Listens for one connection. The first to come is the supervisor, before any code of a val; nobody else gets in. */
async function listenOnce(path: string): Promise<Listening> {
  const server = createServer({ highWaterMark: 1 << 20 });
  const { promise: connection, resolve } = Promise.withResolvers<Socket>();
  server.once("connection", (socket) => {
    server.close();
    resolve(socket);
  });
  await new Promise<void>((listening, reject) => {
    server.once("error", reject);
    server.listen(path, listening);
  });
  return { server, connection };
}

class StartedSandbox implements Sandbox {
  readonly ready: Promise<void>;
  readonly gone: Promise<Exit>;
  readonly capability: string;
  isAlive = true;
  readonly #child: ChildProcess;
  #control: NodeJS.WritableStream | undefined;
  #listener: SandboxListener | undefined;

  constructor(place: SandboxPlace, child: ChildProcess, listening: Listening | undefined) {
    this.capability = place.capability;
    this.#child = child;
    const stderr = collectTail(child);
    this.gone = new Promise<Exit>((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        if (!this.isAlive) return;
        this.isAlive = false;
        listening?.server.close();
        killGroup(child);
        void rm(place.folder, { recursive: true, force: true, maxRetries: 3 }).then(
          () => resolve({ code, signal, stderr: stderr() }),
          () => resolve({ code, signal, stderr: stderr() }),
        );
      };
      child.once("close", end);
      child.once("error", () => end(null, null));
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    promise.catch(() => undefined);
    void this.gone.then(({ stderr: text }) =>
      reject(new Error(`the sandbox did not start: ${text}`)),
    );
    const receive = (line: string) => {
      const message = parseMessage(line);
      if (message === undefined) broken("it sent something that is not JSON");
      else if (message.kind === "ready") resolve();
      else if (this.#listener !== undefined) this.#listener.onMessage(message);
      else if (message.kind === "error") broken(message.message);
    };
    const broken = (reason: string) => {
      reject(new Error(`the sandbox did not start: ${reason}`));
      if (this.#listener === undefined) this.kill();
      else this.#listener.onBroken(reason);
    };
    if (listening === undefined) {
      this.#shareStreams(place.maxLine, receive, broken);
    } else {
      child.stdin?.end();
      this.#readOutput();
      void listening.connection.then((socket) => {
        this.#control = socket;
        socket.on("error", () => undefined);
        readLines(socket, place.maxLine, receive, broken);
      });
    }
    this.#child.stdin?.on("error", () => undefined);
  }

  listen(listener: SandboxListener): void {
    this.#listener = listener;
  }

  send(message: ToSandbox): void {
    if (this.isAlive) this.#control?.write(`${JSON.stringify(message)}\n`);
  }

  kill(): void {
    killGroup(this.#child);
  }

  /** Control over standard input and output, which the val can write to as well: what lacks the key is its own. */
  #shareStreams(
    maxLine: number,
    receive: (line: string) => void,
    broken: (reason: string) => void,
  ): void {
    const key = randomBytes(24).toString("hex");
    const { stdin, stdout } = this.#child;
    this.#control = stdin ?? undefined;
    stdin?.write(`${key}\n`);
    let read = 0;
    const take = (line: string) => {
      if (line.startsWith(`${key} `)) {
        receive(line.slice(key.length + 1));
        return;
      }
      read += line.length;
      if (read > maxOutput) broken("it printed too much");
      else this.#listener?.onOutput(`${line}\n`);
    };
    if (stdout) readLines(stdout, maxLine, take, broken);
  }

  #readOutput(): void {
    const { stdout } = this.#child;
    let read = 0;
    stdout?.setEncoding("utf8");
    stdout?.on("data", (text: string) => {
      read += text.length;
      if (read > maxOutput) stdout.destroy();
      this.#listener?.onOutput(text);
    });
  }
}

function parseMessage(line: string): FromSandbox | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "kind" in value
      ? (value as FromSandbox)
      : undefined;
  } catch {
    return undefined;
  }
}

function collectTail(child: ChildProcess): () => string {
  let tail = "";
  child.stderr?.setEncoding("utf8");
  child.stderr?.on("data", (text: string) => {
    tail = (tail + text).slice(-maxStderr);
  });
  return () => tail;
}

/** Kills the process's group; a group that is gone already is no error. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
