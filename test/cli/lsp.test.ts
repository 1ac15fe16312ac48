import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import type { LocationLink } from "vscode-languageserver-protocol";

import { createWorld, type Lsp, messageOf, startLsp } from "../support/lsp.ts";
import { runCli, writeFiles } from "../support/run-cli.ts";

const program = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
let folder: string;
const running: Lsp[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "valsmith-lsp-"));
  await writeFiles(folder, {
    "vals.json": JSON.stringify({
      me: "ann",
      vals: { "@ann/draft": { grants: ["vals:read"], env: ["DATABASE_URL"] } },
      secrets: ["openai"],
    }),
    "@ann/draft/main.ts": "",
    "@ann/draft/lib/text.ts": "export const join = (...parts: string[]) => parts.join(' ');\n",
    "@bob/log/main.ts": "export default (text: string) => text.length;\n",
  });
});
after(async () => {
  for (const lsp of running) await lsp.stop();
  await rm(folder, { recursive: true });
});

/** A server over the folder, and a client that answers nothing itself. */
async function start(): Promise<Lsp> {
  const world = createWorld({});
  world.failing = true;
  const command = [process.execPath, program, "lsp", "--stdio", "--root", folder];
  const lsp = await startLsp(world, { command });
  running.push(lsp);
  return lsp;
}

test("answers from a folder about the vals in it", async () => {
  const lsp = await start();
  const document = await lsp.open(
    "@ann/draft/main.ts",
    'import { join } from "./lib/text.ts";\n@bob.log(1);\nexport const a = () => join(@me.secrets.|);',
  );
  assert.deepEqual(await lsp.labels(document), ["DATABASE_URL", "openai"]);
  const found = await lsp.pull(document);
  assert.match(messageOf(found[0]), /'number' is not assignable to parameter of type 'string'/);
  assert.deepEqual(lsp.world.asked, []);
});

test("compares what a val does with its grants in the folder's facts", async () => {
  const lsp = await start();
  const text =
    'import { blob } from "https://esm.town/v/std/blob";\nexport default () => blob.list();';
  const found = await lsp.pull(await lsp.open("@ann/draft/main.ts", text));
  assert.deepEqual(
    found.map((one) => one.code),
    ["missing-scope"],
  );
});

test("speaks of files to an editor that opens vals as files", async () => {
  const lsp = await start();
  const uri = pathToFileURL(join(folder, "@ann/draft/main.ts")).href;
  const document = await lsp.openUri(uri, "@bob.lo|g('a'); @bob.nope;");
  const [link] = await lsp.request<LocationLink[]>("textDocument/definition", document);
  assert.equal(link?.targetUri, pathToFileURL(join(folder, "@bob/log/main.ts")).href);
  const found = await lsp.diagnostics(document);
  assert.deepEqual(found.map(messageOf), ["There is no val @bob.nope, or it is private."]);
});

test("sees a file that changes on disk", async () => {
  const lsp = await start();
  const uri = pathToFileURL(join(folder, "@ann/draft/main.ts")).href;
  const document = await lsp.openUri(uri, "export default () => @bob.log('a');");
  assert.deepEqual(await lsp.diagnostics(document), []);
  const file = join(folder, "@bob/log/main.ts");
  await writeFile(file, "export default (count: number) => count;\n");
  await lsp.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: pathToFileURL(file).href, type: 2 }],
  });
  const found = await lsp.diagnostics(document, (all) => all.length > 0);
  assert.match(messageOf(found[0]), /'string' is not assignable to parameter of type 'number'/);
});

test("says what is wrong with its arguments", async () => {
  const nowhere = await runCli(["lsp", "--stdio", "--root", join(folder, "nowhere")], folder);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /there is no file or folder/);
  const bare = await runCli(["lsp"], folder);
  assert.equal(bare.code, 2);
  assert.match(bare.stderr, /--stdio/);
});
