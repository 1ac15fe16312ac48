/** Drives the real language server over its standard streams, the way an editor does. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node.js";
import type * as lsp from "vscode-languageserver-protocol";

import { mainFile, type Privacy } from "../../src/core/val.ts";
import { parseUri } from "../../src/core/uri.ts";
import type { FactsResult, IndexedVal, ReadResult } from "../../src/protocol/lsp.ts";
import { sigil } from "../../src/syntax/sigil.ts";

/** A val service as the extension would present it. */
export interface World {
  /** Sources by `@user/name/path`. */
  readonly files: Map<string, string>;
  /** Vals, as `@user/name`, that cannot be read and why. */
  readonly refused: Map<string, Extract<ReadResult, { reason: string }>["reason"]>;
  readonly privacy: Map<string, Privacy>;
  /** URIs of the users of vals, as `@user/name`. */
  readonly users: Map<string, readonly string[]>;
  facts: FactsResult;
  /** All that was asked, in order. */
  readonly asked: { method: string; params: unknown }[];
  /** Milliseconds that every answer takes. */
  delay: number;
  /** Whether every question ends in an error. */
  failing: boolean;
}

export function createWorld(files: Readonly<Record<string, string>>): World {
  return {
    files: new Map(Object.entries(files)),
    refused: new Map(),
    privacy: new Map(),
    users: new Map(),
    facts: {
      me: "ann",
      granted: ["vals:read"],
      grantsSource: "service",
      env: [],
      accountSecrets: ["openai", "weather-key"],
      privacy: "public",
      trigger: "script",
      branch: "main",
    },
    asked: [],
    delay: 0,
    failing: false,
  };
}

/** An open document; positions are UTF-16 offsets into its text. */
export interface Opened {
  readonly uri: string;
  readonly text: string;
  /** Where the `|` stood. */
  readonly cursor: number;
}

export interface Lsp {
  readonly world: World;
  /** Of the server's process; 0 without one. */
  readonly pid: number;
  readonly connection: MessageConnection;
  /** Every message from the server. */
  readonly received: unknown[];
  readonly capabilities: lsp.ServerCapabilities;
  /** Opens `@user/name/path` with this text, in which one `|` may mark the cursor. */
  open(path: string, marked: string): Promise<Opened>;
  /** Opens a document by its URI. */
  openUri(uri: string, marked: string): Promise<Opened>;
  /** Replaces the text of an open document. */
  change(document: Opened, marked: string): Promise<Opened>;
  close(document: Opened): Promise<void>;
  /** Closes all documents that are open. */
  closeAll(): Promise<void>;
  request<T>(method: string, document: Opened, more?: object): Promise<T>;
  completions(document: Opened, trigger?: string): Promise<lsp.CompletionItem[]>;
  labels(document: Opened, trigger?: string): Promise<string[]>;
  /** The next diagnostics of the document's current text for which `accept` holds. */
  diagnostics(
    document: Opened,
    accept?: (all: lsp.Diagnostic[]) => boolean,
  ): Promise<lsp.Diagnostic[]>;
  /** The document's diagnostics, asked for. */
  pull(document: Opened): Promise<lsp.Diagnostic[]>;
  stop(): Promise<void>;
}

const entry = join(import.meta.dirname, "..", "..", "src", "language", "node.ts");

/** Starts a server and initialises it. */
export async function startLsp(
  world: World,
  options: {
    readonly command?: readonly string[];
    readonly capabilities?: lsp.ClientCapabilities;
  } = {},
): Promise<Lsp> {
  const [program, ...args] = options.command ?? [process.execPath, entry];
  assert.ok(program);
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const reader = new StreamMessageReader(child.stdout);
  const writer = new StreamMessageWriter(child.stdin);
  return connectLsp(world, { reader, writer, ended, pid: child.pid ?? 0 }, options.capabilities);
}

/** How messages come and go. */
export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Resolves when the server is gone. */
  readonly ended: Promise<void>;
  /** Its process, where it has one of its own. */
  readonly pid?: number;
}

/** Initialises a server that runs already. */
export async function connectLsp(
  world: World,
  { reader, writer, ended, pid = 0 }: Transport,
  capabilities: lsp.ClientCapabilities = defaultCapabilities,
): Promise<Lsp> {
  const received: unknown[] = [];
  const listen = reader.listen.bind(reader);
  reader.listen = (callback) =>
    listen((message) => {
      received.push(message);
      callback(message);
    });
  const connection = createMessageConnection(reader, writer);
  const published = new Map<string, lsp.PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification(
    "textDocument/publishDiagnostics",
    (params: lsp.PublishDiagnosticsParams) => {
      published.set(params.uri, params);
      for (const wake of waiting) wake();
    },
  );
  connection.onRequest("workspace/configuration", ({ items }: lsp.ConfigurationParams) =>
    items.map(() => null),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/inlayHint/refresh", () => null);
  connection.onRequest("workspace/semanticTokens/refresh", () => null);
  answer(connection, world);
  connection.listen();

  const result: lsp.InitializeResult = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities,
  });
  await connection.sendNotification("initialized", {});

  const versions = new Map<string, number>();
  const request = <T>(method: string, document: Opened, more: object = {}): Promise<T> =>
    connection.sendRequest<T>(method, {
      textDocument: { uri: document.uri },
      position: positionAt(document.text, document.cursor),
      ...more,
    });
  const completions = async (document: Opened, trigger?: string): Promise<lsp.CompletionItem[]> => {
    const context =
      trigger === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: trigger };
    const list = await request<lsp.CompletionList>("textDocument/completion", document, {
      context,
    });
    return list.items;
  };
  const openUri = async (uri: string, marked: string): Promise<Opened> => {
    const { text, cursor } = unmark(marked);
    versions.set(uri, 1);
    await connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "val", version: 1, text },
    });
    return { uri, text, cursor };
  };
  const close = async ({ uri }: Pick<Opened, "uri">): Promise<void> => {
    versions.delete(uri);
    published.delete(uri);
    await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  };
  return {
    world,
    pid,
    connection,
    received,
    capabilities: result.capabilities,
    request,
    completions,
    labels: async (document, trigger) =>
      (await completions(document, trigger)).map((item) => item.label),
    open: (path, marked) => openUri(uriOf(world, path), marked),
    openUri,
    change: async ({ uri }, marked) => {
      const { text, cursor } = unmark(marked);
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
      return { uri, text, cursor };
    },
    close,
    closeAll: async () => {
      for (const uri of [...versions.keys()]) await close({ uri });
    },
    diagnostics: async ({ uri }, accept = () => true) => {
      for (;;) {
        const latest = published.get(uri);
        if (latest?.version === versions.get(uri) && latest && accept(latest.diagnostics)) {
          published.delete(uri);
          return latest.diagnostics;
        }
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
    pull: async (document) => {
      const report = await request<lsp.DocumentDiagnosticReport>(
        "textDocument/diagnostic",
        document,
      );
      return "items" in report ? report.items : [];
    },
    stop: async () => {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
      // What stands under `data` comes back as it is and is shown to nobody.
      const shown = JSON.stringify(received, (key, value: unknown) =>
        key === "data" ? null : value,
      );
      assert.equal(shown.includes(sigil), false, "the reserved letter left the server");
    },
  };
}

const defaultCapabilities: lsp.ClientCapabilities = {
  workspace: {
    configuration: true,
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
    definition: { linkSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [""] } } },
    publishDiagnostics: { versionSupport: true, relatedInformation: true },
  },
};

function answer(connection: MessageConnection, world: World): void {
  const on = <P>(method: string, handle: (params: P) => unknown) =>
    connection.onRequest(method, async (params: P) => {
      world.asked.push({ method, params });
      if (world.delay > 0) await new Promise((resolve) => setTimeout(resolve, world.delay));
      if (world.failing) throw new Error("no answer");
      return handle(params);
    });
  on("val/read", ({ uris }: { uris: string[] }) => ({
    files: Object.fromEntries(uris.map((uri) => [uri, readFile(world, uri)])),
  }));
  on("val/index", ({ user }: { user?: string }) => ({
    vals: valsOf(world).filter((val) => user === undefined || val.handle.startsWith(`${user}/`)),
  }));
  on("val/references", ({ uri }: { uri: string }) => {
    const location = parseUri(uri);
    return { uris: world.users.get(`@${location?.user}/${location?.name}`) ?? [] };
  });
  on("val/facts", () => world.facts);
}

function readFile(world: World, uri: string): ReadResult {
  const location = parseUri(uri);
  if (location === undefined) return { reason: "absent" };
  const pin = location.version === undefined ? "" : `@${location.version}`;
  const val = `@${location.user}/${location.name}${pin}`;
  const refused = world.refused.get(val);
  if (refused !== undefined) return { reason: refused };
  const inVal = [...world.files.keys()].filter((path) => path.startsWith(`${val}/`));
  const path = location.path || mainFile(inVal.map((one) => one.slice(val.length + 1)));
  const text = path === undefined ? undefined : world.files.get(`${val}/${path}`);
  if (text === undefined) return { reason: "absent" };
  return { uri: uriOf(world, `${val}/${path}`), text, version: 1 };
}

function valsOf(world: World): IndexedVal[] {
  const vals = new Map<string, string[]>();
  for (const path of world.files.keys()) {
    const [, user = "", name = "", file = ""] =
      /^@([^/]+)\/([^/@]+)(?:@\d+)?\/(.+)$/.exec(path) ?? [];
    vals.set(`${user}/${name}`, [...(vals.get(`${user}/${name}`) ?? []), file]);
  }
  return [...vals].map(([handle, files]) => {
    const main = mainFile(files);
    return {
      uri: uriOf(world, `@${handle}`),
      handle,
      privacy: world.privacy.get(`@${handle}`) ?? "public",
      ...(main === undefined ? {} : { main }),
    };
  });
}

function uriOf(world: World, path: string): string {
  const scheme =
    path.startsWith(`@${world.facts.me}/`) && !/^@[^/]+\/[^/]+@\d/.test(path) ? "val" : "val-ro";
  return `${scheme}://local/${path}`;
}

function unmark(marked: string): { text: string; cursor: number } {
  const cursor = marked.indexOf("|");
  if (cursor < 0) return { text: marked, cursor: 0 };
  return { text: marked.slice(0, cursor) + marked.slice(cursor + 1), cursor };
}

export function positionAt(text: string, offset: number): lsp.Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: (lines.at(-1) ?? "").length };
}

/** The part of a text that a range covers. */
export function textAt(text: string, range: lsp.Range): string {
  const lines = text.split(/(?<=\n)/);
  const offset = (position: lsp.Position) =>
    lines.slice(0, position.line).join("").length + position.character;
  return text.slice(offset(range.start), offset(range.end));
}

/** What a diagnostic says. */
export function messageOf(diagnostic: lsp.Diagnostic | undefined): string {
  const message = diagnostic?.message ?? "";
  return typeof message === "string" ? message : message.value;
}
