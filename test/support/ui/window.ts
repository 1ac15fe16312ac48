/** A window of VS Code as its user has it: keys, mouse and what is on the screen. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { out } from "../../../src/build/paths.ts";
import { eventually } from "../eventually.ts";
import { Dialog } from "./dialog.ts";
import { Notifications } from "./notifications.ts";
import { Problems } from "./problems.ts";
import { QuickInput } from "./quick-input.ts";
import { TextEditor } from "./text-editor.ts";
import { Tree } from "./tree.ts";

/** Errors that VS Code itself throws in passing: cancelled requests. */
const harmless = /^(Canceled|Uncaught \(in promise\) Canceled)/;

export class EditorWindow {
  /** Opens a window at its address. With `keep`, one that shares cookies and storage with an earlier window. */
  static async open(browser: Browser, url: string, keep?: EditorWindow): Promise<EditorWindow> {
    const context =
      keep?.context ?? (await browser.newContext({ viewport: { width: 1280, height: 800 } }));
    const window = new EditorWindow(context, await context.newPage());
    if (!keep) await guard(context, new URL(url).origin, window);
    await window.page.goto(url);
    await window.ready();
    return window;
  }

  readonly context: BrowserContext;
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly editor: TextEditor;
  readonly dialog: Dialog;
  readonly notifications: Notifications;
  readonly problems: Problems;
  /** Addresses outside this machine that the window asked for; they were refused. */
  readonly outside: string[] = [];
  /** Errors that nothing in the page caught. */
  readonly errors: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.editor = new TextEditor(page, this.quickInput);
    this.dialog = new Dialog(page);
    this.notifications = new Notifications(page);
    this.problems = new Problems(page, this.quickInput);
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => {
      if (!harmless.test(error.message)) this.errors.push(error.stack ?? error.message);
    });
  }

  /** Waits until the window answers to keys. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  }

  /** Runs a command as from the palette; the title includes the category: `Valsmith: Open Val…`. */
  async run(title: string): Promise<void> {
    await this.quickInput.run(title);
  }

  /** The tree of a view, whose container is opened first. */
  async tree(container: string, view: string): Promise<Tree> {
    const tree = new Tree(this.page, view);
    const tab = this.page
      .locator(".activitybar")
      .getByRole("tab", { name: new RegExp(`^${container}`) });
    // A window that has just been loaded may still be about to open it; a click then would close it.
    await eventually(async () => {
      if (!(await tree.pane.isVisible())) await tab.click();
      await tree.pane.waitFor({ timeout: 2000 });
    }, 20_000);
    return tree;
  }

  /** Text of the item of the status bar with this id (`publisher.name.id`). */
  async status(id: string): Promise<string> {
    return this.page.locator(`[id="${id}"]`).innerText();
  }

  /** Loads the window anew by VS Code's own command, which keeps what is not saved. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("load");
    await this.run("Developer: Reload Window");
    await loaded;
    await this.ready();
  }

  async close(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
  }

  /** Keeps what is on the screen as `out/screens/<name>.png`. */
  async screenshot(name: string): Promise<void> {
    const folder = join(out, "screens");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Fails if the page threw an error or asked for anything outside this machine. */
  assertCalm(): void {
    assert.deepEqual(this.errors, [], "errors that nothing caught");
    assert.deepEqual(this.outside, [], "requests to other machines");
  }
}

async function guard(context: BrowserContext, own: string, window: EditorWindow): Promise<void> {
  await context.route(
    ({ protocol, origin }) => protocol.startsWith("http") && origin !== own,
    async (route) => {
      window.outside.push(route.request().url());
      await route.abort();
    },
  );
}
