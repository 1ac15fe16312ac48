/** The life of the language server: started when a val is looked at, restarted when it breaks, told what changes. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import type { ClientRequests } from "../../protocol/lsp.ts";
import type { Host } from "../host.ts";
import type { Language, LanguageState } from "../language.ts";
import type { Log } from "../log.ts";
import type { Answers } from "./answers.ts";
import { createCrashes } from "./crashes.ts";
import { createLogChannel } from "./log-channel.ts";
import { documentSelector } from "./document-selector.ts";
import { createUnread } from "./unread.ts";
import { fromWire, toWire } from "./wire-uri.ts";

export interface LanguageParts {
  readonly host: Pick<Host, "createLanguageClient">;
  readonly log: Log;
  readonly answers: Answers;
}

/** Values of the client library's enumerations, which is loaded only when it is needed. */
const stateRunning = 2;
const revealNever = 4;
const action = { continue: 1, doNotRestart: 1, restart: 2 } as const;

export function createLanguage({ host, log, answers }: LanguageParts): Language {
  const changed = new vscode.EventEmitter<void>();
  const crashes = createCrashes();
  const unread = createUnread();
  let state: LanguageState = "off";
  let client: Promise<BaseLanguageClient> | undefined;
  let running: BaseLanguageClient | undefined;
  let told = false;

  function become(next: LanguageState): void {
    if (state === next) return;
    state = next;
    changed.fire();
  }

  /** Called when the server ended without having been asked to; whether to start it again. */
  function ended(): boolean {
    // What ends while it starts would end again.
    const again = running !== undefined && crashes.count(Date.now());
    running = undefined;
    log.warn(`The language server ended by itself; ${again ? "starting it again" : "giving up"}.`);
    if (!again) {
      fail();
    } else {
      become("starting");
      if (!told) void vscode.window.showInformationMessage(restarted());
      told = true;
    }
    return again;
  }

  function fail(): void {
    if (state === "failed") return;
    become("failed");
    tellFailed();
  }

  function tellFailed(): void {
    const restart = vscode.l10n.t("Restart");
    const showLog = vscode.l10n.t("Show Log");
    const message = vscode.l10n.t(
      "The language server of Valsmith keeps stopping, so there are no completions and checks. Editing, saving and running work.",
    );
    vscode.window.showErrorMessage(message, restart, showLog).then(
      (chosen) => {
        if (chosen === restart) void language.restart();
        if (chosen === showLog) log.show();
      },
      () => {},
    );
  }

  const options: LanguageClientOptions = {
    documentSelector: [...documentSelector],
    outputChannel: createLogChannel(log, "info"),
    traceOutputChannel: createLogChannel(log, "debug"),
    revealOutputChannelOn: revealNever,
    // Documentation comes out of other people's vals.
    markdown: { isTrusted: false, supportHtml: false },
    uriConverters: { code2Protocol: toWire, protocol2Code: fromWire },
    initializationOptions: { translations: vscode.l10n.bundle ?? {} },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: action.continue, handled: true }),
      closed: () => ({
        action: ended() ? action.restart : action.doNotRestart,
        handled: true,
      }),
    },
  };

  async function launch(): Promise<BaseLanguageClient> {
    const fresh = await host.createLanguageClient(options);
    const read = unread.watch(answers["val/read"]);
    const all: Readonly<Record<string, (params: never) => Promise<unknown>>> = {
      ...answers,
      "val/read": read,
    };
    for (const [method, answer] of Object.entries(all)) fresh.onRequest(method, answer);
    fresh.onDidChangeState(({ newState }) => {
      running = newState === stateRunning ? fresh : undefined;
      if (newState === stateRunning) become("ready");
    });
    await fresh.start();
    return fresh;
  }

  function start(): Promise<BaseLanguageClient> {
    if (client === undefined) {
      become("starting");
      client = launch();
      client.catch((error: unknown) => {
        log.error("The language server could not be started.", error);
        client = undefined;
        fail();
      });
    }
    return client;
  }

  async function stop(): Promise<void> {
    const stopping = client;
    client = undefined;
    running = undefined;
    try {
      await (await stopping)?.dispose();
    } catch (error) {
      log.debug(`The language server did not end in time: ${String(error)}`);
    }
  }

  async function request<M extends keyof ClientRequests>(
    method: M,
    params: ClientRequests[M]["params"],
    token: vscode.CancellationToken | undefined,
  ): Promise<ClientRequests[M]["result"] | undefined> {
    if (state === "failed") return undefined;
    try {
      const server = await start();
      return await server.sendRequest<ClientRequests[M]["result"]>(method, params, token);
    } catch (error) {
      if (!token?.isCancellationRequested) log.debug(`${method} had no answer: ${String(error)}`);
      return undefined;
    }
  }

  const language: Language = {
    onDidChange: changed.event,
    get state() {
      return state;
    },
    start() {
      if (state === "off") start().catch(() => {});
    },
    async restart() {
      crashes.forget();
      await stop();
      become("off");
      await start().catch(() => {});
    },
    entry: (uri, token) => request("val/entry", { uri: toWire(uri) }, token),
    retryUnread() {
      const uris = unread.take();
      if (uris.length > 0) language.tell("val/changed", { uris });
    },
    tell(method, params) {
      running?.sendNotification(method, params).catch((error: unknown) => {
        log.debug(`${method} was not sent: ${String(error)}`);
      });
    },
    dispose() {
      become("off");
      changed.dispose();
      void stop();
    },
  };
  return language;
}

function restarted(): string {
  return vscode.l10n.t(
    "The language server of Valsmith stopped and was started again. Your vals are as they were.",
  );
}
