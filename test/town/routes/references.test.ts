import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Caller } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const annsSession = await town.addMember("ann");
const ann = town.as(annsSession);

/** A val with one file. */
async function write(
  session: string,
  name: string,
  privacy: string,
  content: string,
  path = "main.ts",
): Promise<string> {
  const id = await town.makeVal(name, privacy, session);
  await town.as(session)("createFile", {
    params: { val_id: id },
    query: { path },
    body: { type: path.endsWith(".md") ? "file" : "script", content },
  });
  return id;
}

/** Who uses a val, as `user/name: paths`. */
async function users(id: string, as: Caller): Promise<readonly string[]> {
  const got = await as("listReferences", { params: { val_id: id } });
  assert.equal(got.status, 200, got.text);
  return got.json.data
    .map(
      ({ val, paths }: { val: { author: { username: string }; name: string }; paths: string[] }) =>
        `${val.author.username}/${val.name}: ${paths.join(" ")}`,
    )
    .toSorted();
}

const target = await write(town.session, "util_x", "public", "export const add = 1;");
const url = "https://esm.town/v/you/util_x";

suite("who uses a val", () => {
  test("is told from imports and from classic references, with the files", async () => {
    await write(annsSession, "imports", "public", `import { add } from "${url}/main.ts";`);
    await write(annsSession, "pinned", "public", `export * from "${url}@3-main/main.ts";`);
    await write(annsSession, "dynamic", "public", `const m = await import("${url}");`);
    await write(
      annsSession,
      "classic",
      "public",
      "export const n = () => @you.util_x + 1;",
      "a.tsx",
    );
    await write(town.session, "own", "public", "export const n = () => @me.util_x + 1;");
    assert.deepEqual(await users(target, town.as(null)), [
      "ann/classic: a.tsx",
      "ann/dynamic: main.ts",
      "ann/imports: main.ts",
      "ann/pinned: main.ts",
      "you/own: main.ts",
    ]);
  });

  test("is not told from comments, texts, other names and other files", async () => {
    const before = await users(target, you);
    await write(annsSession, "comment", "public", `// import "${url}"; @you.util_x`);
    await write(annsSession, "text", "public", `console.log('${url}', "@you.util_x");`);
    await write(annsSession, "longer", "public", `import "${url}_more/main.ts"; @you.util_xyz;`);
    await write(annsSession, "alike", "public", "@you.utilAx; @ann.util_x;");
    await write(annsSession, "mine", "public", "@me.util_x; // not of you");
    await write(annsSession, "page", "public", `import "${url}";`, "README.md");
    assert.deepEqual(await users(target, you), before);
  });

  test("follows what is current", async () => {
    const id = await write(annsSession, "passing", "public", `import "${url}";`);
    assert.ok((await users(target, you)).includes("ann/passing: main.ts"));
    await ann("updateFile", {
      params: { val_id: id },
      query: { path: "main.ts" },
      body: { content: "export default 1;" },
    });
    assert.ok(!(await users(target, you)).includes("ann/passing: main.ts"));
  });

  test("never tells of a val that the caller may not see listed", async () => {
    await write(annsSession, "hidden", "private", `import "${url}";`);
    await write(annsSession, "unlisted", "unlisted", `import "${url}";`);
    const secret = ["ann/hidden: main.ts", "ann/unlisted: main.ts"];
    const seen = await users(target, ann);
    assert.deepEqual(
      secret.filter((one) => !seen.includes(one)),
      [],
    );
    const blind = town.as(await town.makeToken({ scopes: ["blob:read"] }, annsSession));
    for (const as of [you, town.as(null), blind]) {
      const others = await users(target, as);
      assert.deepEqual(
        secret.filter((one) => others.includes(one)),
        [],
      );
    }
  });

  test("is paged, and asked only of a val that one can see", async () => {
    const all = await users(target, you);
    const first = await you("listReferences", {
      params: { val_id: target },
      query: { limit: 2 },
    });
    assert.equal(first.json.data.length, 2);
    const rest = await you("listReferences", {
      params: { val_id: target },
      query: { offset: 2, limit: 100 },
    });
    assert.equal(rest.json.data.length, all.length - 2);
    assert.ok(first.json.links.next && !rest.json.links.next);
    const hidden = await town.makeVal("private_target", "private");
    const params = { val_id: hidden };
    assert.equal((await ann("listReferences", { params })).status, 404);
    assert.equal((await town.as(null)("listReferences", { params })).status, 401);
    assert.deepEqual(await users(hidden, you), []);
  });
});
