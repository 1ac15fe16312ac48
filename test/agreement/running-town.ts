/** A real town with real sandbox processes, driven over HTTP as a client would. */
import assert from "node:assert/strict";
import type { Scope } from "../../src/core/scope.ts";
import type { RunEvent } from "../../src/protocol/run-event.ts";
import { startTown } from "../../src/town/main.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

export interface Person {
  readonly handle: string;
  readonly session: string;
}

export interface AgreementTown {
  /** The owner. */
  readonly ann: Person;
  readonly bob: Person;
  /** Creates a val, or gives an existing one another text, privacy stays; gives its id. */
  put(owner: Person, name: string, text: string, privacy?: string): Promise<string>;
  /** The id of the file of a val. */
  fileOf(owner: Person, id: string): Promise<string>;
  grant(owner: Person, id: string, scopes: readonly Scope[]): Promise<void>;
  setSecret(owner: Person, key: string, value: string): Promise<void>;
  /** Runs a val and gives everything that it reported. */
  run(caller: Person, handle: string): Promise<readonly RunEvent[]>;
  close(): Promise<void>;
}

export async function openAgreementTown(): Promise<AgreementTown> {
  const atEnd: (() => void)[] = [];
  const town = await startTown({
    data: temporaryFolder({ after: (end) => void atEnd.push(end as () => void) }),
    door: { kind: "tcp", host: "127.0.0.1", port: 0 },
    handle: "ann",
    log: () => {},
  });
  assert.ok("session" in town);
  const origin = town.announcement.url ?? "";
  const ann: Person = { handle: "ann", session: town.session };
  const send = async (person: Person, method: string, path: string, body?: unknown) => {
    const response = await fetch(origin + path, {
      method,
      headers: { authorization: `Bearer ${person.session}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
  };
  const member = await send(ann, "POST", "/v1/members", { handle: "bob", role: "writer" });
  const ids = new Map<string, string>();
  return {
    ann,
    bob: { handle: "bob", session: String(member["session"]) },
    async put(owner, name, text, privacy = "public") {
      const key = `${owner.handle}/${name}`;
      const known = ids.get(key);
      const made = known ?? (await send(owner, "POST", "/v2/vals", { name, privacy }))["id"];
      const id = String(made);
      ids.set(key, id);
      const path = `/v2/vals/${id}/files?path=main.tsx`;
      if (known === undefined) await send(owner, "POST", path, { type: "script", content: text });
      else await send(owner, "PUT", path, { content: text });
      return id;
    },
    async fileOf(owner, id) {
      const path = `/v2/vals/${id}/files?path=main.tsx&limit=1&offset=0`;
      const { data } = (await send(owner, "GET", path)) as { data?: readonly { id: string }[] };
      return data?.[0]?.id ?? "";
    },
    async grant(owner, id, scopes) {
      await send(owner, "PUT", `/v2/vals/${id}/permissions`, { scopes });
    },
    async setSecret(owner, key, value) {
      await send(owner, "POST", "/v1/secrets", { key, value });
    },
    async run(caller, handle) {
      const response = await fetch(`${origin}/v1/run/${handle}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${caller.session}`,
          "content-type": "application/json",
          accept: "text/event-stream",
        },
        body: JSON.stringify({ args: [] }),
      });
      return eventsOf(await response.text());
    },
    async close() {
      await town.close();
      for (const end of atEnd) end();
    },
  };
}

function eventsOf(stream: string): readonly RunEvent[] {
  return stream
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => JSON.parse(line.slice(5)) as RunEvent);
}
