import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  hashOf,
  maxFiles,
  planCreate,
  planRemove,
  planUpdate,
  type Plan,
} from "../../../src/town/files/plan.ts";
import type { Tree, TreeEntry } from "../../../src/town/files/tree.ts";

const file = (path: string, content = path, version = 1): TreeEntry => ({
  id: `id:${path}`,
  path,
  type: "script",
  version,
  hash: hashOf(content),
  updatedAt: "",
});
const directory = (path: string, version = 1): TreeEntry => ({
  ...file(path, "", version),
  type: "directory",
});
const tree: Tree = [
  file("main.ts"),
  directory("lib"),
  file("lib/a.ts", "a", 4),
  directory("lib/sub"),
  file("lib/sub/b.ts"),
  directory("empty"),
];
const none = {};

/** Short for a plan: what is put where, what goes, or the problem. */
function short(plan: Plan): unknown {
  if ("problem" in plan) return plan.problem;
  return { puts: plan.puts.map(({ id, path }) => `${id ?? "new"} ${path}`), removes: plan.removes };
}

suite("creating", () => {
  const create = (
    path: string,
    content: string | null | undefined = "x",
    type: TreeEntry["type"] = "script",
  ): Plan => planCreate(tree, { path, type, content, precondition: none });

  test("a file in a directory that is missing makes the directory too", () => {
    assert.deepEqual(short(create("x/y/z.ts")), {
      puts: ["new x", "new x/y", "new x/y/z.ts"],
      removes: [],
    });
    assert.deepEqual(short(create("lib/c.ts")), { puts: ["new lib/c.ts"], removes: [] });
  });

  test("what is there, or would be the same name on many disks, is not made twice", () => {
    for (const path of [
      "main.ts",
      "MAIN.ts",
      "lib",
      "Lib",
      "lib/A.ts",
      "LIB/x.ts",
      "main.ts/x.ts",
    ]) {
      assert.equal(short(create(path)), "exists", path);
    }
  });

  test("names that are none are refused", () => {
    for (const path of [
      "",
      "..",
      "../x.ts",
      "a/../b",
      "/a",
      "a/",
      "a//b",
      "a b",
      "a\\b",
      "a\0b",
      "ä.ts",
      ".",
      "a/.",
      "x".repeat(49),
    ]) {
      assert.equal(short(create(path)), "invalid", JSON.stringify(path));
    }
  });

  test("a file needs a text, a directory has none", () => {
    assert.equal(short(create("a.ts", null)), "invalid");
    assert.equal(short(create("a.ts", undefined, "directory")), "invalid");
    assert.equal(
      short(
        planCreate(tree, { path: "a.ts", type: "script", content: undefined, precondition: none }),
      ),
      "invalid",
    );
    assert.deepEqual(
      short(planCreate(tree, { path: "d", type: "directory", content: null, precondition: none })),
      { puts: ["new d"], removes: [] },
    );
    assert.deepEqual(short(create("a.ts", "")), { puts: ["new a.ts"], removes: [] });
  });

  test("contents that are too long or no text are refused", () => {
    assert.equal(short(create("a.ts", "x".repeat(80_001))), "invalid");
    assert.deepEqual(short(create("a.ts", "x".repeat(80_000))), {
      puts: ["new a.ts"],
      removes: [],
    });
    assert.equal(short(create("a.ts", "a\0b")), "invalid");
    assert.equal(short(create("a.ts", "a\ud800b")), "invalid");
  });

  test("a val holds a thousand files and directories, those that are made on the way included", () => {
    const full = Array.from({ length: maxFiles - 1 }, (_, index) => file(`f${index}.ts`));
    assert.deepEqual(
      short(planCreate(full, { path: "a.ts", type: "script", content: "", precondition: none })),
      { puts: ["new a.ts"], removes: [] },
    );
    assert.equal(
      short(planCreate(full, { path: "d/a.ts", type: "script", content: "", precondition: none })),
      "too_many_files",
    );
  });

  test("If-None-Match: * says that something is there, with its version", () => {
    assert.deepEqual(
      planCreate(tree, {
        path: "lib/a.ts",
        type: "script",
        content: "",
        precondition: { noneMatch: "*" },
      }),
      {
        problem: "changed",
        version: 4,
      },
    );
  });
});

suite("updating", () => {
  const update = (path: string, change: Partial<Parameters<typeof planUpdate>[1]>): Plan =>
    planUpdate(tree, { path, precondition: none, ...change });
  const nothing = { puts: [], removes: [] };

  test("the same text, type and place is no edit", () => {
    assert.deepEqual(short(update("lib/a.ts", { content: "a" })), nothing);
    assert.deepEqual(short(update("lib/a.ts", {})), nothing);
    assert.deepEqual(
      short(update("lib/a.ts", { type: "script", name: "a.ts", parent: "lib" })),
      nothing,
    );
    assert.deepEqual(short(update("lib/a.ts", { content: "b" })), {
      puts: ["id:lib/a.ts lib/a.ts"],
      removes: [],
    });
    assert.deepEqual(short(update("lib/a.ts", { type: "http" })), {
      puts: ["id:lib/a.ts lib/a.ts"],
      removes: [],
    });
  });

  test("what is not there is not made", () => {
    assert.equal(short(update("new.ts", { content: "" })), "not_found");
  });

  test("a directory takes along what it holds", () => {
    assert.deepEqual(short(update("lib", { name: "core" })), {
      puts: [
        "id:lib core",
        "id:lib/a.ts core/a.ts",
        "id:lib/sub core/sub",
        "id:lib/sub/b.ts core/sub/b.ts",
      ],
      removes: [],
    });
    assert.deepEqual(short(update("lib/sub", { parent: "" })), {
      puts: ["id:lib/sub sub", "id:lib/sub/b.ts sub/b.ts"],
      removes: [],
    });
    assert.deepEqual(
      short(update("lib/sub", { parent: null })),
      short(update("lib/sub", { parent: "" })),
    );
    assert.deepEqual(short(update("main.ts", { parent: "new/dir" })), {
      puts: ["new new", "new new/dir", "id:main.ts new/dir/main.ts"],
      removes: [],
    });
  });

  test("nothing is moved onto something, into itself or out of the val", () => {
    assert.equal(short(update("main.ts", { parent: "lib", name: "a.ts" })), "exists");
    assert.equal(short(update("main.ts", { name: "LIB" })), "exists");
    assert.equal(short(update("main.ts", { parent: "lib/a.ts" })), "exists");
    assert.equal(short(update("lib", { parent: "lib/sub" })), "invalid");
    assert.equal(short(update("lib", { parent: "lib" })), "invalid");
    for (const parent of ["..", "/", "a/..", "\\"])
      assert.equal(short(update("main.ts", { parent })), "invalid", parent);
    assert.equal(short(update("main.ts", { name: "../x" })), "invalid");
  });

  test("a name may change its case", () => {
    assert.deepEqual(short(update("main.ts", { name: "Main.ts" })), {
      puts: ["id:main.ts Main.ts"],
      removes: [],
    });
  });

  test("a file stays a file and a directory a directory", () => {
    assert.equal(short(update("main.ts", { type: "directory" })), "invalid");
    assert.equal(short(update("lib", { type: "script" })), "invalid");
    assert.equal(short(update("lib", { content: "" })), "invalid");
  });

  test("a moved base stops the write and names the version, also when the file is gone", () => {
    assert.deepEqual(update("lib/a.ts", { content: "b", precondition: { match: ['"3"'] } }), {
      problem: "changed",
      version: 4,
    });
    assert.deepEqual(update("gone.ts", { content: "b", precondition: { match: ['"3"'] } }), {
      problem: "changed",
      version: undefined,
    });
    assert.deepEqual(
      short(update("lib/a.ts", { content: "b", precondition: { match: ['"4"'] } })),
      { puts: ["id:lib/a.ts lib/a.ts"], removes: [] },
    );
  });
});

suite("removing", () => {
  const remove = (path: string, recursive = false, precondition = none): Plan =>
    planRemove(tree, { path, recursive, precondition });

  test("a file or an empty directory goes, a full one only with all it holds", () => {
    assert.deepEqual(short(remove("main.ts")), { puts: [], removes: ["id:main.ts"] });
    assert.deepEqual(short(remove("empty")), { puts: [], removes: ["id:empty"] });
    assert.equal(short(remove("lib")), "not_empty");
    assert.deepEqual(short(remove("lib", true)), {
      puts: [],
      removes: ["id:lib", "id:lib/a.ts", "id:lib/sub", "id:lib/sub/b.ts"],
    });
    assert.equal(short(remove("nothing")), "not_found");
  });

  test("everything goes only when that is said", () => {
    assert.equal(short(remove("")), "invalid");
    assert.deepEqual(short(remove("", true)), { puts: [], removes: tree.map(({ id }) => id) });
  });

  test("the version of a directory is the newest inside, so that no edit below it is lost", () => {
    assert.deepEqual(remove("lib", true, { match: ['"1"'] } as object), {
      problem: "changed",
      version: 4,
    });
    assert.deepEqual(
      short(remove("lib", true, { match: ['"4"'] } as object)),
      short(remove("lib", true)),
    );
    assert.deepEqual(remove("", true, { match: ['"1"'] } as object), {
      problem: "changed",
      version: 4,
    });
  });
});
