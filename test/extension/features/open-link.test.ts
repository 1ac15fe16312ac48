import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Uri, type UriHandler } from "vscode";
import { openLink } from "../../../src/extension/features/open-link.ts";
import { editor } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";

/** Follows a link, answering its questions. */
async function follow(t: TestContext, link: string, answer: "Open" | undefined) {
  const asked: string[] = [];
  startDesk(t, { features: [openLink], fetch: async (url) => (asked.push(url), new Response()) });
  editor.answer = ({ kind, choices }) => (kind === "pick" ? choices[0] : answer);
  const [handler] = editor.uriHandlers as UriHandler[];
  await handler?.handleUri(Uri.parse(link, true));
  return asked;
}

test("a link opens its val once the person agrees", async (t) => {
  await follow(t, "vscode://valsmith.valsmith/open/@ann/notes/main.ts", "Open");
  assert.equal(editor.shown[0]?.modal, true);
  assert.match(editor.shown[0]?.text ?? "", /@ann\/notes\/main\.ts/);
  const [opened] = editor.executed;
  assert.equal(opened?.id, "valsmith.openVal");
  assert.equal(
    (opened?.args[0] as Uri | undefined)?.toString(true),
    "val://val.town/@ann/notes/main.ts",
  );
});

test("nothing is asked of a service before, and nothing happens without consent", async (t) => {
  const asked = await follow(t, "vscode://valsmith.valsmith/open/@ann/notes", undefined);
  assert.deepEqual(asked, []);
  assert.deepEqual(editor.executed, []);
});

test("a link can name neither a service nor a token nor a command", async (t) => {
  for (const link of [
    "vscode://valsmith.valsmith/open/@ann/notes?service=evil.com&token=x",
    "vscode://valsmith.valsmith/open/https://evil.com/@ann/notes",
    "vscode://valsmith.valsmith/open/../@ann/notes",
    "vscode://valsmith.valsmith/run/@ann/notes",
    "vscode://valsmith.valsmith/open/@ann/notes/../../x",
  ]) {
    await follow(t, link, "Open");
    const opened = editor.executed.map(({ args }) => (args[0] as Uri).toString(true));
    assert.deepEqual(
      opened.filter((uri) => uri !== "val://val.town/@ann/notes"),
      [],
      link,
    );
  }
});
