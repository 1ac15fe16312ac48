/**
 * Kills a town again and again while clients write, and holds what is there afterwards against what was acknowledged.
 * Everything but the moment of death follows from the seed.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { startTownProcess, type Reply, type TownProcess } from "./town-process.ts";

export interface TortureOptions {
  /** Data folder of the town. */
  readonly data: string;
  readonly seed: number;
  /** Writes to be acknowledged altogether. */
  readonly writes: number;
  /** Writes between two kills, on average. */
  readonly writesPerKill: number;
  readonly clients: number;
}

export interface TortureResult {
  readonly writes: number;
  readonly kills: number;
  /** Writes that were under way when the town died, and are there: whole, or the torture fails. */
  readonly unacknowledged: number;
}

/** What a thing holds; undefined when it is not there. */
type State = string | undefined;

/** Something that one client alone writes. */
interface Thing {
  readonly name: string;
  readonly write: (town: TownProcess, before: State, after: State) => Promise<Reply>;
  /** What it shows of what was written: all of it, or a hash. */
  readonly read: (town: TownProcess) => Promise<State>;
  readonly shown: (written: string) => string;
  /** What was acknowledged last. */
  known: State;
  /** What was being written when the town died. */
  pending: { readonly state: State } | undefined;
}

const sizes = [10, 300, 5_000, 60_000];
const countedFile = "counted.ts";

/** A generator of numbers from 0 to below 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs the torture. Throws at the first write that was acknowledged and is lost, or is there by half. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const { data, seed, clients, writesPerKill } = options;
  const random = createRandom(seed);
  let town = await startTownProcess(["--data", data, "--port", "0"]);
  let [writes, kills, unacknowledged, counted] = [0, 0, 0, 0];
  try {
    const valId = await prepare(town);
    const things = Array.from({ length: clients }, (_, client) => thingsOf(client, valId));
    while (writes < options.writes) {
      const quota = 1 + Math.floor(random() * 2 * writesPerKill);
      const pause = random() * 12;
      const round = { acknowledged: 0, counted: 0, uncounted: 0, over: false };
      const dying = Promise.withResolvers<void>();
      const acknowledge = (): void => {
        round.acknowledged++;
        if (round.acknowledged === quota) void delay(pause).then(dying.resolve);
      };
      const writing = things.map((own) => {
        const clientRandom = createRandom(Math.floor(random() * 2 ** 32));
        return client(town, own, valId, clientRandom, round, acknowledge);
      });
      // A client that meets something it did not expect ends the round.
      await Promise.race([dying.promise, Promise.all(writing)]);
      round.over = true;
      await town.end("SIGKILL");
      await Promise.all(writing);
      kills++;
      checkDatabase(join(data, "town.sqlite"));
      town = await startTownProcess(["--data", data, "--port", "0"]);
      for (const thing of things.flat()) if (await settle(thing, town)) unacknowledged++;
      const total = Number((await readFile(town, valId, countedFile)).text);
      counted += round.counted;
      assert.ok(
        total >= counted && total <= counted + round.uncounted,
        `the shared counter is at ${total} after ${counted} acknowledged steps and ${round.uncounted} others`,
      );
      counted = total;
      writes += round.acknowledged;
    }
    return { writes, kills, unacknowledged };
  } finally {
    await town.end("SIGKILL");
  }
}

async function prepare(town: TownProcess): Promise<string> {
  const made = await town.ask("/v2/vals", {
    method: "POST",
    body: { name: "tortured", privacy: "private" },
  });
  const { id } = JSON.parse(made.text) as { id: string };
  const file = await writeFile(town, id, countedFile, undefined, "0");
  assert.equal(file.status, 201, file.text);
  return id;
}

/** Writes until the town is dead. */
async function client(
  town: TownProcess,
  own: readonly Thing[],
  valId: string,
  random: () => number,
  round: { counted: number; uncounted: number; readonly over: boolean },
  acknowledge: () => void,
): Promise<void> {
  for (let number = 0; !round.over; number++) {
    if (random() < 0.15) {
      if (!(await step(town, valId, round, acknowledge))) return;
      continue;
    }
    const thing = own[Math.floor(random() * own.length)];
    if (thing === undefined) return;
    const remove = thing.known !== undefined && random() < 0.25;
    const size = sizes[Math.floor(random() * sizes.length)] ?? 1;
    const after = remove ? undefined : contentOf(`${thing.name} ${random()} ${number}`, size);
    const shown = after === undefined ? undefined : thing.shown(after);
    thing.pending = { state: shown };
    let reply: Reply;
    try {
      reply = await thing.write(town, thing.known, after);
    } catch {
      return;
    }
    assert.ok(reply.status < 300, `${thing.name}: ${reply.status} ${reply.text}`);
    thing.known = shown;
    thing.pending = undefined;
    acknowledge();
  }
}

/** Counts up a file that all clients share; false when the town died meanwhile. */
async function step(
  town: TownProcess,
  valId: string,
  round: { counted: number; uncounted: number },
  acknowledge: () => void,
): Promise<boolean> {
  let sent = false;
  try {
    const { text, version } = await readFile(town, valId, countedFile);
    sent = true;
    const next = String(Number(text) + 1);
    const headers = { "if-match": `"${version}"` };
    const reply = await writeFile(town, valId, countedFile, text, next, headers);
    if (reply.status === 412) return true;
    assert.equal(reply.status, 200, reply.text);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    if (sent) round.uncounted++;
    return false;
  }
  round.counted++;
  acknowledge();
  return true;
}

/** Finds a thing as it was left; true when it holds what nobody acknowledged. */
async function settle(thing: Thing, town: TownProcess): Promise<boolean> {
  const found = await thing.read(town);
  const { known, pending } = thing;
  const isPending = pending !== undefined && found === pending.state && found !== known;
  assert.ok(
    found === known || isPending,
    `${thing.name} holds ${brief(found)}; acknowledged was ${brief(known)}${pending === undefined ? "" : `, under way ${brief(pending.state)}`}`,
  );
  thing.known = found;
  thing.pending = undefined;
  return isPending;
}

/** What a client writes: files of a val that all share, blobs, secrets, and vals of its own. */
function thingsOf(client: number, valId: string): readonly Thing[] {
  const make = (
    name: string,
    write: Thing["write"],
    read: Thing["read"],
    shown: Thing["shown"] = (written) => written,
  ): Thing => ({
    name,
    write,
    read,
    shown,
    known: undefined,
    pending: undefined,
  });
  const each = (kind: string, build: (name: string) => Thing): readonly Thing[] =>
    [0, 1, 2].map((number) => build(`${kind}${client}n${number}`));
  return [
    ...each("file", (name) =>
      make(
        name,
        (town, before, after) => writeFile(town, valId, `${name}.ts`, before, after),
        (town) => readText(town, `/v2/vals/${valId}/files/content?path=${name}.ts`),
      ),
    ),
    ...each("blob", (name) =>
      make(
        name,
        (town, _before, after) =>
          town.ask(`/v1/blob/${name}`, after === undefined ? { method: "DELETE" } : posted(after)),
        (town) => readText(town, `/v1/blob/${name}`),
      ),
    ),
    ...each("secret", (name) =>
      make(name, (...all) => writeSecret(name, ...all), readSecret(name), hashOf),
    ),
    ...each("val", (name) => make(name, (...all) => writeVal(name, ...all), readVal(name), hashOf)),
  ];
}

const posted = (body: string) => ({
  method: "POST",
  body,
  headers: { "content-type": "application/octet-stream" },
});

function writeFile(
  town: TownProcess,
  valId: string,
  path: string,
  before: State,
  after: State,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const address = `/v2/vals/${valId}/files?path=${path}`;
  if (after === undefined) return town.ask(address, { method: "DELETE", headers });
  return before === undefined
    ? town.ask(address, { method: "POST", body: { type: "script", content: after } })
    : town.ask(address, { method: "PUT", body: { content: after }, headers });
}

async function readFile(
  town: TownProcess,
  valId: string,
  path: string,
): Promise<{ readonly text: string; readonly version: number }> {
  const listed = await town.ask(`/v2/vals/${valId}/files?path=${path}`);
  const { data } = JSON.parse(listed.text) as { data: readonly { version: number }[] };
  const version = data[0]?.version ?? 0;
  const address = `/v2/vals/${valId}/files/content?path=${path}&version=${version}`;
  return { text: (await town.ask(address)).text, version };
}

async function readText(town: TownProcess, path: string): Promise<State> {
  const { status, text } = await town.ask(path);
  if (status === 404) return undefined;
  assert.equal(status, 200, text);
  return text;
}

/** Values cannot be read, so what is written is told by the description beside it. */
function writeSecret(
  name: string,
  town: TownProcess,
  _before: State,
  after: State,
): Promise<Reply> {
  const address = `/v1/secrets/${name}`;
  if (after === undefined) return town.ask(address, { method: "DELETE" });
  const body = { value: after.slice(0, 4000), description: hashOf(after) };
  return town.ask(address, { method: "PUT", body });
}

const readSecret = (name: string) => async (town: TownProcess) => {
  const { text } = await town.ask("/v1/secrets?limit=100");
  const { data } = JSON.parse(text) as { data: readonly { key: string; description: string }[] };
  return data.find(({ key }) => key === name)?.description;
};

async function writeVal(
  name: string,
  town: TownProcess,
  before: State,
  after: State,
): Promise<Reply> {
  if (before === undefined) {
    const body = { name, privacy: "private", description: hashOf(after ?? "") };
    return await town.ask("/v2/vals", { method: "POST", body });
  }
  const found = await town.ask(`/v2/alias/vals/${town.handle}/${name}`);
  const { id } = JSON.parse(found.text) as { id: string };
  const address = `/v2/vals/${id}`;
  if (after === undefined) return await town.ask(address, { method: "DELETE" });
  return await town.ask(address, { method: "PATCH", body: { description: hashOf(after) } });
}

const readVal = (name: string) => async (town: TownProcess) => {
  const text = await readText(town, `/v2/alias/vals/${town.handle}/${name}`);
  return text === undefined ? undefined : (JSON.parse(text) as { description: string }).description;
};

/** The file as the dead town left it: sound, and no change in it by half. */
function checkDatabase(path: string): void {
  const database = new DatabaseSync(path);
  try {
    const none = (sql: string): void => {
      const rows = database.prepare(sql).all();
      assert.deepEqual(rows, [], sql);
    };
    const [check] = database.prepare("pragma integrity_check").all();
    assert.equal(check?.["integrity_check"], "ok");
    none("pragma foreign_key_check");
    none("select id from vals where id not in (select valId from branches)");
    none(
      "select id from branches b where version <> (select count(*) from versions v where v.branchId = b.id)",
    );
    none(
      "select * from versions v where not exists (select 1 from entries e where e.branchId = v.branchId and (e.version = v.version or e.untilVersion = v.version))",
    );
    none(
      "select branchId, path from entries where untilVersion is null group by branchId, path having count(*) > 1",
    );
    none("select key from blobs where length(bytes) <> size");
    for (const row of database.prepare("select hash, content from entries").iterate()) {
      const content = row["content"];
      assert.equal(row["hash"], hashOf(typeof content === "string" ? content : ""));
    }
  } finally {
    database.close();
  }
}

/** A text that tells by any part of it that it is cut or mixed. */
function contentOf(start: string, size: number): string {
  return `${start}\n`.repeat(Math.ceil(size / (start.length + 1)));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function brief(state: State): string {
  return state === undefined ? "nothing" : `${state.slice(0, 40)}… (${state.length})`;
}
