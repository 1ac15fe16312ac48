/** A real town on a free port of this machine, for tests of the extension. */
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { type Client, createClient } from "../../../src/client/client.ts";
import { ok, type Result } from "../../../src/core/failure.ts";
import type { Privacy } from "../../../src/core/val.ts";
import { checkReplies } from "../../town/support/check-replies.ts";
import { createTown } from "../../../src/town/town.ts";

export interface TestTown {
  readonly origin: string;
  /** The owner's interactive credential. */
  readonly session: string;
  /** What the town wrote to its log. */
  readonly log: readonly string[];
  /** The owner, whose handle is `you`. */
  readonly owner: Client;
  /** Adds a person and gives a client that acts as them. */
  join(handle: string): Promise<{ readonly client: Client; readonly session: string }>;
  clientOf(token: string): Client;
  close(): Promise<void>;
}

export async function startTestTown(t: Pick<TestContext, "after">): Promise<TestTown> {
  const log: string[] = [];
  const town = await createTown({ log: (line) => void log.push(line) });
  const verify = checkReplies(town.app);
  await town.app.listen({ host: "127.0.0.1", port: 0 });
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    town.app.server.closeAllConnections();
    await town.close();
  };
  t.after(async () => {
    await close();
    verify();
  });
  const origin = `http://127.0.0.1:${(town.app.server.address() as AddressInfo).port}`;
  const session = await town.createSession();
  const clientOf = (token: string) =>
    createClient({ origin, fetch, credential: async () => ok(token) });
  const owner = clientOf(session);
  return {
    origin,
    session,
    log,
    owner,
    clientOf,
    async join(handle) {
      const member = must(await owner.call("addMember", { body: { handle, role: "writer" } }));
      return { client: clientOf(member.session), session: member.session };
    },
    close,
  };
}

/** The value of a result; throws its failure. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** Makes a val with files. Gives its id. */
export async function addVal(
  client: Client,
  name: string,
  files: Readonly<Record<string, string>>,
  privacy: Privacy = "private",
): Promise<string> {
  const val = must(await client.call("createVal", { body: { name, privacy } }));
  for (const [path, content] of Object.entries(files)) {
    const body = { type: "script", content } as const;
    must(await client.call("createFile", { params: { val_id: val.id }, query: { path }, body }));
  }
  return val.id;
}

/** Writes a file as somebody else would: without a look at its version. */
export async function overwriteFile(
  client: Client,
  id: string,
  path: string,
  content: string,
): Promise<number> {
  const written = await client.call("updateFile", {
    params: { val_id: id },
    query: { path },
    body: { content },
  });
  return must(written).version;
}

export async function readFile(client: Client, id: string, path: string): Promise<string> {
  const query = { path };
  return new TextDecoder().decode(
    must(await client.call("getContent", { params: { val_id: id }, query })),
  );
}

export async function versionOf(
  client: Client,
  id: string,
  path: string,
): Promise<number | undefined> {
  const query = { path: "", recursive: true };
  const listed = must(await client.call("listFiles", { params: { val_id: id }, query }));
  return listed.data.find((file) => file.path === path)?.version;
}
