/** Starts and ends the browser build of VS Code, and installs extensions into it. */
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathWithDeno } from "../deno.ts";
import { start } from "../processes.ts";
import type { ServerOrder, ServerReady } from "./server-process.ts";

export interface ServerOptions {
  /** Folder of an installed VS Code. */
  readonly installation: string;
  /** Holds all that this VS Code keeps: `data/User/settings.json`, `extensions/`, logs. */
  readonly home: string;
  /** User settings, written before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables beside the inherited ones; extensions see them too. `undefined` takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Lets the page run extension tests (and hides notifications, so not for tests of what users see). */
  readonly testDriver?: boolean;
  /** Asks for trust before code of a folder may run, as VS Code does by default. */
  readonly workspaceTrust?: boolean;
  /** 0 takes any free port. */
  readonly port?: number;
}

export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** What every request has to show. */
  readonly token: string;
  readonly pid: number;
  /** Address of a window; `query` may name a folder to open. */
  windowUrl(query?: Readonly<Record<string, string>>): string;
  /** Resolves when the server is gone, whether asked to end or not. */
  readonly exited: Promise<unknown>;
  end(): Promise<void>;
}

/** Folders of one VS Code home. */
export function homeFolders(home: string): {
  readonly userData: string;
  readonly extensions: string;
} {
  return { userData: join(home, "data"), extensions: join(home, "extensions") };
}

/** Starts a server of VS Code's browser build. Throws with its last words when it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { userData, extensions } = homeFolders(options.home);
  await mkdir(join(userData, "User"), { recursive: true });
  if (options.settings)
    await writeFile(
      join(userData, "User", "settings.json"),
      JSON.stringify(options.settings, null, 2),
    );
  const token = randomBytes(24).toString("hex");
  const running = start(
    process.execPath,
    ["--no-warnings", join(import.meta.dirname, "server-process.ts")],
    {
      stdio: ["pipe", "pipe", "pipe"],
      // An empty gallery, so that nothing is looked up on the network.
      env: {
        ...process.env,
        PATH: pathWithDeno(),
        EXTENSIONS_GALLERY: "{}",
        ...options.environment,
      },
    },
  );
  const { stdin, stdout, stderr } = running.child;
  let words = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-4000)));
  const order: ServerOrder = {
    installation: options.installation,
    token,
    port: options.port ?? 0,
    options: {
      "server-data-dir": options.home,
      "user-data-dir": userData,
      "extensions-dir": extensions,
      "telemetry-level": "off",
      // Else extensions get the environment of a login shell instead of ours.
      "force-disable-user-env": true,
      ...(options.workspaceTrust ? {} : { "disable-workspace-trust": true }),
      ...(options.testDriver ? { "enable-smoke-test-driver": true } : {}),
    },
  };
  stdin?.write(`${JSON.stringify(order)}\n`);
  const ready = await new Promise<ServerReady>((resolve, reject) => {
    if (stdout)
      createInterface({ input: stdout }).on(
        "line",
        (line) => line.startsWith("{") && resolve(JSON.parse(line) as ServerReady),
      );
    running.exited.then(
      ({ code }) => reject(new Error(`VS Code's server ended with ${code}:\n${words}`)),
      reject,
    );
  });
  const origin = `http://127.0.0.1:${ready.port}`;
  return {
    origin,
    token,
    pid: running.child.pid ?? 0,
    windowUrl: (query = {}) =>
      `${origin}/?${new URLSearchParams({ tkn: token, ...query }).toString()}`,
    exited: running.exited,
    end: () => running.end(),
  };
}

/** Installs a packaged extension into a home. Throws with VS Code's words when it refuses. */
export async function installExtension(
  installation: string,
  home: string,
  vsix: string,
): Promise<void> {
  const { userData, extensions } = homeFolders(home);
  const args = [
    join(installation, "out", "server-main.js"),
    "--install-extension",
    vsix,
    "--force",
    "--server-data-dir",
    home,
    "--user-data-dir",
    userData,
    "--extensions-dir",
    extensions,
  ];
  const running = start(process.execPath, ["--no-warnings", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, EXTENSIONS_GALLERY: "{}" },
  });
  let words = "";
  for (const stream of [running.child.stdout, running.child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (words += text));
  const { code } = await running.closed;
  if (code !== 0 || !words.includes("successfully installed"))
    throw new Error(`VS Code did not install ${vsix}:\n${words}`);
}
