import assert from "node:assert/strict";
import { test } from "node:test";
import { startDesk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import { addVal, readFile, startTestTown } from "../support/test-town.ts";

test("two towns in one window keep their vals, saves and tokens apart", async (t) => {
  const [own, other] = await Promise.all([startTestTown(t), startTestTown(t)]);
  const ownId = await addVal(own.owner, "notes", { "main.ts": "own;" });
  const otherId = await addVal(other.owner, "notes", { "main.ts": "other;" });
  const sent: { readonly origin: string; readonly token: string | null }[] = [];
  const { app } = startDesk(t, {
    town: own,
    fetch: async (url, init) => {
      const token = new Headers(init.headers).get("authorization");
      sent.push({ origin: new URL(url).origin, token });
      return await fetch(url, init);
    },
  });
  const id = new URL(other.origin).host;
  await app.sessions.add(
    {
      id: "s1",
      connection: id,
      origin: other.origin,
      user: "you",
      since: 1,
      scopes: null,
      expiresAt: null,
    },
    other.session,
  );

  const first = await OpenDocument.open("val://local/@you/notes/main.ts");
  const second = await OpenDocument.open(`val://${id}/@you/notes/main.ts`);
  assert.deepEqual([first.getText(), second.getText()], ["own;", "other;"]);
  first.edit("own, changed;");
  second.edit("other, changed;");
  assert.equal(await second.trySave(), undefined);
  assert.equal(await readFile(own.owner, ownId, "main.ts"), "own;");
  assert.equal(await first.trySave(), undefined);
  assert.equal(await readFile(own.owner, ownId, "main.ts"), "own, changed;");
  assert.equal(await readFile(other.owner, otherId, "main.ts"), "other, changed;");

  assert.ok(sent.length > 0);
  for (const { origin, token } of sent) {
    assert.equal(origin, other.origin);
    assert.equal(token, `Bearer ${other.session}`);
  }
  await app.sessions.remove("s1");
  assert.equal(app.connections.get(id)?.me, undefined);
  assert.equal(app.connections.get("local")?.me?.username, "you");
});
