import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const send = (body: unknown): Promise<Got> => you("sendEmail", { body });

suite("email", () => {
  test("is accepted, kept in the outbox as it was sent, and goes nowhere", async () => {
    const sent = await send({
      from: "Me <me@example.com>",
      to: ["a@example.com", { name: "B", email: "b@example.com" }],
      cc: "c@example.com",
      subject: "Hello",
      text: "Hi\nthere",
      html: "<b>Hi</b>",
      headers: { "X-Kind": "test" },
      attachments: [{ content: "YQ==", filename: "a.txt", type: "text/plain" }],
      replyToList: { email: "r@example.com" },
    });
    assert.deepEqual([sent.status, sent.json], [202, { message: "Email accepted to be sent" }]);
    const [first] = (await you("listEmails")).json.data;
    const { id, createdAt, ...message } = first;
    assert.ok(id && createdAt);
    assert.deepEqual(message, {
      val: null,
      from: { name: "Me", email: "me@example.com" },
      to: [{ email: "a@example.com" }, { name: "B", email: "b@example.com" }],
      cc: [{ email: "c@example.com" }],
      bcc: [],
      replyTo: [{ email: "r@example.com" }],
      subject: "Hello",
      text: "Hi\nthere",
      html: "<b>Hi</b>",
      headers: { "X-Kind": "test" },
      attachments: [{ content: "YQ==", filename: "a.txt", type: "text/plain" }],
    });
  });

  test("of a run says whose, and needs the val's grant", async () => {
    const val = await town.makeVal("digest");
    const reading = town.as(await town.runToken(val, ["email:read"]));
    const refused = await reading("sendEmail", { body: { text: "x" } });
    assert.deepEqual(refused.json.error.missing_scopes, ["email:write"]);
    const run = town.as(await town.runToken(val, ["email:write"]));
    assert.equal((await run("sendEmail", { body: { text: "from a run" } })).status, 202);
    const [first] = (await you("listEmails", { query: { limit: 1 } })).json.data;
    assert.deepEqual([first.val, first.to, first.text], ["digest", [], "from a run"]);
  });

  test("is seen by its sender alone", async () => {
    await send({ subject: "mine" });
    const ann = town.as(await town.addMember("ann"));
    assert.deepEqual((await ann("listEmails")).json.data, []);
  });

  const line = "x\r\nBcc: victim@example.com";
  for (const [what, body] of [
    ["subject", { subject: line }],
    ["name", { to: { name: line, email: "a@example.com" } }],
    ["address", { to: `a@example.com\r\nBcc: b@example.com` }],
    ["bracketed address", { from: `A <a@example.com\n>` }],
    ["value of a header", { headers: { "X-A": line } }],
    ["name of a header", { headers: { "X-A: b\r\nBcc": "x" } }],
    ["file name", { attachments: [{ content: "", filename: line }] }],
    ["Unicode line", { subject: "a\u2028b" }],
  ] as const) {
    test(`takes no line break in the ${what}`, async () => {
      const got = await send(body);
      assert.deepEqual([got.status, got.json.error.code], [400, "invalid_request"]);
    });
  }

  for (const [what, body] of [
    ["to nobody's address", { to: "nobody" }],
    ["to two addresses in one text", { to: "a@example.com, b@example.com" }],
    ["with more than 50 recipients", { to: Array.from({ length: 51 }, () => "a@example.com") }],
    [
      "with more than 5 attachments",
      { attachments: Array(6).fill({ content: "", filename: "a" }) },
    ],
    ["with an empty page", { html: "" }],
    ["with an address of more than 320 characters", { to: `${"a".repeat(320)}@example.com` }],
  ] as const) {
    test(`is not sent ${what}`, async () => assert.equal((await send(body)).status, 400));
  }
});
