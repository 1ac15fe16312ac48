/**
 * Serves modules to sandbox processes: an HTTP server on the loopback interface that knows nothing but capabilities. A
 * process can import only below its own unguessable path, which ends with it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Module, ModuleReader } from "./resolve.ts";
import type { StandardModules } from "./standard.ts";

export interface ModuleServer {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** A new capability. Until it has a reader it gives standard vals alone. */
  issue(): string;
  /** Lets the capability read a run's modules. */
  assign(capability: string, reader: ModuleReader): void;
  revoke(capability: string): void;
  /** What `https://esm.town/v/` is replaced by in the process of the capability. */
  prefix(capability: string): string;
  close(): Promise<void>;
}

/** Starts the server. */
export async function startModuleServer(standard: StandardModules): Promise<ModuleServer> {
  const readers = new Map<string, ModuleReader | undefined>();
  const server = createServer((request, response) => {
    void answer(readers, standard, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    issue() {
      const capability = randomBytes(24).toString("base64url");
      readers.set(capability, undefined);
      return capability;
    },
    assign: (capability, reader) => void readers.set(capability, reader),
    revoke: (capability) => void readers.delete(capability),
    prefix: (capability) => `http://${host}/m/${capability}/v/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  readers: ReadonlyMap<string, ModuleReader | undefined>,
  standard: StandardModules,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, capability = "", path = ""] =
    /^\/m\/([\w-]{32})\/v\/(.*)$/.exec(request.url ?? "") ?? [];
  const isKnown = request.method === "GET" && readers.has(capability);
  // A page in a browser can be made to ask; it cannot know a capability, and is told nothing.
  if (!isKnown || request.headers.origin !== undefined) {
    response.writeHead(404).end();
    return;
  }
  const module = await find(readers.get(capability), standard, path);
  switch (module.kind) {
    case "text":
      response.writeHead(200, { "content-type": module.contentType, "cache-control": "no-store" });
      response.end(module.text);
      return;
    case "elsewhere":
      response.writeHead(302, { location: `/m/${capability}/v/${module.path}` }).end();
      return;
    case "absent":
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end(module.message);
  }
}

async function find(
  reader: ModuleReader | undefined,
  standard: StandardModules,
  path: string,
): Promise<Module> {
  const [, user, instance, rest = ""] = /^(std(?:~([0-9a-f]{24}))?)\/(.*)$/.exec(path) ?? [];
  if (user !== undefined) {
    const isShared = instance === undefined || instance !== reader?.ownStandard;
    return isShared && instance !== undefined
      ? { kind: "elsewhere", path: `std/${rest}` }
      : standard.find(user, rest);
  }
  return (
    (await reader?.read(`https://esm.town/v/${path}`)) ?? { kind: "absent", message: "No run." }
  );
}
