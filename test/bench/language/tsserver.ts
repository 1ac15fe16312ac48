/** Plain TypeScript's own server, for comparison: a line of JSON in, a message with a length out. */
import { spawn } from "node:child_process";
import { join } from "node:path";

import { root } from "../../../src/build/paths.ts";

export interface TsServer {
  readonly pid: number;
  /** Sends a command; resolves with its answer's body for those that have one. */
  command<T>(command: string, args: object): Promise<T>;
  /** Sends a command that is never answered. */
  tell(command: string, args: object): void;
  stop(): Promise<void>;
}

export function startTsServer(): TsServer {
  const program = join(root, "node_modules", "typescript", "lib", "tsserver.js");
  const args = [program, "--disableAutomaticTypingAcquisition", "--suppressDiagnosticEvents"];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const waiting = new Map<number, (body: unknown) => void>();
  let buffer = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString("utf8", 0, head))?.[1]);
      if (head < 0 || buffer.length < head + 4 + length) return;
      const message = JSON.parse(buffer.toString("utf8", head + 4, head + 4 + length)) as {
        request_seq?: number;
        body?: unknown;
      };
      buffer = buffer.subarray(head + 4 + length);
      if (message.request_seq !== undefined) waiting.get(message.request_seq)?.(message.body);
    }
  });
  let seq = 0;
  const tell = (command: string, parameters: object) =>
    void child.stdin.write(
      `${JSON.stringify({ seq: ++seq, type: "request", command, arguments: parameters })}\n`,
    );
  return {
    pid: child.pid ?? 0,
    tell,
    command: <T>(command: string, parameters: object) =>
      new Promise<T>((resolve) => {
        waiting.set(seq + 1, (body) => resolve(body as T));
        tell(command, parameters);
      }),
    stop: async () => {
      tell("exit", {});
      await ended;
    },
  };
}
