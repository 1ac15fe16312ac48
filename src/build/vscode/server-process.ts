/**
 * A process that serves VS Code's browser build on a port of 127.0.0.1. Started by `server.ts`, which writes one line
 * of JSON (`ServerOrder`) to its standard input and reads one (`ServerReady`) from its standard output. It ends with
 * everything it started when its standard input does, so no VS Code outlives the one who asked for it.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

export interface ServerOrder {
  /** Folder of an installed VS Code. */
  readonly installation: string;
  /** Every request must show it: it is in the URL at first and in a cookie afterwards. */
  readonly token: string;
  /** 0 for any; a taken one becomes any other. */
  readonly port: number;
  /** VS Code's own options, without the leading dashes. */
  readonly options: Readonly<Record<string, string | boolean>>;
}

export interface ServerReady {
  readonly port: number;
}

interface VscodeServer {
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void>;
  handleUpgrade(request: IncomingMessage, socket: Socket): void;
}

const input = createInterface({ input: process.stdin });
input.on("close", endGroup);
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, endGroup);
input.once("line", (line) => void serve(JSON.parse(line) as ServerOrder));

async function serve(order: ServerOrder): Promise<void> {
  // Tells VS Code's entry that another program embeds it; otherwise it opens a port of its own at once.
  process.env["CODE_SERVER_PARENT_PID"] = String(process.pid);
  const entry = await import(pathToFileURL(join(order.installation, "out", "server-main.js")).href);
  delete process.env["CODE_SERVER_PARENT_PID"];
  const code = await entry.loadCodeWithNls();
  const vscode: VscodeServer = await code.createServer(null, {
    _: [],
    "accept-server-license-terms": true,
    compatibility: "1.64",
    "connection-token": order.token,
    ...order.options,
  });
  const keyHalf = secretKeyHalf(String(order.options["user-data-dir"]));
  const server = createServer((request, response) => {
    if (!isOwnHost(request)) return void response.writeHead(403).end();
    if (request.url?.split("?")[0] === "/mint-key")
      return giveKeyHalf(order.token, keyHalf, request, response);
    return void vscode.handleRequest(request, response);
  });
  server.on("upgrade", (request, socket) => {
    if (!isOwnHost(request)) return socket.destroy();
    vscode.handleUpgrade(request, socket as Socket);
  });
  server.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    server.listen(0, "127.0.0.1");
  });
  server.on("listening", () => {
    const ready: ServerReady = { port: (server.address() as AddressInfo).port };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
  });
  server.listen(order.port, "127.0.0.1");
}

/**
 * The server's half of the key that encrypts secrets in the browser's storage. The browser build asks for it; without
 * an answer secrets are kept in memory and lost when the window reloads.
 */
function giveKeyHalf(
  token: string,
  half: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const cookies = (request.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const shown =
    cookies.find((cookie) => cookie.startsWith("vscode-tkn="))?.slice("vscode-tkn=".length) ?? "";
  const allowed =
    shown.length === token.length && timingSafeEqual(Buffer.from(shown), Buffer.from(token));
  if (request.method !== "POST" || !allowed) return void response.writeHead(403).end();
  response
    .writeHead(200, { "content-type": "application/octet-stream", "cache-control": "no-store" })
    .end(half);
}

function secretKeyHalf(userData: string): Buffer {
  const file = join(userData, "secret-key-half");
  try {
    return readFileSync(file);
  } catch {
    const half = randomBytes(32);
    writeFileSync(file, half, { mode: 0o600, flag: "wx" });
    return half;
  }
}

/** Guards against pages that point a name of their own at 127.0.0.1. */
function isOwnHost(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "");
}

/** VS Code's helpers (extension hosts, file watchers, terminals) are in this process's group. */
function endGroup(): void {
  if (process.platform === "win32") process.exit(0);
  process.kill(-process.pid, "SIGKILL");
}
