import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import ts from "typescript";
import { URI } from "vscode-uri";

import { type Closure, createClosure, type Limits } from "../../src/language/closure.ts";
import { fileNameOf } from "../../src/language/file-name.ts";
import { createSources, type Sources } from "../../src/language/sources.ts";
import { parseUri } from "../../src/core/uri.ts";
import type { ReadResult } from "../../src/protocol/lsp.ts";

const limits: Limits = { files: 1000, size: 1_000_000, batch: 200, retry: 10_000 };

let files: Map<string, string>;
let refused: Map<string, "offline" | "private">;
let asked: string[][];
let now: number;
let sources: Sources;

beforeEach(() => {
  files = new Map();
  refused = new Map();
  asked = [];
  now = 0;
  sources = createSources(ts);
});

const name = (val: string, path = "") => fileNameOf(location(val, path));
function location(val: string, path = "") {
  const found = parseUri(`val://local/@${val}${path === "" ? "" : `/${path}`}`);
  assert.ok(found);
  return found;
}

function create(changed: Partial<Limits> = {}): Closure {
  const read = async (uris: readonly string[]): Promise<Record<string, ReadResult>> => {
    asked.push([...uris]);
    await Promise.resolve();
    return Object.fromEntries(
      uris.map((uri) => {
        const at = parseUri(uri);
        const val = `${at?.user}/${at?.name}`;
        const reason = refused.get(val);
        const text = files.get(val);
        if (reason !== undefined) return [uri, { reason }];
        if (text === undefined) return [uri, { reason: "absent" }];
        return [uri, { uri: `val://local/@${val}/main.ts`, text, version: 1 }];
      }),
    );
  };
  return createClosure(
    sources,
    { read },
    { limits: { ...limits, ...changed }, now: () => now, changed: () => {} },
  );
}

/** Opens `ann/root` with this text. */
function open(text: string): string {
  const fileName = name("ann/root", "main.ts");
  const snapshot = ts.ScriptSnapshot.fromString(text);
  sources.open(fileName, {
    uri: URI.parse("val://local/@ann/root/main.ts"),
    snapshot: () => snapshot,
  });
  return fileName;
}

test("reads a chain of vals level by level, and each val once though they refer to each other", async () => {
  files.set("bob/a", "export default @me.b + @me.c");
  files.set("bob/b", "export default @me.c + @ann.root");
  files.set("bob/c", "export default @me.a");
  const closure = create();
  const root = open("@bob.a");
  await closure.ensure(root);
  assert.deepEqual(
    asked.map((uris) => uris.length),
    [1, 2, 1],
  );
  assert.deepEqual(closure.filesOf(root), [
    root,
    ...["bob/a", "bob/b", "bob/c"].map((val) => name(val, "main.ts")),
  ]);
});

test("asks in batches", async () => {
  for (let n = 0; n < 25; n++) files.set(`bob/v${n}`, "export default 1");
  const closure = create({ batch: 10 });
  await closure.ensure(open(Array.from({ length: 25 }, (_, n) => `@bob.v${n}`).join("; ")));
  assert.deepEqual(
    asked.map((uris) => uris.length),
    [10, 10, 5],
  );
});

test("cuts off a program that grows too large, and remembers where", async () => {
  for (let n = 0; n < 10; n++) files.set(`bob/v${n}`, `export default @me.v${n + 1}`);
  const closure = create({ files: 4 });
  const root = open("@bob.v0");
  await closure.ensure(root);
  assert.equal(closure.filesOf(root).length, 5);
  assert.deepEqual(closure.resolution(name("bob/v4")), { kind: "missing", reason: "capped" });
  files.set("bob/big", "x".repeat(2_000_000));
  const small = create();
  await small.ensure(open("@bob.big"));
  assert.deepEqual(small.resolution(name("bob/big")), { kind: "missing", reason: "capped" });
});

test("asks again after a while for what could not be reached, and not for what is not there", async () => {
  refused.set("bob/away", "offline");
  const closure = create();
  const root = open("@bob.away; @bob.none");
  await closure.ensure(root);
  await closure.ensure(root);
  assert.equal(asked.length, 1);
  now = limits.retry;
  refused.clear();
  files.set("bob/away", "export default 1");
  await closure.ensure(root);
  assert.deepEqual(asked.slice(1), [["val-ro://local/@bob/away"]]);
  assert.equal(closure.resolution(name("bob/away"))?.kind, "file");
});

test("forgets a val that has changed, and an answer that was on its way meanwhile", async () => {
  files.set("bob/a", "export default 1");
  const closure = create();
  const root = open("@bob.a");
  await closure.ensure(root);
  assert.equal(closure.invalidate(location("bob/a", "main.ts")), true);
  assert.equal(closure.resolution(name("bob/a")), undefined);
  const outdated = closure.ensure(root);
  closure.invalidate(location("bob/a"));
  await outdated;
  assert.equal(closure.resolution(name("bob/a")), undefined);
  await closure.ensure(root);
  assert.equal(closure.resolution(name("bob/a"))?.kind, "file");
  assert.equal(closure.invalidate(location("bob/other")), false);
});

test("forgets the texts that no open document needs", async () => {
  files.set("bob/a", "export default @me.b");
  files.set("bob/b", "export default 1");
  const closure = create();
  const root = open("@bob.a");
  await closure.ensure(root);
  assert.deepEqual(closure.prune(), []);
  sources.close(root);
  assert.deepEqual([...closure.prune()].toSorted(), [
    name("bob/a", "main.ts"),
    name("bob/b", "main.ts"),
  ]);
  assert.equal(closure.resolution(name("bob/a")), undefined);
});
