/** `window`: questions are answered by `editor.answer`, everything shown is kept. */
import type { URI } from "vscode-uri";
import { editor, type Shown, type Tree } from "../editor.ts";
import { ColorThemeKind, LogLevel } from "./enums.ts";
import { CancellationTokenSource, Disposable, EventEmitter } from "./events.ts";

type Options = Readonly<Record<string, unknown>>;

function isOptions(value: unknown): value is Options {
  return typeof value === "object" && value !== null && !("title" in value);
}

async function ask(shown: Shown): Promise<unknown> {
  editor.shown.push(shown);
  return await editor.answer(shown);
}

const message =
  (kind: "information" | "warning" | "error") =>
  async (text: string, ...rest: unknown[]): Promise<unknown> => {
    const options = isOptions(rest[0]) ? rest[0] : {};
    const choices = isOptions(rest[0]) ? rest.slice(1) : rest;
    const detail = typeof options["detail"] === "string" ? { detail: options["detail"] } : {};
    const shown = { kind, text, ...detail, modal: options["modal"] === true, choices, options };
    const answer = await ask(shown);
    // A button may be named by its title alone.
    return choices.find(
      (choice) => choice === answer || (isItem(choice) && choice.title === answer),
    );
  };

function isItem(value: unknown): value is { readonly title: string } {
  return typeof value === "object" && value !== null && "title" in value;
}

function firstText(...candidates: readonly unknown[]): string {
  return candidates.find((candidate) => typeof candidate === "string") ?? "";
}

/** The answer of who presses the button of an entry instead of choosing it. */
function isPress(answer: unknown): answer is { readonly press: unknown } {
  return typeof answer === "object" && answer !== null && "press" in answer;
}

/** A quick pick or input box: shown, it is answered at once, then accepted or (for Escape) hidden. */
function quickInput(kind: "pick" | "input"): Record<string, unknown> {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const changed = new EventEmitter<string>();
  const selected = new EventEmitter<readonly unknown[]>();
  const pressed = new EventEmitter<{ readonly item: unknown }>();
  const input: Record<string, unknown> = {
    items: [],
    selectedItems: [],
    activeItems: [],
    buttons: [],
    value: "",
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidChangeValue: changed.event,
    /** Not of the editor: types before the question is answered. */
    changeValue: (text: string) => changed.fire((input["value"] = text)),
    onDidChangeSelection: selected.event,
    onDidChangeActive: new EventEmitter<readonly unknown[]>().event,
    onDidTriggerButton: editor.events.any.event,
    onDidTriggerItemButton: pressed.event,
    hide: () => hidden.fire(),
    dispose: () => hidden.dispose(),
    async show(): Promise<void> {
      const text = firstText(input["title"], input["prompt"], input["placeholder"]);
      const choices = input["items"] as readonly unknown[];
      const answer = await ask({ kind, text, modal: false, choices, options: input });
      if (answer === undefined) return hidden.fire();
      if (isPress(answer)) return pressed.fire({ item: answer.press });
      if (kind === "input") changed.fire((input["value"] = answer as string));
      else selected.fire((input["selectedItems"] = [answer].flat()) as readonly unknown[]);
      accepted.fire();
    },
  };
  return input;
}

function channel(name: string): Record<string, unknown> {
  const lines: string[] = editor.channels.get(name) ?? [];
  editor.channels.set(name, lines);
  const level =
    (label: string) =>
    (text: unknown, ...rest: unknown[]) =>
      void lines.push([`[${label}]`, text, ...rest].map(String).join(" "));
  return {
    name,
    logLevel: LogLevel["Trace"],
    onDidChangeLogLevel: new EventEmitter<number>().event,
    append: (text: string) => void lines.push(text),
    appendLine: (text: string) => void lines.push(text),
    replace: (text: string) => void lines.splice(0, lines.length, text),
    clear: () => void (lines.length = 0),
    show: () => {},
    hide: () => {},
    dispose: () => {},
    trace: level("trace"),
    debug: level("debug"),
    info: level("info"),
    warn: level("warn"),
    error: level("error"),
  };
}

function statusItem(id: string): Record<string, unknown> {
  const item: Record<string, unknown> = {
    id,
    visible: false,
    show: () => void (item["visible"] = true),
    hide: () => void (item["visible"] = false),
    dispose: () => editor.statusItems.splice(editor.statusItems.indexOf(item), 1),
  };
  editor.statusItems.push(item);
  return item;
}

function tree(id: string, options: Tree["options"]): Tree & Record<string, unknown> {
  const made = {
    id,
    options,
    selection: [],
    visible: true,
    onDidChangeSelection: new EventEmitter<unknown>().event,
    onDidChangeVisibility: new EventEmitter<unknown>().event,
    onDidExpandElement: new EventEmitter<unknown>().event,
    onDidCollapseElement: new EventEmitter<unknown>().event,
    onDidChangeCheckboxState: new EventEmitter<unknown>().event,
    reveal: async () => {},
    dispose: () => editor.trees.delete(id),
  };
  editor.trees.set(id, made);
  return made;
}

const kept = (list: unknown[]) => (value: unknown) => {
  list.push(value);
  return new Disposable(() => list.splice(list.indexOf(value), 1));
};

export const window = {
  showInformationMessage: message("information"),
  showWarningMessage: message("warning"),
  showErrorMessage: message("error"),
  showInputBox: (options: Options = {}) =>
    ask({
      kind: "input",
      text: firstText(options["prompt"], options["placeHolder"]),
      modal: false,
      choices: [],
      options,
    }),
  showQuickPick: async (items: unknown, options: Options = {}) => {
    const choices = (await items) as readonly unknown[];
    const text = firstText(options["title"], options["placeHolder"]);
    return ask({ kind: "pick", text, modal: false, choices, options });
  },
  createQuickPick: () => quickInput("pick"),
  createInputBox: () => quickInput("input"),
  showOpenDialog: (options: Options = {}) =>
    ask({ kind: "open", text: "", modal: true, choices: [], options }),
  showSaveDialog: (options: Options = {}) =>
    ask({ kind: "save", text: "", modal: true, choices: [], options }),
  async showTextDocument(target: { readonly uri?: URI } & URI): Promise<unknown> {
    editor.opened.push(target.uri ?? target);
    return { document: target, selection: undefined, revealRange: () => {} };
  },
  withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => unknown) =>
    Promise.resolve(task({ report: () => {} }, new CancellationTokenSource().token)),
  setStatusBarMessage: () => new Disposable(() => {}),
  createOutputChannel: (name: string) => channel(name),
  createStatusBarItem: (id: unknown) => statusItem(String(id)),
  createTreeView: tree,
  registerTreeDataProvider: (id: string, treeDataProvider: unknown) =>
    tree(id, { treeDataProvider }),
  registerFileDecorationProvider: kept(editor.decorations),
  registerUriHandler: kept(editor.uriHandlers),
  createTextEditorDecorationType: () => ({ key: "fake", dispose: () => {} }),
  onDidChangeActiveTextEditor: editor.events.activeEditor.event,
  onDidChangeVisibleTextEditors: editor.events.visibleEditors.event,
  onDidChangeWindowState: editor.events.windowState.event,
  activeColorTheme: { kind: ColorThemeKind["Dark"] },
  state: { focused: true, active: true },
  tabGroups: { all: [], close: async () => true, onDidChangeTabs: editor.events.any.event },
  get activeTextEditor(): unknown {
    return editor.activeEditor;
  },
  get visibleTextEditors(): readonly unknown[] {
    return editor.editors;
  },
};
