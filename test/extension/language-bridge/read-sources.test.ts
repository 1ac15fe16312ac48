import assert from "node:assert/strict";
import test from "node:test";
import { fail, type Failure, ok } from "../../../src/core/failure.ts";
import { parseUri, type ValLocation } from "../../../src/core/uri.ts";
import type { OpenDocument } from "../../../src/extension/language-bridge/asking.ts";
import { readSources } from "../../../src/extension/language-bridge/read-sources.ts";
import type { ReadFile, Vals } from "../../../src/extension/vals.ts";
import { foundVal, service } from "../support/service.ts";

const local = service({});

function open(uri: string, text: string): OpenDocument {
  const location = parseUri(uri);
  assert.ok(location);
  return { location, text: () => text };
}

const asking = open("val://local/@you/hello/main.tsx", "await api(@ann.add)");

/** Vals whose files are given by `user/name/path`. */
function vals(files: Readonly<Record<string, string | Failure>>) {
  const read: string[] = [];
  const nameOf = ({ user, name, path }: ValLocation) => `${user}/${name}/${path}`;
  const parts: Pick<Vals, "find" | "main" | "read"> = {
    find: (name) => Promise.resolve(ok(foundVal(local, name.user, name.name))),
    main: (name) => {
      const main = Object.keys(files).find((key) => key.startsWith(`${name.user}/${name.name}/`));
      const path = main?.split("/").slice(2).join("/");
      return Promise.resolve(
        path === undefined
          ? fail({ kind: "notFound", message: "" })
          : ok({ ...name, path, readonly: true }),
      );
    },
    read: (location) => {
      read.push(nameOf(location));
      const text = files[nameOf(location)];
      if (text === undefined) return Promise.resolve(fail({ kind: "notFound", message: "" }));
      if (typeof text !== "string") return Promise.resolve(fail(text));
      return Promise.resolve(ok({ text, version: 7 } as ReadFile));
    },
  };
  return { parts, read };
}

async function readOne(
  uri: string,
  files: Readonly<Record<string, string | Failure>>,
  documents: readonly OpenDocument[] = [asking],
) {
  const { parts } = vals(files);
  const all = await readSources({ vals: parts, open: () => documents }, [uri]);
  assert.deepEqual(Object.keys(all), [uri]);
  return all[uri];
}

test("a val without a file gives its main file under its canonical URI", async () => {
  assert.deepEqual(await readOne("val-ro://local/@ann/add", { "ann/add/main.tsx": "1" }), {
    uri: "val-ro://local/@ann/add/main.tsx",
    text: "1",
    version: 7,
  });
});

test("an own val that was asked for as somebody else's comes back as one that can be written", async () => {
  const read = await readOne("val-ro://local/@you/other/a.ts", { "you/other/a.ts": "1" });
  assert.ok(read && "uri" in read);
  assert.equal(read.uri, "val://local/@you/other/a.ts");
});

test("what is open counts as it stands in the editor, unsaved", async () => {
  const documents = [asking, open("val://local/@you/other/main.ts", "unsaved")];
  const files = { "you/other/main.ts": "saved" };
  for (const uri of ["val://local/@you/other", "val-ro://local/@you/other/main.ts"]) {
    assert.deepEqual(await readOne(uri, files, documents), {
      uri: "val://local/@you/other/main.ts",
      text: "unsaved",
      version: 0,
    });
  }
});

test("an open document of another version or branch does not stand in", async () => {
  const documents = [asking, open("val-ro://local/@ann/add@3/main.tsx", "old")];
  const read = await readOne(
    "val-ro://local/@ann/add/main.tsx",
    { "ann/add/main.tsx": "new" },
    documents,
  );
  assert.ok(read && "text" in read);
  assert.equal(read.text, "new");
});

test("a connection without an open document is not asked at all", async () => {
  const { parts, read } = vals({ "ann/add/main.tsx": "1" });
  const uri = "val-ro://elsewhere.example/@ann/add/main.tsx";
  const all = await readSources({ vals: parts, open: () => [asking] }, [uri]);
  assert.deepEqual(all, { [uri]: { reason: "denied" } });
  assert.deepEqual(read, []);
});

test("every reason for not reading is told apart", async () => {
  const cases: readonly [failure: Failure, reason: string][] = [
    [{ kind: "notFound", message: "" }, "absent"],
    [{ kind: "unauthorized", code: "x", message: "" }, "private"],
    [
      { kind: "forbidden", code: "x", message: "", missingScopes: [], missingActions: [] },
      "denied",
    ],
    [{ kind: "offline", message: "" }, "offline"],
    [{ kind: "service", status: 500, message: "" }, "offline"],
  ];
  for (const [failure, reason] of cases)
    assert.deepEqual(await readOne("val-ro://local/@ann/add/a.ts", { "ann/add/a.ts": failure }), {
      reason,
    });
  assert.deepEqual(await readOne("https://example.com/x.ts", {}), { reason: "absent" });
  assert.deepEqual(await readOne("val-ro://local/@ann/none", {}), { reason: "absent" });
  const huge = { "ann/add/a.ts": "x".repeat(400_000) };
  assert.deepEqual(await readOne("val-ro://local/@ann/add/a.ts", huge), { reason: "tooLarge" });
});

test("many files are read, each answered under the URI that was asked", async () => {
  const uris = Array.from({ length: 30 }, (_, index) => `val-ro://local/@ann/v${index}/a.ts`);
  const files = Object.fromEntries(uris.map((_, index) => [`ann/v${index}/a.ts`, `${index}`]));
  const { parts } = vals(files);
  const all = await readSources({ vals: parts, open: () => [asking] }, uris);
  for (const [index, uri] of uris.entries()) {
    const read = all[uri];
    assert.ok(read && "text" in read);
    assert.equal(read.text, `${index}`);
  }
});
