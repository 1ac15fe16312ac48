import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { suite, test, type TestContext } from "node:test";
import { backUpTown } from "../../../src/town/serve/backup.ts";
import { restoreTown, type RestoreOptions } from "../../../src/town/serve/restore.ts";
import { startTown, type RunningTown } from "../../../src/town/serve/start-town.ts";
import { askTown } from "../support/ask-town.ts";
import { makeFolder } from "../support/folders.ts";

const now = new Date("2026-01-02T03:04:05.678Z");

async function start(context: TestContext, data: string): Promise<RunningTown> {
  const door = { kind: "tcp", host: "127.0.0.1", port: 0 } as const;
  const town = await startTown({ data, door, log: () => {} });
  assert.ok(!("running" in town));
  context.after(() => town.close());
  return town;
}

const restore = (data: string, file: string, more: Partial<RestoreOptions> = {}) =>
  restoreTown({ data, file, force: false, forget: false, now, ...more });

/** Every file of a folder with its content. */
function contentsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const bytes = readFileSync(join(folder, name));
        return [name, createHash("sha256").update(bytes).digest("hex")];
      }),
  );
}

/** A stopped town with a val and a secret, its folder and its backup. */
async function backedUp(context: TestContext): Promise<{ data: string; file: string }> {
  const data = makeFolder();
  const town = await start(context, data);
  const ask = askTown(town);
  await ask("/v2/vals", { method: "POST", body: { name: "kept", privacy: "private" } });
  await ask("/v1/secrets/openai", { method: "PUT", body: { value: "sk-planted" } });
  const file = await backUpTown(data, join(makeFolder(), "backup.sqlite"), now);
  await town.close();
  return { data, file };
}

async function namesIn(town: RunningTown): Promise<readonly string[]> {
  const { json } = await askTown(town)("/v2/me/vals?limit=100");
  return (json as { data: readonly { name: string }[] }).data.map(({ name }) => name).toSorted();
}

suite("a backup", () => {
  test("made while others write holds what was there at one moment, whole", async (context) => {
    const data = makeFolder();
    const town = await start(context, data);
    const ask = askTown(town);
    const { json } = await ask("/v2/vals", {
      method: "POST",
      body: { name: "busy", privacy: "private" },
    });
    const { id } = json as { id: string };
    let [made, stop] = [0, false];
    const writing = (async () => {
      while (!stop) {
        const path = `/v2/vals/${id}/files?path=f${made}.ts`;
        const { status } = await ask(path, {
          method: "POST",
          body: { type: "file", content: "x" },
        });
        assert.equal(status, 201);
        made++;
      }
    })();
    const folder = makeFolder();
    for (let round = 0; round < 4; round++) {
      const before = made;
      const file = await backUpTown(data, join(folder, `${round}.sqlite`), now);
      const copy = new DatabaseSync(file);
      const [row] = copy
        .prepare(
          "select version, (select count(*) from versions) as versions, (select count(*) from entries) as entries from branches",
        )
        .all();
      copy.close();
      assert.equal(row?.["version"], row?.["versions"]);
      assert.equal(row?.["version"], row?.["entries"]);
      assert.ok(Number(row?.["version"]) >= before);
    }
    stop = true;
    await writing;
    assert.ok(made > 0);
  });

  test("is closed to others, holds neither key nor secret, and overwrites nothing", async (context) => {
    const { data, file } = await backedUp(context);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const bytes = readFileSync(file);
    assert.ok(!bytes.includes("sk-planted"));
    assert.ok(!bytes.includes(readFileSync(join(data, "secrets.key"))));
    await assert.rejects(backUpTown(data, file, now), /is there already/);
    assert.deepEqual(readFileSync(file), bytes);
    const folder = makeFolder();
    const named = await backUpTown(data, folder, now);
    assert.equal(named, join(folder, "town-2026-01-02T03-04-05Z.sqlite"));
    await assert.rejects(backUpTown(data, folder, now), /is there already/);
    await assert.rejects(backUpTown(data, join(folder, "none", "x"), now), /cannot be written/);
    assert.deepEqual(readdirSync(folder), ["town-2026-01-02T03-04-05Z.sqlite"]);
    await assert.rejects(backUpTown(folder, join(folder, "x"), now), /there is no town in/);
  });

  test("with its key brings vals, secrets and tokens back elsewhere", async (context) => {
    const { data, file } = await backedUp(context);
    const other = join(makeFolder(), "other");
    const done = await restore(other, file, { keyFile: join(data, "secrets.key") });
    assert.deepEqual(done, { before: undefined, forgotten: 0 });
    copyFileSync(join(data, "session"), join(other, "session"));
    const town = await start(context, other);
    assert.equal(town.session, readFileSync(join(data, "session"), "utf8").trim());
    assert.deepEqual(await namesIn(town), ["kept"]);
    for (const name of readdirSync(other))
      assert.equal(statSync(join(other, name)).mode & 0o077, 0, `${name} is open to others`);
  });

  test("brings the databases of accounts and vals back, as they were", async (context) => {
    const data = makeFolder();
    await (await start(context, data)).close();
    const [owner, val] = ["1", "2"].map((digit) => digit.repeat(36));
    const [account, ofVal] = ["account", `val-${val}`].map((name) =>
      join("databases", owner ?? "", `${name}.sqlite`),
    );
    const write = (folder: string, path = "", sql = ""): void => {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      const database = new DatabaseSync(join(folder, path));
      database.exec(sql);
      database.close();
    };
    write(data, account, "create table notes (text); insert into notes values (zeroblob(9000000))");
    write(data, ofVal, "create table notes (text); insert into notes values ('of the val')");
    const read = (folder: string, path = ""): unknown => {
      const database = new DatabaseSync(join(folder, path), { readOnly: true });
      const row = database.prepare("select length(text) as length, text from notes").get();
      database.close();
      return row?.["length"] === 9_000_000 ? row["length"] : row?.["text"];
    };
    const file = await backUpTown(data, join(makeFolder(), "backup.sqlite"), now);
    write(data, ofVal, "update notes set text = 'changed since'");
    const other = makeFolder();
    for (const folder of [data, other]) {
      await restore(folder, file, { force: true });
      assert.equal(read(folder, account), 9_000_000);
      assert.equal(read(folder, ofVal), "of the val");
    }
    const kept = readdirSync(data).find((name) => /^town-before-.*-databases$/.test(name)) ?? "";
    assert.equal(read(join(data, kept), ofVal?.slice("databases/".length)), "changed since");
    assert.ok(!readdirSync(other).some((name) => name.includes("part")));
  });

  test("without its key is put nowhere, unless its secrets may be lost", async (context) => {
    const { file } = await backedUp(context);
    const other = makeFolder();
    await assert.rejects(restore(other, file), { name: "LostKey" });
    assert.deepEqual(readdirSync(other), ["lock"]);
    const wrong = join(makeFolder(), "key");
    writeFileSync(wrong, Buffer.alloc(32, 5));
    await assert.rejects(restore(other, file, { keyFile: wrong }), /is not the key of the secrets/);
    writeFileSync(wrong, "short");
    await assert.rejects(restore(other, file, { keyFile: wrong }), /is not the key of a town/);
    assert.deepEqual(readdirSync(other), ["lock"]);
    assert.deepEqual(await restore(other, file, { forget: true }), {
      before: undefined,
      forgotten: 1,
    });
    assert.deepEqual(await namesIn(await start(context, other)), ["kept"]);
  });

  test("takes the place of a town only by force, which keeps the other, and never of a running one", async (context) => {
    const { data, file } = await backedUp(context);
    const town = await start(context, data);
    await askTown(town)("/v2/vals", { method: "POST", body: { name: "late", privacy: "private" } });
    assert.ok("running" in (await restore(data, file, { force: true })));
    await town.close();
    const untouched = contentsOf(data);
    await assert.rejects(restore(data, file), /holds a town already; --force/);
    assert.deepEqual(contentsOf(data), untouched);
    const done = await restore(data, file, { force: true });
    assert.ok("before" in done && done.before !== undefined);
    const restored = await start(context, data);
    assert.deepEqual(await namesIn(restored), ["kept"]);
    await restored.close();
    const again = await restore(data, done.before, {
      force: true,
      now: new Date(now.getTime() + 1000),
    });
    assert.ok("before" in again);
    assert.deepEqual(await namesIn(await start(context, data)), ["kept", "late"]);
  });

  test("that is broken, cut off, foreign or of a newer town is refused, and nothing changes", async (context) => {
    const { data, file } = await backedUp(context);
    const folder = makeFolder();
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("text"), "not a database at all".repeat(100));
    writeFileSync(at("empty"), "");
    mkdirSync(at("folder"));
    const bytes = readFileSync(file);
    writeFileSync(at("cut"), bytes.subarray(0, Math.floor(bytes.length / 2)));
    const torn = Buffer.from(bytes);
    torn.fill(0xa5, 4096 * 2, 4096 * 6);
    writeFileSync(at("torn"), torn);
    const change = (name: string, sql: string, from?: string): void => {
      if (from !== undefined) copyFileSync(from, at(name));
      const database = new DatabaseSync(at(name));
      database.exec(sql);
      database.close();
    };
    change("foreign", "create table notes (text text); insert into notes values ('mine')");
    change("newer", "insert into kysely_migration values ('9999-future', '')", file);
    change(
      "escaping",
      "create table bundledFiles (name, part, bytes); insert into bundledFiles values ('../../x', 0, x'00')",
      file,
    );
    change("dangling", "pragma foreign_keys = off; delete from users", file);
    const [before, offered] = [
      contentsOf(data),
      readdirSync(folder).filter((name) => name !== "folder"),
    ];
    for (const [name, said] of [
      ["text", /not a database/],
      ["empty", /none of a town/],
      ["folder", /there is no file/],
      ["absent", /there is no file/],
      ["cut", /damaged|cannot be read/],
      ["torn", /damaged|cannot be read/],
      ["foreign", /none of a town/],
      ["newer", /newer version of Valsmith.*9999-future/],
      ["dangling", /damaged/],
      ["escaping", /x" is no name of a file/],
    ] as const) {
      await assert.rejects(restore(data, at(name), { force: true }), (error: Error) => {
        assert.ok(name === "escaping" || error.name === "BackupFailed");
        assert.match(error.message, said, name);
        return true;
      });
    }
    assert.deepEqual(contentsOf(data), before);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== "folder"),
      offered,
    );
    const fresh = join(folder, "fresh");
    await assert.rejects(restore(fresh, at("torn")));
    assert.equal(existsSync(fresh), false);
    rmSync(folder, { recursive: true });
  });
});
