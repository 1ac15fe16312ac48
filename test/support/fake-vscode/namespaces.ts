/** The namespaces of the API; every call is recorded in `editor`. */
import type { URI } from "vscode-uri";
import { editor } from "../editor.ts";
import { FakeDiagnosticCollection } from "./diagnostics.ts";
import { ColorThemeKind, ExtensionKind, LogLevel, UIKind } from "./enums.ts";
import { Disposable, EventEmitter } from "./events.ts";

export { window } from "./window.ts";
export { workspace } from "./workspace.ts";

/** Puts a value into a map for as long as the result is not disposed. Throws on a second one, as the editor does. */
function register<T>(map: Map<string, T>, key: string, value: T, what: string): Disposable {
  if (map.has(key)) throw new Error(`${what} '${key}' already exists`);
  map.set(key, value);
  return new Disposable(() => map.delete(key));
}

export const commands = {
  registerCommand: (id: string, handler: (...args: never[]) => unknown, self?: unknown) =>
    register(editor.commands, id, self === undefined ? handler : handler.bind(self), "command"),
  async executeCommand(id: string, ...args: unknown[]): Promise<unknown> {
    const handler = editor.commands.get(id);
    if (handler) return await handler(...(args as never[]));
    if (id === "setContext") editor.contexts.set(String(args[0]), args[1]);
    else editor.executed.push({ id, args });
    return undefined;
  },
  getCommands: async () => [...editor.commands.keys()],
};

export const authentication = {
  registerAuthenticationProvider: (id: string, _label: string, provider: unknown) =>
    register(editor.authentication, id, provider, "authentication provider"),
  getSession: async () => undefined,
  getAccounts: async () => [],
  onDidChangeSessions: editor.events.sessions.event,
};

const languageProvider = (kind: string) => (selector: unknown, provider: unknown) => {
  const entry = { kind, selector, provider };
  editor.languageProviders.push(entry);
  return new Disposable(() =>
    editor.languageProviders.splice(editor.languageProviders.indexOf(entry), 1),
  );
};

export const languages = {
  registerCodeActionsProvider: languageProvider("codeActions"),
  registerCodeLensProvider: languageProvider("codeLens"),
  registerCompletionItemProvider: languageProvider("completion"),
  registerDefinitionProvider: languageProvider("definition"),
  registerDocumentLinkProvider: languageProvider("links"),
  registerHoverProvider: languageProvider("hover"),
  registerInlayHintsProvider: languageProvider("inlayHints"),
  createDiagnosticCollection(name = ""): FakeDiagnosticCollection {
    const collection = new FakeDiagnosticCollection(name);
    editor.diagnostics.set(name, collection);
    return collection;
  },
  createLanguageStatusItem(id: string, selector: unknown): Record<string, unknown> {
    const item = {
      id,
      selector,
      dispose: () => editor.statusItems.splice(editor.statusItems.indexOf(item), 1),
    };
    editor.statusItems.push(item);
    return item;
  },
  getDiagnostics: (uri: URI) => [...editor.diagnostics.values()].flatMap((c) => c.get(uri) ?? []),
  getLanguages: async () => ["val", "typescript", "javascript", "json", "plaintext"],
  match: () => 10,
  onDidChangeDiagnostics: editor.events.any.event,
  setTextDocumentLanguage: async (document: unknown) => document,
};

export const env = {
  appName: "Fake",
  appHost: "desktop",
  language: "en",
  machineId: "fake-machine",
  sessionId: "fake-session",
  remoteName: undefined,
  uiKind: UIKind["Desktop"],
  uriScheme: "vscode",
  logLevel: LogLevel["Info"],
  isTelemetryEnabled: false,
  onDidChangeLogLevel: editor.events.any.event,
  clipboard: {
    readText: async () => editor.clipboard,
    writeText: async (text: string) => void (editor.clipboard = text),
  },
  openExternal: async (uri: URI) => editor.external.push(uri.toString(true)) > 0,
  asExternalUri: async (uri: URI) => uri,
};

export const extensions = {
  all: [],
  getExtension: () => undefined,
  onDidChange: editor.events.any.event,
};

export const debug = {
  activeDebugSession: undefined,
  startDebugging: async () => true,
  registerDebugAdapterTrackerFactory: languageProvider("debugTracker"),
  registerDebugConfigurationProvider: languageProvider("debugConfiguration"),
  onDidTerminateDebugSession: new EventEmitter<unknown>().event,
};

export const lm = {
  registerTool: languageProvider("tool"),
  registerMcpServerDefinitionProvider: languageProvider("mcp"),
};

export const l10n = {
  bundle: undefined,
  uri: undefined,
  /** The English text with its places filled, from `t(text, …args)` or `t({ message, args })`. */
  t(first: string | { message: string; args?: unknown }, ...rest: unknown[]): string {
    const message = typeof first === "string" ? first : first.message;
    const given = typeof first === "string" ? rest : [first.args].flat();
    const named = given.length === 1 && typeof given[0] === "object" && given[0] ? given[0] : given;
    return message.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = (named as Record<string, unknown>)[name];
      return typeof value === "object" || value === undefined
        ? whole
        : `${value as string | number}`;
    });
  },
};

export const theme = { kind: ColorThemeKind["Dark"], extension: ExtensionKind["Workspace"] };
