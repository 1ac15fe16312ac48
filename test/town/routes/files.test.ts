import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you, makeVal } = town;
let counter = 0;

/** A new val with short ways to its files. */
async function openVal() {
  const val_id = await makeVal(`val${counter++}`);
  const params = { val_id };
  return {
    params,
    create: (path: string, content: string | null = "x", headers = {}, type = "script") =>
      you("createFile", { params, query: { path }, body: { type, content }, headers }),
    write: (path: string, body: object, headers = {}) =>
      you("updateFile", { params, query: { path }, body, headers }),
    remove: (path: string, query = {}, headers = {}) =>
      you("deleteFile", { params, query: { path, ...query }, headers }),
    list: (path = "", query = {}) => you("listFiles", { params, query: { path, ...query } }),
    text: async (path: string, query = {}) =>
      (await you("getContent", { params, query: { path, ...query } })).text,
  };
}
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const paths = (got: Got): string[] => got.json.data.map(({ path }: { path: string }) => path);

suite("files", () => {
  test("are made, listed, found by id and read", async () => {
    const val = await openVal();
    const made = await val.create("lib/a.ts", "export default 1", {}, "http");
    assert.equal(made.status, 201);
    assert.equal(made.headers["etag"], '"1"');
    const { id, name, path, version, type } = made.json;
    assert.deepEqual([name, path, version, type], ["a.ts", "lib/a.ts", 1, "http"]);
    assert.deepEqual((await you("getFile", { params: { file_id: id } })).json, made.json);
    assert.deepEqual(paths(await val.list()), ["lib"]);
    assert.deepEqual(paths(await val.list("", { recursive: true })), ["lib", "lib/a.ts"]);
    assert.deepEqual(paths(await val.list("lib")), ["lib/a.ts"]);
    assert.deepEqual(paths(await val.list("lib/a.ts")), ["lib/a.ts"]);
    assert.equal(code(await val.list("other")), "404 not_found");
    assert.equal(await val.text("lib/a.ts"), "export default 1");
    assert.equal(
      (await you("getFile", { params: { file_id: "00000000-0000-4000-8000-000000000000" } }))
        .status,
      404,
    );
  });

  test("are listed in pages", async () => {
    const val = await openVal();
    for (const name of ["a", "b", "c", "d", "e"]) await val.create(`${name}.ts`);
    const first = await val.list("", { limit: 2 });
    assert.deepEqual(paths(first), ["a.ts", "b.ts"]);
    const next = new URL(first.json.links.next);
    assert.deepEqual(Object.fromEntries(next.searchParams), { path: "", limit: "2", offset: "2" });
    const last = await val.list("", { limit: 2, offset: 4 });
    assert.deepEqual([paths(last), last.json.links.next], [["e.ts"], undefined]);
  });

  test("stay readable and listed as they were at every version", async () => {
    const val = await openVal();
    await val.create("a.ts", "one");
    await val.write("a.ts", { content: "two" });
    await val.remove("a.ts");
    assert.equal(await val.text("a.ts", { version: 1 }), "one");
    assert.equal(await val.text("a.ts", { version: 2 }), "two");
    assert.deepEqual(paths(await val.list("", { version: 2 })), ["a.ts"]);
    assert.deepEqual(paths(await val.list("", { version: 0 })), []);
    assert.deepEqual(paths(await val.list()), []);
    assert.equal(code(await val.list("", { version: 4 })), "404 not_found");
    assert.equal(
      code(await you("getContent", { params: val.params, query: { path: "a.ts" } })),
      "404 not_found",
    );
  });

  test("that are written as they are make no version", async () => {
    const val = await openVal();
    await val.create("a.ts", "one");
    const same = await val.write("a.ts", { content: "one" });
    assert.deepEqual([same.status, same.json.version], [200, 1]);
    const [branch] = (await you("listBranches", { params: val.params })).json.data;
    assert.equal(branch.version, 1);
  });

  test("are renamed and moved, directories with all they hold", async () => {
    const val = await openVal();
    const made = await val.create("lib/sub/a.ts", "one");
    const renamed = await val.write("lib", { name: "core" });
    assert.deepEqual([renamed.status, renamed.json.path, renamed.json.version], [200, "core", 2]);
    const moved = await val.write("core/sub/a.ts", {
      parent_path: null,
      name: "b.ts",
      content: "two",
    });
    assert.deepEqual(
      [moved.json.path, moved.json.id, moved.json.version],
      ["b.ts", made.json.id, 3],
    );
    assert.equal(await val.text("b.ts"), "two");
    assert.deepEqual(paths(await val.list("", { recursive: true })), ["b.ts", "core", "core/sub"]);
  });

  test("that are there are not made again, and those that are not are not written", async () => {
    const val = await openVal();
    await val.create("a.ts");
    assert.equal(code(await val.create("a.ts")), "409 name_taken");
    assert.equal(code(await val.create("A.ts")), "409 name_taken");
    assert.equal(code(await val.write("b.ts", { content: "" })), "404 not_found");
    assert.equal(code(await val.remove("b.ts")), "404 not_found");
    await val.create("d", null, {}, "directory");
    await val.create("d/x.ts");
    assert.equal(code(await val.remove("d")), "409 not_empty");
    assert.equal((await val.remove("d", { recursive: true })).status, 204);
    assert.equal((await val.remove("", { recursive: true })).status, 204);
    assert.deepEqual(paths(await val.list()), []);
  });

  for (const path of [
    "..",
    "../x",
    "a/../../b",
    "/etc/passwd",
    "a//b",
    "a\\b",
    "a b",
    "ä",
    ".",
    "a/",
    "%2e%2e/x",
    "x".repeat(49),
    "a\u202Eb",
  ]) {
    test(`are not named ${JSON.stringify(path).slice(0, 30)}`, async () => {
      const val = await openVal();
      assert.equal(code(await val.create(path)), "400 invalid_request");
      assert.equal(code(await val.write(path, { content: "" })), "400 invalid_request");
      assert.equal(code(await val.remove(path)), "400 invalid_request");
      await val.create("ok.ts");
      assert.ok(
        ["400 invalid_request", "409 name_taken"].includes(
          code(await val.write("ok.ts", { parent_path: path })),
        ) || path.length > 0,
      );
      assert.notEqual((await val.write("ok.ts", { name: path })).status, 200);
      assert.deepEqual(paths(await val.list("", { recursive: true })), ["ok.ts"]);
    });
  }

  test("are text of at most 80,000 characters", async () => {
    const val = await openVal();
    assert.equal((await val.create("max.ts", "😀".repeat(40_000))).status, 201);
    assert.equal(code(await val.create("over.ts", "x".repeat(80_001))), "400 invalid_request");
    assert.equal((await val.create("crlf.ts", "\uFEFFa\r\nb\n")).status, 201);
    assert.equal(await val.text("crlf.ts"), "\uFEFFa\r\nb\n");
    for (const content of ["a\0b", "a\ud800b"])
      assert.equal(code(await val.create("nul.ts", content)), "400 invalid_request");
    for (const content of [5, {}, true])
      assert.equal(code(await val.write("max.ts", { content })), "400 invalid_request");
  });
});

suite("preconditions of a write", () => {
  test("a write on a moved base is refused with the current version, and changes nothing", async () => {
    const val = await openVal();
    await val.create("a.ts", "base");
    assert.equal(
      (await val.write("a.ts", { content: "theirs" }, { "if-match": '"1"' })).headers["etag"],
      '"2"',
    );
    const refused = await val.write("a.ts", { content: "mine" }, { "if-match": '"1"' });
    assert.equal(code(refused), "412 precondition_failed");
    assert.equal(refused.json.error.version, 2);
    assert.equal(await val.text("a.ts"), "theirs");
    assert.equal((await val.write("a.ts", { content: "mine" }, { "if-match": '"2"' })).status, 200);
  });

  test("another file's change does not move the base", async () => {
    const val = await openVal();
    await val.create("a.ts", "one");
    await val.create("b.ts", "one");
    assert.equal(
      (await val.write("a.ts", { content: "two" }, { "if-match": '"1"' })).json.version,
      3,
    );
  });

  test("removing and renaming heed them too", async () => {
    const val = await openVal();
    await val.create("d/a.ts", "one");
    await val.write("d/a.ts", { content: "two" });
    assert.equal((await val.remove("d/a.ts", {}, { "if-match": '"1"' })).json.error.version, 2);
    assert.equal((await val.write("d/a.ts", { name: "b.ts" }, { "if-match": '"1"' })).status, 412);
    assert.equal(
      (await val.remove("d", { recursive: true }, { "if-match": '"1"' })).json.error.version,
      2,
    );
    assert.equal((await val.remove("d", { recursive: true }, { "if-match": '"2"' })).status, 204);
    assert.equal((await val.write("d/a.ts", { content: "" }, { "if-match": '"2"' })).status, 412);
  });

  test("If-None-Match: * makes only what is not there", async () => {
    const val = await openVal();
    assert.equal((await val.create("a.ts", "one", { "if-none-match": "*" })).status, 201);
    const again = await val.create("a.ts", "two", { "if-none-match": "*" });
    assert.deepEqual([code(again), again.json.error.version], ["412 precondition_failed", 1]);
    assert.equal(await val.text("a.ts"), "one");
  });

  test("a malformed one is refused rather than ignored", async () => {
    const val = await openVal();
    await val.create("a.ts", "one");
    for (const tag of ["1", '"1', '1"', "v1"]) {
      assert.equal(
        code(await val.write("a.ts", { content: "two" }, { "if-match": tag })),
        "400 invalid_request",
        tag,
      );
    }
    assert.equal(await val.text("a.ts"), "one");
  });

  test("of twenty writers with the same base over HTTP, one wins", async () => {
    const val = await openVal();
    await val.create("a.ts", "base");
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        val.write("a.ts", { content: `${index}` }, { "if-match": '"1"' }),
      ),
    );
    assert.equal(got.filter(({ status }) => status === 200).length, 1);
    assert.equal(
      got.filter((one) => code(one) === "412 precondition_failed" && one.json.error.version === 2)
        .length,
      19,
    );
  });
});
