/**
 * What unit tests see and set of the fake editor: registrations, questions asked, settings. One editor for the
 * process, as in an extension host; `editor.reset()` before each test.
 */
import type { URI } from "vscode-uri";
import { EventEmitter } from "./fake-vscode/events.ts";
import type { FakeDiagnosticCollection } from "./fake-vscode/diagnostics.ts";

/** A question or message as the user would have seen it. */
export interface Shown {
  readonly kind: "information" | "warning" | "error" | "input" | "pick" | "open" | "save";
  /** The message, or the placeholder of an input or list. */
  readonly text: string;
  readonly detail?: string;
  readonly modal: boolean;
  /** Buttons or list entries. */
  readonly choices: readonly unknown[];
  /** Everything that was passed as options. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Tree {
  readonly id: string;
  readonly options: { readonly treeDataProvider?: unknown };
  message?: string;
  description?: string;
  badge?: unknown;
}

type Command = (...args: never[]) => unknown;

export const editor = {
  commands: new Map<string, Command>(),
  /** Built-in commands that were executed (not registered ones), with their arguments. */
  executed: [] as { readonly id: string; readonly args: readonly unknown[] }[],
  contexts: new Map<string, unknown>(),
  settings: new Map<string, unknown>(),
  shown: [] as Shown[],
  /** How the user answers: the chosen entry, typed text, or `undefined` for Escape. */
  answer: (_shown: Shown): unknown => undefined,
  /** What applying an edit does; `false` is an editor that refuses it. */
  applyEdit: (_edit: unknown): boolean | Promise<boolean> => true,
  fileSystems: new Map<string, { readonly provider: unknown; readonly options: unknown }>(),
  textProviders: new Map<string, unknown>(),
  authentication: new Map<string, unknown>(),
  trees: new Map<string, Tree>(),
  statusItems: [] as Record<string, unknown>[],
  languageProviders: [] as {
    readonly kind: string;
    readonly selector: unknown;
    readonly provider: unknown;
  }[],
  diagnostics: new Map<string, FakeDiagnosticCollection>(),
  decorations: [] as unknown[],
  uriHandlers: [] as unknown[],
  channels: new Map<string, string[]>(),
  opened: [] as URI[],
  external: [] as string[],
  clipboard: "",
  trusted: true,
  documents: [] as unknown[],
  editors: [] as unknown[],
  activeEditor: undefined as unknown,
  folders: undefined as unknown,
  events: {
    settings: new EventEmitter<{ affectsConfiguration(section: string): boolean }>(),
    documentOpened: new EventEmitter<unknown>(),
    documentClosed: new EventEmitter<unknown>(),
    documentChanged: new EventEmitter<unknown>(),
    documentSaved: new EventEmitter<unknown>(),
    willSave: new EventEmitter<unknown>(),
    activeEditor: new EventEmitter<unknown>(),
    visibleEditors: new EventEmitter<unknown>(),
    windowState: new EventEmitter<unknown>(),
    sessions: new EventEmitter<unknown>(),
    folders: new EventEmitter<unknown>(),
    trust: new EventEmitter<void>(),
    any: new EventEmitter<unknown>(),
  },

  /** Changes a setting and tells those who listen. */
  configure(key: string, value: unknown): void {
    editor.settings.set(key, value);
    editor.events.settings.fire({
      affectsConfiguration: (section) => key === section || key.startsWith(`${section}.`),
    });
  },

  /** A fresh editor: nothing registered, nothing shown, Escape to every question. */
  reset(): void {
    for (const map of [editor.commands, editor.contexts, editor.settings, editor.fileSystems])
      map.clear();
    for (const map of [editor.textProviders, editor.authentication, editor.trees]) map.clear();
    for (const map of [editor.diagnostics, editor.channels]) map.clear();
    for (const list of [editor.executed, editor.shown, editor.statusItems, editor.opened])
      list.length = 0;
    for (const list of [editor.languageProviders, editor.decorations, editor.uriHandlers])
      list.length = 0;
    for (const list of [editor.external, editor.documents, editor.editors]) list.length = 0;
    for (const emitter of Object.values(editor.events)) emitter.dispose();
    editor.answer = () => undefined;
    editor.applyEdit = () => true;
    editor.clipboard = "";
    editor.trusted = true;
    editor.activeEditor = undefined;
    editor.folders = undefined;
  },
};
