/** A Postgres server for tests: Debian's or any other that is installed, in a folder of its own, on loopback, as no root. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { start } from "./processes.ts";

export interface PostgresServer {
  /** `postgres://…` with a password; for the environment, never for an argument. */
  readonly url: string;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** How long the server may take to start, in milliseconds. */
const patience = 30_000;
/** The system's user for Postgres, which takes root's place: the server refuses to run as root. */
const systemUser = "postgres";

/** The folder with the newest installed server's programs; undefined where none is installed. */
export function findPostgres(): string | undefined {
  const onPath = (process.env["PATH"] ?? "").split(delimiter);
  const debian = globSync("/usr/lib/postgresql/*/bin").toSorted((a, b) =>
    b.localeCompare(a, "en", { numeric: true }),
  );
  return [...onPath, ...debian].find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
}

/** Starts a server with an empty database. Throws when it cannot. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "valsmith-postgres-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const other = process.getuid?.() === 0 ? identityOf(systemUser) : undefined;
    const password = randomBytes(18).toString("hex");
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    for (const path of [folder, passwordFile])
      if (other !== undefined) chownSync(path, other.uid, other.gid);
    const data = join(folder, "data");
    const options = { cwd: folder, ...other, env: { PATH: process.env["PATH"], LC_ALL: "C" } };
    execFileSync(
      join(programs, "initdb"),
      ["-D", data, "-U", "valsmith", "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8"],
      { ...options, stdio: ["ignore", "ignore", "inherit"] },
    );
    const port = await freePort();
    const settings = {
      listen_addresses: "127.0.0.1",
      port: String(port),
      unix_socket_directories: "",
      fsync: "off",
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = start(join(programs, "postgres"), ["-D", data, ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    server.child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    const end = Date.now() + patience;
    while (!said.includes("ready to accept connections")) {
      if (server.child.exitCode !== null || Date.now() > end) {
        await server.end();
        throw new Error(`the Postgres server did not start:\n${said}`);
      }
      await delay(50);
    }
    return {
      url: `postgres://valsmith:${password}@127.0.0.1:${port}/postgres`,
      async stop() {
        await server.end();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function identityOf(name: string): { readonly uid: number; readonly gid: number } {
  const read = (flag: string): number =>
    Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: read("-u"), gid: read("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
