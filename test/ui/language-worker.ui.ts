import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Message,
} from "vscode-languageserver/node.js";
import type { SignatureHelp } from "vscode-languageserver-protocol";

import { dist } from "../../src/build/paths.ts";
import { sampleVals } from "../language/sample-vals.ts";
import { connectLsp, createWorld, type Lsp, messageOf, type Transport } from "../support/lsp.ts";
import { launchBrowser } from "../support/ui/browser.ts";

let browser: Browser;
let lsp: Lsp;
/** What went wrong in the page or its worker. */
const errors: Error[] = [];

before(async () => {
  const script = join(dist, "language.web.js");
  if (!existsSync(script)) throw new Error("Nothing is built; run `npm run build` first.");
  browser = await launchBrowser();
  const page = await browser.newPage();
  lsp = await connectLsp(
    createWorld(sampleVals),
    await startWorker(page, await readFile(script, "utf8")),
  );
});
after(() => browser.close());

test("completes, explains and checks vals in a web worker, without a network", async () => {
  const document = await lsp.open(
    "@ann/draft/main.tsx",
    'const x = await api(@bob.fetchJSON, "a", { | });\nexport const n: string = x.status;\nexport default () => <p title={1} />;',
  );
  assert.deepEqual(await lsp.labels(document), ["method", "retries?"]);
  const help = await lsp.request<SignatureHelp>("textDocument/signatureHelp", document);
  assert.match(help.signatures[0]?.label ?? "", /^api\(@bob\.fetchJSON, url: string, options\?/);
  const messages = (await lsp.diagnostics(document)).map(messageOf);
  assert.equal(messages.length, 3);
  assert.match(messages[0] ?? "", /'method' is missing in type/);
  assert.match(messages[1] ?? "", /'number' is not assignable to type 'string'/);
  assert.match(messages[2] ?? "", /'number' is not assignable to type 'string'/);
  await lsp.stop();
  assert.deepEqual(errors, []);
});

/** Runs the script as a worker of a page, the way the extension does, with messages handed through. */
async function startWorker(page: Page, script: string): Promise<Transport> {
  const reader = new (class extends AbstractMessageReader {
    callback: DataCallback | undefined;
    listen(callback: DataCallback) {
      this.callback = callback;
      return { dispose: () => (this.callback = undefined) };
    }
  })();
  const writer = new (class extends AbstractMessageWriter {
    async write(message: Message) {
      await page.evaluate(
        (value) => {
          (
            globalThis as unknown as { worker: { postMessage(value: unknown): void } }
          ).worker.postMessage(value);
        },
        JSON.parse(JSON.stringify(message)),
      );
    }
    end() {}
  })();
  // The page must be able to make a worker from a blob; it needs nothing else.
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<p>" }));
  await page.goto("http://localhost/");
  await page.exposeFunction("fromWorker", (message: Message) => reader.callback?.(message));
  page.on("pageerror", (error) => errors.push(error));
  await page.evaluate((code) => {
    const scope = globalThis as unknown as Record<string, (...args: unknown[]) => void> & {
      Worker: new (url: string) => { onmessage: unknown; postMessage(value: unknown): void };
    };
    const worker = new scope.Worker(
      URL.createObjectURL(new Blob([code], { type: "text/javascript" })),
    );
    worker.onmessage = (event: { data: unknown }) => scope["fromWorker"]?.(event.data);
    Object.assign(scope, { worker });
  }, script);
  return { reader, writer, ended: Promise.resolve() };
}
