import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listProcesses, type ProcessRow } from "../../src/build/processes.ts";
import { eventually } from "../support/eventually.ts";
import { must, townOf } from "../support/town-of.ts";
import { useDesk } from "../support/window.ts";

/** Values that must be nowhere but in the town. */
const planted = {
  environment: "planted-environment-value-6f1c",
  account: "planted-account-value-91be",
};
/** Any whole credential of a town, whoever made it; the short form for people ends after the kind. */
const anyToken = /vtl[psrdu]_[0-9A-Za-z]{20,}/;

const desk = useDesk({ settings: { "valsmith.trace.server": "verbose" } });

test("no credential and no value of a secret is in a log, message, setting, URI, argument or stored state", async () => {
  const { editor } = desk;
  // The most talkative level there is, so that the talk with the language server is in the log.
  const query = { payload: JSON.stringify([["logLevel", "trace"]]) };
  const window = await editor.open(query);
  const tree = await window.tree("Valsmith", "Vals");
  await tree.row("counter").waitFor();
  const town = await townOf(editor);
  const { owner } = town;
  const valOf = async (name: string) =>
    must(await owner.call("getValByName", { params: { username: "you", val_name: name } }));
  const hello = await valOf("hello");
  const params = { val_id: hello.id, key: "PLANTED_KEY" };
  must(await owner.call("setEnv", { params, body: { value: planted.environment } }));
  must(await owner.call("createSecret", { body: { key: "planted", value: planted.account } }));

  // Everything that handles secrets: facts, completion, a run that reads them, a run that fails, a grant.
  await tree.row("hello").click();
  await window.editor.lens("Run").waitFor();
  await window.editor.replaceAll(
    'export default function hello() {\n  const value = Deno.env.get("PLANTED_KEY") ?? "";\n  console.log(value.length, @me.secrets.planted?.length);\n  return value.length;\n}\n',
  );
  await window.editor.lens("Run").click();
  await window.editor.lens(`→ ${planted.environment.length}`).waitFor();
  await window.editor.replaceAll(
    "export default function hello() {\n  throw new Error(`${(@me.secrets.planted ?? '').length}`);\n}\n",
  );
  await window.editor.goTo(2, 35);
  await window.editor.completions("planted");
  await window.page.keyboard.press("Escape");
  await window.editor.lens("Run").click();
  await window.editor.lens("Error").waitFor();
  await tree.row("counter").click();
  await window.page.locator('.tab.active[aria-label^="counter/"]').first().waitFor();
  await window.editor.squiggles("error").first().waitFor();
  await window.editor.lens("Run").click();
  await window.editor.lens("Grant blob:write…").click();
  await window.dialog.text();
  await window.dialog.press("Grant");
  await window.editor.lens("Run Again").click();
  await window.editor.lens("→ 1").waitFor();

  const logs = await eventually(() => {
    const text = editor.logs();
    // Proof that the talk was recorded at all: names of secrets are in it, which are meant to be.
    assert.match(text, /\[language\].*val\/facts/);
    assert.ok(text.includes("PLANTED_KEY"), "the names of secrets are in the recorded talk");
    return text;
  });
  const stored = JSON.stringify(await window.context.storageState({ indexedDB: true }));
  assert.ok(stored.includes("valsmith.lastArguments"), "what the extension keeps is among it");
  const processes = listProcesses();
  const places: Readonly<Record<string, string>> = {
    logs,
    settings: readAll(join(editor.home, "data", "User"), (file) => file.endsWith(".json")),
    "stored state": stored,
    "arguments of processes": processes.map(({ command }) => command).join("\n"),
    "environment of the language server": environmentOfServer(editor.home, processes),
    "addresses of the window": window.page.url(),
  };
  for (const [place, text] of Object.entries(places)) {
    for (const [name, value] of Object.entries({ ...planted, session: town.session }))
      assert.ok(!text.includes(value), `the planted ${name} is in the ${place}`);
    assert.equal(anyToken.exec(text)?.[0].slice(0, 8), undefined, `a token is in the ${place}`);
  }
  assert.match(town.session, anyToken, "the pattern finds what it looks for");
  town.dispose();
  await window.close();
});

/** The texts of files below a folder, without the town's own folder, which is where secrets belong. */
function readAll(folder: string, wanted: (file: string) => boolean): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${join("valsmith.valsmith", "town")}`))
    .map((file) => `== ${file}\n${readFileSync(file, "utf8")}`)
    .join("\n");
}

/** The environment of the editor's language server; empty where the system does not show it. */
function environmentOfServer(home: string, processes: readonly ProcessRow[]): string {
  const server = processes.find(
    ({ command }) => command.includes("language.cjs") && command.includes(home),
  );
  assert.ok(server, "the language server runs");
  return process.platform === "linux" ? readFileSync(`/proc/${server.pid}/environ`, "utf8") : "";
}
