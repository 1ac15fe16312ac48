import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  escapeBranch,
  fromUriParts,
  isSafePath,
  parseModuleUrl,
  parseUri,
  printModuleUrl,
  printUri,
  toUriParts,
  unescapeBranch,
  type ValLocation,
} from "../../src/core/uri.ts";

const base: ValLocation = {
  connection: "local",
  user: "ann",
  name: "notes",
  path: "main.ts",
  readonly: false,
};

/** Every spelling of the documentation and where it points. */
const forms: readonly (readonly [string, ValLocation])[] = [
  ["val://local/@ann/notes/main.ts", base],
  ["val://local/@ann/notes", { ...base, path: "" }],
  ["val://local/@ann/notes@-draft/main.ts", { ...base, branch: "draft" }],
  ["val://local/@ann/notes@-a~1b/main.ts", { ...base, branch: "a/b" }],
  ["val-ro://local/@ann/notes/main.ts", { ...base, readonly: true }],
  ["val-ro://local/@ann/notes@12/main.ts", { ...base, version: 12, readonly: true }],
  [
    "val-ro://local/@ann/notes@12-draft/dir/main.ts",
    { ...base, version: 12, branch: "draft", path: "dir/main.ts", readonly: true },
  ],
  ["val://val.town/@ann/notes/main.ts", { ...base, connection: "val.town" }],
  [
    "val://127.0.0.1:8080/@ann/notes/%C3%A4%20b.ts",
    { ...base, connection: "127.0.0.1:8080", path: "ä b.ts" },
  ],
];

suite("URIs of vals", () => {
  for (const [text, location] of forms) {
    test(`${text} is read and printed`, () => {
      assert.deepEqual(parseUri(text), location);
      assert.equal(printUri(location), text);
    });
  }

  test("are read whatever was percent-encoded, and then have one spelling", () => {
    const location = parseUri("val://local/%40ann/notes/ma%69n.ts");
    assert.ok(location);
    assert.equal(printUri(location), "val://local/@ann/notes/main.ts");
    assert.deepEqual(parseUri("val://local/@ann/notes/"), parseUri("val://local/@ann/notes"));
  });

  test("the default branch is never named", () => {
    const location = parseUri("val-ro://local/@ann/notes@12-main/main.ts");
    assert.ok(location);
    assert.equal(printUri(location), "val-ro://local/@ann/notes@12/main.ts");
    assert.equal(printUri({ ...base, branch: "main" }), "val://local/@ann/notes/main.ts");
  });

  test("a version cannot be written, whatever the scheme says", () => {
    assert.equal(parseUri("val://local/@ann/notes@12/main.ts")?.readonly, true);
  });

  for (const text of [
    "",
    "val://local",
    "val://local/",
    "val://local/ann/notes/main.ts",
    "val:///@ann/notes/main.ts",
    "file:///@ann/notes/main.ts",
    "val://local/@ann",
    "val://local/@ann/9notes/main.ts",
    "val://local/@ann/notes/../x.ts",
    "val://local/@ann/notes/%2e%2e/x.ts",
    "val://local/@ann/notes//x.ts",
    "val://local/@ann/notes/a%5Cb",
    "val://local/@ann/notes/a%00b",
    "val://local/@ann/notes/%zz",
    "val://local/@ann/notes@/main.ts",
    "val://local/@ann/notes@x/main.ts",
    "val://local/@ann/notes@-/main.ts",
    "val://local/@ann/notes@99999999999999999999/main.ts",

    "val://local/@a n/notes/x",
  ]) {
    test(`${JSON.stringify(text)} names no val`, () => assert.equal(parseUri(text), undefined));
  }

  test("a URI is the same location through an editor's decoded parts", () => {
    for (const [, location] of forms)
      assert.deepEqual(fromUriParts(toUriParts(location)), location);
  });
});

suite("module URLs", () => {
  const module = { ...base, connection: "val.town", readonly: true };
  const rows: readonly (readonly [string, ValLocation])[] = [
    ["https://esm.town/v/ann/notes/main.ts", module],
    ["https://esm.town/v/ann/notes", { ...module, path: "" }],
    ["https://esm.town/v/ann/notes@12-main/main.ts", { ...module, version: 12 }],
    ["https://esm.town/v/ann/notes@12-draft/main.ts", { ...module, version: 12, branch: "draft" }],
    ["https://esm.town/v/ann/notes@-draft/main.ts", { ...module, branch: "draft" }],
  ];
  for (const [text, location] of rows) {
    test(`${text} is read and printed`, () => {
      assert.deepEqual(parseModuleUrl(text, "val.town"), location);
      assert.equal(printModuleUrl(location), text);
    });
  }

  test("older spellings are read", () => {
    assert.deepEqual(parseModuleUrl("https://esm.town/v/ann/notes?v=7", "val.town"), {
      ...module,
      version: 7,
      path: "",
    });
    assert.deepEqual(parseModuleUrl("https://esm.town/v/@ann/notes@7/main.ts", "val.town"), {
      ...module,
      version: 7,
    });
  });

  for (const text of [
    "http://esm.town/v/ann/notes",
    "https://esm.town.evil.com/v/ann/notes",
    "https://esm.town/ann/notes",
    "https://esm.town/v/ann/notes/../x",
    "https://esm.town/v/ann/notes?x=1",
    "https://esm.town/v/ann/notes#a",
    "https://esm.town/v/ann/notes@a/main.ts",
    "https://esm.town/v/ann/notes/%zz",
  ]) {
    test(`${text} is none`, () => assert.equal(parseModuleUrl(text, "val.town"), undefined));
  }
});

suite("any location", () => {
  const random = randomFrom(20261122);

  test("comes back from its URI and its module URL", () => {
    for (let round = 0; round < 3000; round++) {
      const location = randomLocation(random);
      assert.deepEqual(parseUri(printUri(location)), location, printUri(location));
      const { connection, readonly: _, ...rest } = location;
      const url = printModuleUrl(location);
      assert.deepEqual(
        parseModuleUrl(url, connection),
        { connection, ...rest, readonly: true },
        url,
      );
    }
  });

  test("two locations have the same URI only if they are the same", () => {
    const seen = new Map<string, string>();
    for (let round = 0; round < 3000; round++) {
      const location = randomLocation(random);
      const key = JSON.stringify(sorted(location));
      assert.equal(seen.get(printUri(location)) ?? key, key);
      seen.set(printUri(location), key);
    }
  });

  test("no path leads out of the val", () => {
    const pieces = ["..", ".", "", "a", "\\", "\0", "\n", "%2e%2e", "\ud800"];
    for (const one of pieces) {
      for (const two of pieces) {
        const path = `${one}/${two}`;
        if (!isSafePath(path)) continue;
        const resolved = new URL(`https://x.test/root/${encodeURI(path)}`).pathname;
        assert.ok(resolved.startsWith("/root/"), path);
      }
    }
    for (const path of ["..", "a/..", "../a", "/a", "a//b", "a/", ".", "a\\b", "a\0", "\ud800"]) {
      assert.equal(isSafePath(path), false, JSON.stringify(path));
    }
  });
});

test("a branch name is one path segment and comes back", () => {
  for (const branch of ["main", "a/b", "a~b", "a~1b", "~0", "/", "~", "a/b~/c"]) {
    assert.ok(!escapeBranch(branch).includes("/"));
    assert.equal(unescapeBranch(escapeBranch(branch)), branch);
  }
});

function randomLocation(random: (below: number) => number): ValLocation {
  const pick = <T>(list: readonly T[]): T => {
    const item = list[random(list.length)];
    assert.ok(item !== undefined);
    return item;
  };
  const text = (alphabet: string, most: number): string =>
    Array.from({ length: 1 + random(most) }, () => pick(Array.from(alphabet))).join("");
  const version = random(2) === 0 ? undefined : random(100_000);
  const branch = random(2) === 0 ? undefined : text("ab/~@-1%äé$[]().", 5);
  const segments = Array.from({ length: random(4) }, () => text("aZ9%@~?# äé😀&+=:$[]()-_.", 6));
  const path = segments.join("/");
  return {
    connection: pick(["local", "val.town", "127.0.0.1:8080"]),
    user: text("ab9", 3),
    name: `n${text("ab9-_", 3)}`,
    ...(branch === undefined ? {} : { branch }),
    ...(version === undefined ? {} : { version }),
    path: isSafePath(path) ? path : "main.ts",
    readonly: version !== undefined || random(2) === 0,
  };
}

function sorted(location: ValLocation): unknown {
  return Object.entries(location).toSorted(([a], [b]) => a.localeCompare(b));
}

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 4294967296) * below);
  };
}
