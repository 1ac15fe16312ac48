import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commands } from "vscode";
import type { Session } from "../../src/extension/sessions.ts";
import { documents } from "../../src/extension/features/documents.ts";
import { openVal } from "../../src/extension/features/open-val.ts";
import { signInFeature } from "../../src/extension/features/sign-in.ts";
import { valsView } from "../../src/extension/features/vals-view.ts";
import { editor } from "../support/editor.ts";
import { json, startService } from "../support/http-service.ts";
import { startDesk } from "./support/desk.ts";
import { OpenDocument } from "./support/open-document.ts";
import { addVal, startTestTown } from "./support/test-town.ts";

const planted = "vtlp_PLANTEDPLANTEDPLANTEDPLANTEDPLANT12345";

function session(id: string, origin: string): Session {
  const since = 1;
  return { id, connection: id, origin, user: "ann", since, scopes: null, expiresAt: null };
}

test("a stored session whose origin is not the service's is not sent to it", async (t) => {
  await using thief = await startService((_, response) => json(response, 200, {}));
  const desk = startDesk(t);
  const id = new URL(thief.origin).host;
  // As if the id of a connection could be made to mean another origin.
  await desk.app.sessions.add(
    { ...session("s", "https://town.example.com"), connection: id },
    planted,
  );
  const me = await desk.app.connections.get(id)?.connect();
  assert.ok(me && !me.ok);
  assert.deepEqual(thief.seen, []);
});

test("a service that sends the editor elsewhere does not pass the token on", async (t) => {
  await using thief = await startService((_, response) => json(response, 200, {}));
  await using service = await startService((_, response) => {
    response.writeHead(302, { location: `${thief.origin}/v1/me` }).end();
  });
  const desk = startDesk(t);
  const id = new URL(service.origin).host;
  await desk.app.sessions.add({ ...session(id, service.origin) }, planted);
  const me = await desk.app.connections.get(id)?.connect();
  assert.ok(me && !me.ok && me.failure.kind === "badReply");
  assert.equal(service.seen[0]?.headers.authorization, `Bearer ${planted}`);
  assert.deepEqual(thief.seen, []);
});

test("a link to the next page on another host is not followed", async (t) => {
  await using thief = await startService((_, response) => json(response, 200, {}));
  const val = {
    id: "v",
    name: "x",
    description: null,
    privacy: "public",
    createdAt: "2026-01-01T00:00:00Z",
    imageUrl: null,
    author: { type: "user", id: "u", username: "bob" },
    links: { self: "", html: "" },
  };
  await using service = await startService((_, response) =>
    json(response, 200, {
      data: [val],
      links: { self: "", next: `${thief.origin}/v2/vals?cursor=2026-01-01T00:00:00Z` },
    }),
  );
  const desk = startDesk(t);
  const id = new URL(service.origin).host;
  await desk.app.sessions.add({ ...session(id, service.origin) }, planted);
  const { createValList } = await import("../../src/extension/tree/val-list.ts");
  const connection = desk.app.connections.get(id);
  assert.ok(connection);
  const list = createValList(connection, "others");
  await list.read();
  await list.more();
  assert.equal(service.seen.length, 2);
  assert.deepEqual(thief.seen, []);
});

test("no setting of a folder can add a service or move one", async (t) => {
  const desk = startDesk(t);
  editor.configure("valsmith.connections", [
    "user:secret@host",
    "https://val.town.evil.com/path",
    7,
  ]);
  const origins = desk.app.connections.all.map(({ origin }) => origin);
  assert.deepEqual(origins, ["https://api.val.town"]);
});

test("a planted token is in the secret storage and nowhere else, whatever goes wrong", async (t) => {
  const town = await startTestTown(t);
  await addVal(town.owner, "notes", { "main.ts": "1;" });
  let mode: "fine" | "echo" | "broken" = "fine";
  await using service = await startService((request, response) => {
    // The worst service: it repeats what it was sent.
    const echo = `refused: ${request.headers.authorization}`;
    if (mode === "broken") response.destroy();
    else json(response, mode === "echo" ? 400 : 401, { message: echo, error: { code: echo } });
  });
  const features = [documents, openVal, signInFeature, valsView];
  const desk = startDesk(t, { town, features });
  const id = new URL(service.origin).host;
  await desk.app.sessions.add(session(id, service.origin), planted);
  for (const now of ["fine", "echo", "broken"] as const) {
    mode = now;
    desk.app.connections.reset(id);
    await desk.app.connections.get(id)?.connect();
    await commands.executeCommand("valsmith.vals.refresh");
    const uri = (await import("vscode")).Uri.parse(`val-ro://${id}/@bob/x/main.ts`, true);
    await commands.executeCommand("valsmith.openVal", uri);
  }
  const document = await OpenDocument.open("val://local/@you/notes/main.ts");
  document.edit("2;");
  await document.save();
  document.edit("x".repeat(90_000));
  await document.save();

  const drafts = readdirSync(desk.drafts).map((file) =>
    readFileSync(join(desk.drafts, file), "utf8"),
  );
  const places: Record<string, unknown> = {
    log: [...editor.channels],
    messages: editor.shown.map(({ text, detail, choices }) => [text, detail, choices]),
    commands: editor.executed,
    contexts: [...editor.contexts],
    settings: [...editor.settings],
    globalState: [...desk.context.globalState],
    workspaceState: [...desk.context.workspaceState],
    opened: editor.opened.map(String),
    drafts,
    townLog: town.log,
  };
  const texts = Object.entries(places).map(
    ([place, value]) => [place, JSON.stringify(value)] as const,
  );
  assert.ok(
    (texts.find(([place]) => place === "log")?.[1].length ?? 0) > 100,
    "the log says something",
  );
  for (const secret of [planted, planted.slice(5), town.session]) {
    for (const [place, text] of texts) assert.ok(!text.includes(secret), `${place} holds a token`);
  }
  const stored = [...desk.context.secrets.values()];
  assert.equal(stored.length, 1);
  assert.ok(stored[0]?.includes(planted));
});
