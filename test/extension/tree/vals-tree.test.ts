import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { commands, type TreeDataProvider, type TreeItem } from "vscode";
import { valsView } from "../../../src/extension/features/vals-view.ts";
import type { Session } from "../../../src/extension/sessions.ts";
import type { Node } from "../../../src/extension/tree/nodes.ts";
import { editor } from "../../support/editor.ts";
import { json, startService } from "../../support/http-service.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startDesk } from "../support/desk.ts";
import { addVal, startTestTown } from "../support/test-town.ts";

function tree(): TreeDataProvider<Node> {
  return editor.trees.get("valsmith.vals")?.options.treeDataProvider as TreeDataProvider<Node>;
}

async function children(node?: Node): Promise<readonly Node[]> {
  return (await tree().getChildren(node)) ?? [];
}

async function item(node: Node): Promise<TreeItem> {
  return await tree().getTreeItem(node);
}

async function labels(nodes: readonly Node[]): Promise<unknown[]> {
  return await Promise.all(nodes.map(async (node) => label(await item(node))));
}

function label({ label: text, resourceUri }: TreeItem): unknown {
  return text ?? resourceUri?.path.split("/").at(-1);
}

async function withVals(t: TestContext) {
  const town = await startTestTown(t);
  await addVal(town.owner, "alpha", { "main.ts": "1;", "lib/a.ts": "2;" });
  await addVal(town.owner, "beta", { "main.ts": "1;" }, "public");
  const ann = await town.join("ann");
  await addVal(ann.client, "shared", { "main.ts": "1;" }, "public");
  await addVal(ann.client, "hidden", { "main.ts": "1;" }, "private");
  return { town, desk: startDesk(t, { town, features: [valsView] }) };
}

test("one service needs no heading: its own vals come first, then the others'", async (t) => {
  await withVals(t);
  const top = await children();
  assert.deepEqual(new Set((await labels(top)).slice(0, 2)), new Set(["alpha", "beta"]));
  assert.deepEqual((await labels(top)).slice(2), ["Public vals of others", "Standard vals"]);
  const others = top.find((node) => node.kind === "list" && node.list === "others");
  assert.deepEqual(await labels(await children(others)), ["@ann/shared"]);
});

test("privacy is said in words, on screen and aloud", async (t) => {
  await withVals(t);
  const items = await Promise.all((await children()).slice(0, 2).map(item));
  const told = items.map(({ label: name, description, accessibilityInformation }) => [
    name,
    description,
    accessibilityInformation?.label,
  ]);
  assert.deepEqual(
    told.map((one) => one.map(String).join()).toSorted((a, b) => a.localeCompare(b)),
    ["alpha,private,@you/alpha, private val", "beta,public,@you/beta, public val"],
  );
});

test("a val opens to its files, folders first", async (t) => {
  await withVals(t);
  const top = await children();
  const alpha = top.find((node) => node.kind === "val" && node.val.name === "alpha");
  const files = await children(alpha);
  assert.deepEqual(await labels(files), ["lib", "main.ts"]);
  assert.deepEqual(await labels(await children(files[0])), ["a.ts"]);
  const main = files[1] && (await item(files[1]));
  assert.equal(main?.command?.command, "vscode.open");
  assert.equal(String(main?.command?.arguments?.[0]), "val://local/%40you/alpha/main.ts");
});

test("somebody without vals is shown how to make one", async (t) => {
  const town = await startTestTown(t);
  startDesk(t, { town, features: [valsView] });
  const [first] = await children();
  assert.ok(first);
  assert.equal((await item(first)).command?.command, "valsmith.newVal");
});

test("with a second service each has a heading that says who is signed in", async (t) => {
  const { desk } = await withVals(t);
  const other = await startTestTown(t);
  await addVal(other.owner, "far", { "main.ts": "1;" });
  const id = new URL(other.origin).host;
  const session: Session = {
    id: "s",
    connection: id,
    origin: other.origin,
    user: "you",
    since: 1,
    scopes: null,
    expiresAt: null,
  };
  await desk.app.sessions.add(session, other.session);
  const top = await children();
  assert.deepEqual(await labels(top), ["Local", id]);
  assert.ok(top[1]);
  assert.deepEqual((await labels(await children(top[1]))).slice(0, 1), ["far"]);
  assert.equal((await item(top[1])).description, "you");
});

test("what was seen last stays in view when its service goes away", async (t) => {
  const { town } = await withVals(t);
  await children();
  await town.close();
  await commands.executeCommand("valsmith.vals.refresh");
  const names = await labels(await children());
  assert.ok(names.includes("alpha") && names.includes("beta"), names.join());
  assert.match(String(editor.trees.get("valsmith.vals")?.message), /Not reachable: Local/);
});

test("the standard vals of a town are those that ship with the extension, and can be read", async (t) => {
  const town = await startTestTown(t);
  const extension = temporaryFolder(t);
  const folder = join(extension, "dist", "sandbox", "std");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "blob.ts"), "export const blob = 1;");
  writeFileSync(join(folder, "request.ts"), "export const shared = 1;");
  const desk = startDesk(t, { town, features: [valsView], extension });
  const std = (await children()).find((node) => node.kind === "list" && node.list === "std");
  const listed = await children(std);
  assert.deepEqual(await labels(listed), ["@std/blob"]);
  assert.deepEqual(await labels(await children(listed[0])), ["main.ts"]);
  const name = { connection: "local", user: "std", name: "blob", path: "main.ts", readonly: true };
  const read = await desk.app.vals.read(name);
  assert.ok(read.ok);
  assert.equal(read.value.text, "export const blob = 1;");
  assert.ok(!(await desk.app.vals.find({ ...name, name: "request" })).ok);
});

test("a service that does not start shows its welcome text instead of an empty list", async (t) => {
  const town = await startTestTown(t);
  const desk = startDesk(t, { town, features: [valsView] });
  await town.close();
  assert.deepEqual(await children(), []);
  assert.equal(editor.contexts.get("valsmith.service"), "failed");
  assert.match(String(editor.trees.get("valsmith.vals")?.message), /Not reachable: Local/);
  assert.equal(desk.app.connections.get("local")?.state.kind, "failed");
});

test("showing that a service is away does not ask it again and again", async (t) => {
  let asked = 0;
  await using service = await startService((_, response) => {
    asked++;
    json(response, 500, { message: "no" });
  });
  const desk = startDesk(t, { features: [valsView] });
  const id = new URL(service.origin).host;
  const session = { id: "s", connection: id, origin: service.origin, user: "ann", since: 1 };
  await desk.app.sessions.add({ ...session, scopes: null, expiresAt: null }, "token");
  // What the editor does whenever the tree says that it has changed.
  tree().onDidChangeTreeData?.(() => void children());
  for (let round = 0; round < 5; round++) await children();
  await desk.app.connections.get(id)?.connect();
  for (let round = 0; round < 5; round++) await children();
  assert.equal(asked, 2);
});

test("in a browser, where there is no local service, the view asks to sign in", (t) => {
  startDesk(t, { features: [valsView] });
  assert.equal(editor.contexts.get("valsmith.service"), "signedOut");
});

test("five thousand vals come a page at a time", async (t) => {
  const total = 5000;
  const all = Array.from({ length: total }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    name: `val${index}`,
    description: null,
    privacy: "private",
    createdAt: "2026-01-01T00:00:00Z",
    imageUrl: null,
    author: { type: "user", id: "00000000-0000-4000-8000-00000000000a", username: "ann" },
    links: { self: "", html: "" },
  }));
  const me = {
    ...{ id: "00000000-0000-4000-8000-00000000000a", type: "user", username: "ann", bio: null },
    ...{ profileImageUrl: null, url: "", links: { self: "" } },
  };
  await using service = await startService(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://x");
    if (pathname === "/v1/me") return json(response, 200, me);
    const offset = Number(searchParams.get("offset"));
    const limit = Number(searchParams.get("limit"));
    const next = offset + limit < total ? { next: `?offset=${offset + limit}` } : {};
    json(response, 200, { data: all.slice(offset, offset + limit), links: { self: "", ...next } });
  });
  const desk = startDesk(t, { features: [valsView] });
  const id = new URL(service.origin).host;
  const session = { id: "s", connection: id, origin: service.origin, user: "ann", since: 1 };
  await desk.app.sessions.add({ ...session, scopes: null, expiresAt: null }, "token");
  let top = await children();
  assert.equal(service.seen.filter(({ url }) => url.startsWith("/v2/me/vals")).length, 1);
  for (const shown of [100, 200, 300]) {
    const more = top.find((node) => node.kind === "more");
    assert.ok(more && more.kind === "more");
    assert.equal(more.shown, shown);
    await commands.executeCommand("valsmith.vals.more", more);
    top = await children();
  }
  assert.equal(top.filter((node) => node.kind === "val").length, 400);
});

test("refreshing shows what was made elsewhere", async (t) => {
  const { town } = await withVals(t);
  const before = await children();
  await addVal(town.owner, "gamma", { "main.ts": "1;" });
  assert.equal((await children()).length, before.length);
  await commands.executeCommand("valsmith.vals.refresh");
  assert.ok((await labels(await children())).includes("gamma"));
});

test("a description from others is shown as text, not as markdown", async (t) => {
  const town = await startTestTown(t);
  const body = {
    name: "evil",
    privacy: "public",
    description: "[x](command:evil) <img src=x> **b**",
  } as const;
  await town.owner.call("createVal", { body });
  startDesk(t, { town, features: [valsView] });
  const [first] = await children();
  assert.ok(first);
  const tooltip = (await item(first)).tooltip as { value: string; supportHtml?: boolean };
  assert.ok(tooltip.value.includes(String.raw`\[x\]\(command:evil\)`));
  assert.ok(!tooltip.supportHtml);
});
