/** A town as a process of its own, which tests may end in any way, and requests to it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = join(import.meta.dirname, "../../../src/cli/main.ts");

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  /** Sent as JSON; bytes and texts are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the owner's session. */
  readonly token?: string;
}

export interface TownProcess {
  readonly child: ChildProcess;
  /** The owner's session. */
  readonly session: string;
  readonly handle: string;
  /** What it has written to standard error. */
  readonly said: () => string;
  /** Asks; rejects when the connection breaks before the answer has come whole. */
  readonly ask: (path: string, question?: Question) => Promise<Reply>;
  /** Ends it by a signal, and waits until it is gone. */
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
}

/** Starts `valsmith town` and waits until it listens. Rejects with what it said when it ends before. */
export async function startTownProcess(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<TownProcess> {
  const child = spawn(process.execPath, ["--no-warnings", program, "town", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const closed = once(child, "close");
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([text]) => String(text)),
    closed.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(said);
  const { url, session, handle } = JSON.parse(line) as {
    url: string;
    session: string;
    handle: string;
  };
  const agent = new Agent({ keepAlive: true });
  return {
    child,
    session,
    handle,
    said: () => said,
    ask: (path, question = {}) => ask(agent, new URL(path, url), { token: session, ...question }),
    async end(signal = "SIGTERM") {
      agent.destroy();
      child.kill(signal);
      await closed;
    },
  };
}

function ask(
  agent: Agent,
  url: URL,
  { method = "GET", body, headers = {}, token }: Question,
): Promise<Reply> {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const bytes = body === undefined || raw ? body : JSON.stringify(body);
  const typed = bytes === undefined || raw ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method, headers: { authorization: `Bearer ${token}`, ...typed, ...headers } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("error", reject);
        answer.on("close", () => {
          if (!answer.complete) reject(new Error("the answer was cut off"));
          else resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        });
      },
    );
    sent.on("error", reject);
    sent.end(bytes);
  });
}
