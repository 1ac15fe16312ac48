import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { FileSystemProvider } from "vscode";
import { URI } from "vscode-uri";
import { editor } from "../../support/editor.ts";
import { eventually } from "../../support/eventually.ts";
import { FileType } from "../../support/fake-vscode/enums.ts";
import { startDesk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import { addVal, must, overwriteFile, startTestTown } from "../support/test-town.ts";

function files(scheme = "val"): FileSystemProvider {
  const found = editor.fileSystems.get(scheme);
  assert.ok(found);
  return found.provider as FileSystemProvider;
}

function at(path: string, scheme = "val"): never {
  return URI.parse(`${scheme}://local${path}`, true) as never;
}

async function codeOf(outcome: unknown): Promise<unknown> {
  try {
    await outcome;
    return "no error";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
}

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const id = await addVal(town.owner, "notes", { "main.ts": "1;", "lib/deep/a.ts": "2;" });
  startDesk(t, { town });
  return { town, id };
}

test("a val is a folder of its files", async (t) => {
  await open(t);
  const entries = await files().readDirectory(at("/@you/notes"));
  assert.deepEqual(
    new Map(entries),
    new Map([
      ["main.ts", FileType.File],
      ["lib", FileType.Directory],
    ]),
  );
  assert.deepEqual(await files().readDirectory(at("/@you/notes/lib")), [
    ["deep", FileType.Directory],
  ]);
  assert.equal((await files().stat(at("/@you/notes/lib/deep"))).type, FileType.Directory);
  assert.equal((await files().stat(at("/@you/notes/lib/deep/a.ts"))).type, FileType.File);
});

test("what is not there is not found, and is not asked for file by file", async (t) => {
  const { town } = await open(t);
  await files().stat(at("/@you/notes/main.ts"));
  const before = town.log.length;
  for (const path of [".vscode/settings.json", ".vscode/mcp.json", "package.json", "nothing.ts"]) {
    assert.equal(await codeOf(files().stat(at(`/@you/notes/${path}`))), "FileNotFound");
  }
  assert.equal(town.log.length, before);
  assert.equal(await codeOf(files().stat(at("/@you/nothing"))), "FileNotFound");
  assert.equal(await codeOf(files().readFile(at("/@you/notes/../../etc/passwd"))), "FileNotFound");
});

test("a newer version has another size even when its text is as long", async (t) => {
  const { town, id } = await open(t);
  const before = await files().stat(at("/@you/notes/main.ts"));
  await overwriteFile(town.owner, id, "main.ts", "3;");
  const after = await eventually(async () => {
    const stat = await files().stat(at("/@you/notes/main.ts"));
    assert.notEqual(stat.size, before.size);
    return stat;
  });
  assert.equal(Math.floor(after.size), 2);
  assert.ok(after.mtime > before.mtime);
});

test("a version keeps its text however the val goes on", async (t) => {
  const { town, id } = await open(t);
  const second = await overwriteFile(town.owner, id, "main.ts", "second;");
  await overwriteFile(town.owner, id, "main.ts", "third;");
  const text = await files("val-ro").readFile(at(`/@you/notes@${second}/main.ts`, "val-ro"));
  assert.equal(new TextDecoder().decode(text), "second;");
});

test("an editor with the old text is told when somebody else saved", async (t) => {
  const { town, id } = await open(t);
  const document = await OpenDocument.open("val://local/@you/notes/main.ts");
  const changed: string[] = [];
  files().onDidChangeFile((events) => changed.push(...events.map(({ uri }) => uri.toString())));
  editor.editors.push({ document });
  await overwriteFile(town.owner, id, "main.ts", "3;");
  await eventually(() => {
    editor.events.windowState.fire({ focused: true });
    assert.deepEqual(changed, [document.uri.toString()]);
  });
});

test("a val that cannot be reached now is shown as it was seen last", async (t) => {
  const town = await startTestTown(t);
  await addVal(town.owner, "notes", { "main.ts": "1;" });
  let broken = false;
  const around = (fetch: typeof globalThis.fetch) => async (url: string, init: RequestInit) =>
    broken ? await Promise.reject(new TypeError("fetch failed")) : await fetch(url, init);
  startDesk(t, { town, around: (fetch) => around(fetch as never) });
  await files().readFile(at("/@you/notes/main.ts"));
  broken = true;
  await eventually(async () => {
    const text = await files().readFile(at("/@you/notes/main.ts"));
    assert.equal(new TextDecoder().decode(text), "1;");
  });
  assert.equal(await codeOf(files().readFile(at("/@you/other/main.ts"))), "Unavailable");
});

test("other people's vals and versions are never written", async (t) => {
  const { town } = await open(t);
  const { client } = await town.join("ann");
  await addVal(client, "theirs", { "main.ts": "1;" }, "public");
  const options = { create: true, overwrite: true };
  const bytes = new TextEncoder().encode("2;");
  for (const path of ["/@ann/theirs/main.ts", "/@you/notes@1/main.ts"]) {
    const written = files("val-ro").writeFile(at(path, "val-ro"), bytes, options);
    assert.equal(await codeOf(written), "NoPermissions");
  }
  // Naming it as one's own does not help either: the service refuses.
  assert.notEqual(
    await codeOf(files().writeFile(at("/@ann/theirs/main.ts"), bytes, options)),
    "no error",
  );
  const registered = editor.fileSystems.get("val-ro")?.options as {
    isReadonly?: { value: string };
  };
  assert.match(registered.isReadonly?.value ?? "", /Copy it to a val of your own/);
});

test("private vals of others do not exist", async (t) => {
  const { town } = await open(t);
  const { client } = await town.join("ann");
  await addVal(client, "hidden", { "main.ts": "1;" }, "private");
  assert.equal(
    await codeOf(files("val-ro").readFile(at("/@ann/hidden/main.ts", "val-ro"))),
    "FileNotFound",
  );
});

test("a service that nobody has added is not asked, whatever a URI says", async (t) => {
  const asked: string[] = [];
  const town = await startTestTown(t);
  startDesk(t, { town, fetch: async (url) => (asked.push(url), new Response("{}")) });
  const uri = URI.parse("val://evil.example.com/@x/y/main.ts", true) as never;
  assert.equal(await codeOf(files().readFile(uri)), "NoPermissions");
  assert.deepEqual(asked, []);
});

test("files and folders are created, renamed and deleted", async (t) => {
  const { town, id } = await open(t);
  const options = { create: true, overwrite: false };
  const bytes = new TextEncoder().encode("new;");
  await files().writeFile(at("/@you/notes/fresh/one.ts"), bytes, options);
  assert.equal(
    await codeOf(files().writeFile(at("/@you/notes/main.ts"), bytes, options)),
    "FileExists",
  );
  await files().rename(at("/@you/notes/fresh/one.ts"), at("/@you/notes/two.ts"), {
    overwrite: false,
  });
  await files().delete(at("/@you/notes/main.ts"), { recursive: false });
  const query = { path: "", recursive: true };
  const listed = must(await town.owner.call("listFiles", { params: { val_id: id }, query }));
  const paths = listed.data.filter(({ type }) => type !== "directory").map(({ path }) => path);
  assert.deepEqual(paths.toSorted(), ["lib/deep/a.ts", "two.ts"]);
});

test("a name that a val cannot hold is refused with the reason", async (t) => {
  await open(t);
  await assert.rejects(
    async () => await files().createDirectory(at("/@you/notes/a b")),
    /letters, digits, dots, hyphens and underscores/,
  );
});
