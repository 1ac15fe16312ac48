import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { createLanguage } from "../../../src/extension/language-bridge/create-language.ts";
import { createLog } from "../../../src/extension/log.ts";
import { editor } from "../../support/editor.ts";
import { EventEmitter, Uri, window } from "../../support/fake-vscode.ts";

beforeEach(() => editor.reset());

const uri = Uri.parse("val://local/%40you/hello/main.tsx");

/** A host whose language clients do what the test says. */
function setUp({ start = () => Promise.resolve() }: { start?: () => Promise<void> } = {}) {
  const made: {
    readonly options: LanguageClientOptions;
    readonly state: EventEmitter<{ newState: number }>;
    readonly sent: unknown[];
    /** What the server may ask. */
    readonly handlers: Map<string, (params: unknown) => Promise<unknown>>;
    disposed: boolean;
  }[] = [];
  const createLanguageClient = (options: LanguageClientOptions) => {
    const client = {
      options,
      state: new EventEmitter<{ newState: number }>(),
      sent: [] as unknown[],
      handlers: new Map<string, (params: unknown) => Promise<unknown>>(),
      disposed: false,
    };
    made.push(client);
    return Promise.resolve({
      onRequest: (method: string, handler: (params: unknown) => Promise<unknown>) =>
        client.handlers.set(method, handler),
      onDidChangeState: client.state.event,
      start: async () => {
        await start();
        client.state.fire({ newState: 2 });
      },
      sendNotification: async (method: string, params: unknown) => {
        client.sent.push([method, params]);
      },
      sendRequest: async (method: string, params: unknown) => {
        client.sent.push([method, params]);
        return null;
      },
      dispose: async () => {
        client.disposed = true;
      },
    } as unknown as BaseLanguageClient);
  };
  const log = createLog(window.createOutputChannel("Valsmith") as never);
  const answers = {
    "val/read": async ({ uris }: { readonly uris: readonly string[] }) => ({
      files: Object.fromEntries(uris.map((uri) => [uri, { reason: "private" }])),
    }),
  } as never;
  const language = createLanguage({ host: { createLanguageClient }, log, answers });
  const crash = () => made[0]?.options.errorHandler?.closed() as { readonly action: number };
  /** What the client library does after it was told to start again. */
  const comeBack = () => made[0]?.state.fire({ newState: 2 });
  return { language, made, crash, comeBack };
}

test("nothing is started before somebody needs it, and then once", async () => {
  const { language, made } = setUp();
  assert.equal(language.state, "off");
  assert.equal(made.length, 0);
  language.start();
  language.start();
  await language.entry(uri);
  assert.equal(made.length, 1);
  assert.equal(language.state, "ready");
});

test("the server is told canonical URIs, and its own are understood", () => {
  const { language, made } = setUp();
  language.start();
  const converters = made[0]?.options.uriConverters;
  assert.equal(converters?.code2Protocol(uri as never), "val://local/@you/hello/main.tsx");
  const back = converters?.protocol2Code("val-ro://local/@ann/add/a%20b.ts");
  assert.equal(back?.path, "/@ann/add/a b.ts");
  assert.equal(back?.scheme, "val-ro");
});

test("documentation from other people's vals is neither trusted nor HTML", () => {
  const { language, made } = setUp();
  language.start();
  assert.deepEqual(made[0]?.options.markdown, { isTrusted: false, supportHtml: false });
});

test("a server that breaks is started again and the person is told once", async () => {
  const { language, crash, comeBack } = setUp();
  language.start();
  await language.entry(uri);
  assert.equal(crash().action, 2);
  assert.equal(language.state, "starting");
  comeBack();
  assert.equal(language.state, "ready");
  assert.equal(crash().action, 2);
  assert.deepEqual(
    editor.shown.map(({ kind }) => kind),
    ["information"],
  );
});

test("a server that breaks over and over is given up, with a way to start it again", async () => {
  const { language, made, crash, comeBack } = setUp();
  language.start();
  await language.entry(uri);
  for (let time = 0; time < 3; time++) {
    assert.equal(crash().action, 2);
    comeBack();
  }
  editor.answer = ({ kind }) => (kind === "error" ? "Restart" : undefined);
  assert.equal(crash().action, 1);
  assert.equal(language.state, "failed");
  const told = editor.shown.at(-1);
  assert.equal(told?.kind, "error");
  assert.deepEqual(told.choices, ["Restart", "Show Log"]);
  await new Promise<void>((resolve) => {
    language.onDidChange(() => language.state === "ready" && resolve());
  });
  assert.equal(made.length, 2);
  assert.equal(made[0]?.disposed, true);
});

test("a server that cannot be started is told about, and nobody waits for it", async () => {
  const { language } = setUp({ start: () => Promise.reject(new Error("no such file")) });
  language.start();
  assert.equal(await language.entry(uri), undefined);
  assert.equal(language.state, "failed");
  assert.equal(await language.entry(uri), undefined);
  assert.equal(editor.shown.filter(({ kind }) => kind === "error").length, 1);
});

test("news reach a running server and are not kept for one that does not run", async () => {
  const { language, made } = setUp();
  language.tell("val/changed", { uris: ["val://local/@you/a"] });
  language.start();
  await language.entry(uri);
  language.tell("val/changed", { uris: ["val://local/@you/b"] });
  assert.deepEqual(
    made[0]?.sent.filter((one) => (one as unknown[])[0] === "val/changed"),
    [["val/changed", { uris: ["val://local/@you/b"] }]],
  );
});

test("after a sign-in the server is told what it could not read before, once", async () => {
  const { language, made } = setUp();
  language.start();
  await language.entry(uri);
  const asked = "val-ro://local/@ann/private";
  await made[0]?.handlers.get("val/read")?.({ uris: [asked] });
  language.retryUnread();
  language.retryUnread();
  assert.deepEqual(
    made[0]?.sent.filter((one) => (one as unknown[])[0] === "val/changed"),
    [["val/changed", { uris: [asked] }]],
  );
});

test("what the client library writes goes to the log, without tokens", () => {
  const { language, made } = setUp();
  language.start();
  made[0]?.options.outputChannel?.append(`half vtlu_${"A1".repeat(16)}abcdef`);
  made[0]?.options.outputChannel?.appendLine(" line");
  assert.deepEqual(editor.channels.get("Valsmith"), ["[info] [language] half vtlu_… line"]);
});
