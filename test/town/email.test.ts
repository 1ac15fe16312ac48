import assert from "node:assert/strict";
import { test } from "node:test";
import { sendToAuthor } from "../../src/town/email.ts";
import { openTestTown } from "./support/http.ts";

test("what a run mails to its author is in the author's outbox, with the val that sent it", async () => {
  const { town, you, makeVal } = await openTestTown();
  const val = await town.stores.vals.byId(await makeVal("digest"));
  assert.ok(val);
  const { emails } = town.stores;
  await sendToAuthor(emails, val.userId, val.id, { subject: "Done", text: "3 items" });
  const [kept] = (await you("listEmails")).json.data;
  assert.deepEqual([kept.val, kept.to, kept.subject, kept.text], ["digest", [], "Done", "3 items"]);
});
