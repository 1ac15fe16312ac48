/** Val Town's own client, unchanged, against the town. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import ValTown from "@valtown/sdk";
import { makeFolder } from "./support/folders.ts";
import { openTestTown } from "./support/http.ts";
import { eachMethod, noteCalls } from "./support/sdk-methods.ts";

const town = await openTestTown({ databases: { folder: makeFolder() } });
const client = new ValTown({ bearerToken: town.session, baseURL: town.origin, maxRetries: 0 });
const called = noteCalls(client);

suite("the official SDK", () => {
  test("knows who it is", async () => {
    const me = await client.me.profile.retrieve();
    assert.equal(me.username, "you");
    assert.equal((await client.users.retrieve(me.id)).username, "you");
    assert.equal((await client.alias.username.retrieve("you")).id, me.id);
  });

  test("makes, finds, lists and deletes vals, all pages of them", async () => {
    const made = [];
    for (const name of ["one", "two", "three", "four", "five"]) {
      made.push(await client.vals.create({ name, privacy: "public", description: "sdk" }));
    }
    const [first] = made;
    assert.ok(first);
    assert.deepEqual(await client.vals.retrieve(first.id), first);
    assert.deepEqual(await client.alias.username.valName.retrieve("you", "one"), first);
    const listed: string[] = [];
    for await (const val of client.vals.list({ limit: 2 })) listed.push(val.name);
    assert.deepEqual(listed.toSorted(), ["five", "four", "one", "three", "two"]);
    const own: string[] = [];
    for await (const val of client.me.vals.list({ limit: 2, offset: 0 })) own.push(val.name);
    assert.deepEqual(own, listed);
    const found: string[] = [];
    for await (const { name } of client.search.vals.list({ query: "t", limit: 1, offset: 0 }))
      found.push(name);
    assert.deepEqual(found.toSorted(), ["three", "two"]);
    await client.vals.delete(first.id);
    await assert.rejects(client.vals.retrieve(first.id), { status: 404 });
    await assert.rejects(client.vals.create({ name: "two", privacy: "public" }), { status: 409 });
  });

  test("writes, reads, lists and deletes files", async () => {
    const { id } = await client.vals.create({ name: "files", privacy: "private" });
    const made = await client.vals.files.create(id, {
      path: "main.ts",
      type: "script",
      content: "export default 1",
    });
    assert.equal(made.version, 1);
    await client.vals.files.create(id, { path: "dir", type: "directory" });
    const changed = await client.vals.files.update(id, {
      path: "main.ts",
      content: "export default 2",
    });
    assert.equal(changed.version, 3);
    const paths: string[] = [];
    for await (const file of client.vals.files.retrieve(id, {
      path: "",
      recursive: true,
      limit: 1,
      offset: 0,
    }))
      paths.push(file.path);
    assert.deepEqual(paths, ["dir", "main.ts"]);
    const content = await client.vals.files.getContent(id, { path: "main.ts" });
    assert.equal(await content.text(), "export default 2");
    const older = await client.vals.files.getContent(id, { path: "main.ts", version: 1 });
    assert.equal(await older.text(), "export default 1");
    assert.deepEqual(await client.files.retrieve(made.id), changed);
    await client.vals.files.delete(id, { path: "", recursive: true });
    const branches = [];
    for await (const branch of client.vals.branches.list(id, { limit: 10, offset: 0 }))
      branches.push(branch);
    assert.deepEqual(
      branches.map(({ name, version }) => [name, version]),
      [["main", 4]],
    );
    assert.equal((await client.vals.branches.retrieve(id, branches[0]?.id ?? "")).name, "main");
  });

  test("makes, reads and deletes branches", async () => {
    const { id } = await client.vals.create({ name: "branched", privacy: "private" });
    await client.vals.files.create(id, { path: "a.ts", type: "script", content: "1" });
    const draft = await client.vals.branches.create(id, { name: "draft" });
    const inside = { path: "a.ts", branch_id: draft.id };
    await client.vals.files.update(id, { ...inside, content: "2" });
    const content = await client.vals.files.getContent(id, inside);
    assert.equal(await content.text(), "2");
    await assert.rejects(client.vals.branches.create(id, { name: "draft" }), { status: 409 });
    await client.vals.branches.delete(id, draft.id);
    await assert.rejects(client.vals.branches.retrieve(id, draft.id), { status: 404 });
  });

  test("reads traces and logs", async () => {
    const window = { direction: "desc", limit: 5 } as const;
    assert.deepEqual((await client.telemetry.traces.list(window)).data, []);
    assert.deepEqual((await client.telemetry.logs.list(window)).data, []);
  });

  test("finds no organisations", async () => {
    for await (const { id } of client.orgs.list({ limit: 1, offset: 0 })) assert.fail(id);
  });

  test("keeps environment variables and blobs", async () => {
    const { id } = await client.vals.create({ name: "env", privacy: "private" });
    await client.vals.environmentVariables.create(id, { key: "KEY", value: "v" });
    await client.vals.environmentVariables.update(id, "KEY", { value: "w" });
    const keys: string[] = [];
    for await (const { key } of client.vals.environmentVariables.list(id, { limit: 10, offset: 0 }))
      keys.push(key);
    assert.deepEqual(keys, ["KEY"]);
    await client.vals.environmentVariables.delete(id, "KEY");
    await client.blobs.store("greeting", new TextEncoder().encode("hello") as never);
    assert.equal(await (await client.blobs.get("greeting")).text(), "hello");
    assert.deepEqual(
      (await client.blobs.list({ prefix: "greet" })).map(({ key, size }) => [key, size]),
      [["greeting", 5]],
    );
    await client.blobs.delete("greeting");
    assert.deepEqual(await client.blobs.list(), []);
  });

  test("queries the database of the account", async () => {
    const { sqlite } = client;
    await sqlite.execute({ statement: "create table books (id integer primary key, title text)" });
    const insert = { sql: "insert into books (title) values (:title)", args: { title: "Emma" } };
    const [made] = await sqlite.batch({ statements: [insert], mode: "write" });
    assert.deepEqual([made?.rowsAffected, made?.lastInsertRowid], [1, "1"]);
    const read = await sqlite.execute({
      statement: { sql: "select id, title from books where id = ?", args: [1] },
    });
    assert.deepEqual(read.columns, ["id", "title"]);
    assert.deepEqual(read.columnTypes, ["INTEGER", "TEXT"]);
    assert.deepEqual(read.rows, [[1, "Emma"]]);
    await assert.rejects(sqlite.execute({ statement: "selec" }), {
      status: 400,
      message: /SQLITE_ERROR: near "selec": syntax error/,
    });
  });

  test("sends messages", async () => {
    const sent = await client.emails.send({ to: "ann@example.com", subject: "Hi", text: "Hello" });
    assert.equal(sent.message, "Email accepted to be sent");
    const [kept] = (await town.you("listEmails")).json.data;
    assert.deepEqual([kept.to, kept.subject], [[{ email: "ann@example.com" }], "Hi"]);
  });

  test("tells what a token lacks in the message of its error", async () => {
    const weak = new ValTown({
      bearerToken: await town.makeToken({ scopes: ["vals:read"] }),
      baseURL: town.origin,
      maxRetries: 0,
    });
    await assert.rejects(weak.me.profile.retrieve(), {
      status: 403,
      message: /required permissions.*user:read/,
    });
    const none = new ValTown({ bearerToken: "vtlp_nonsense", baseURL: town.origin, maxRetries: 0 });
    await assert.rejects(none.me.profile.retrieve(), { status: 401 });
  });

  test("has no method that was not called", async () => {
    const all: string[] = [];
    eachMethod(client, (path) => void all.push(path));
    assert.ok(all.length >= 34);
    assert.deepEqual(
      all.filter((path) => !called.has(path)),
      [],
    );
  });
});
