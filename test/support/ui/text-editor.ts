/** The text editor that has the focus: its text, and what shows up around it. */
import type { Locator, Page } from "playwright-core";
import { eventually } from "../eventually.ts";
import { exactly, type QuickInput } from "./quick-input.ts";

export class TextEditor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  /** The editor group's active editor; in a comparison, its right side. */
  readonly box: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.box = page
      .locator(".editor-group-container.active .editor-instance .monaco-editor")
      .last();
  }

  /** The tab of a file, by its name. */
  tab(name: string): Locator {
    return this.#page.locator(`.tab[data-resource-name="${name}"]`).first();
  }

  /** Waits until the file's editor is open and shows text. */
  async opened(name: string): Promise<void> {
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor();
    await this.box.locator(".view-line").first().waitFor();
  }

  /** Waits until a file has changes that are not saved, or has none. */
  async hasUnsaved(name: string, expected: boolean): Promise<void> {
    const state = expected ? ".dirty" : ":not(.dirty)";
    await this.#page.locator(`.tab${state}[data-resource-name="${name}"]`).first().waitFor();
  }

  /** The lines on the screen, from the top. */
  async text(): Promise<string> {
    const lines = await this.box.locator(".view-lines .view-line").evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: element.getBoundingClientRect().top,
          text: element.textContent ?? "",
        }))
        .toSorted((a, b) => a.top - b.top)
        .map((line) => line.text.replaceAll("\u00a0", " ")),
    );
    return lines.join("\n");
  }

  /** Puts the cursor at a line and column, both counted from 1 as the editor shows them. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#page.keyboard.press("F1");
    await this.#quickInput.field.fill(`:${line}:${column}`);
    await this.#quickInput.field.press("Enter");
    await this.#quickInput.box.waitFor({ state: "hidden" });
    // The keys that come next are the editor's once it has the focus again, which is a moment after the box is gone.
    await this.#page.locator(".editor-instance .monaco-editor.focused").first().waitFor();
  }

  /** Types at the cursor, key by key. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: 5 });
  }

  /** Replaces the whole text at once. */
  async replaceAll(text: string): Promise<void> {
    await this.box.click();
    await this.#page.keyboard.press("ControlOrMeta+a");
    await this.#page.keyboard.insertText(text);
  }

  /** Saves; what follows from it is the caller's to see. */
  async save(): Promise<void> {
    await this.#page.keyboard.press("ControlOrMeta+s");
  }

  /** Opens the completion list at the cursor, waits until it shows these labels, and gives all that it shows. */
  async completions(...labels: readonly string[]): Promise<readonly string[]> {
    const list = this.#page.locator(".suggest-widget.visible .monaco-list-row");
    await this.#open(list.first(), "Control+Space");
    for (const label of labels)
      await list
        .filter({ has: this.#page.locator(".label-name", { hasText: exactly(label) }) })
        .first()
        .waitFor();
    return list.locator(".label-name").allInnerTexts();
  }

  /** The text of signature help at the cursor. */
  async signature(): Promise<string> {
    const hints = this.#page.locator(".parameter-hints-widget.visible");
    await this.#open(hints, "ControlOrMeta+Shift+Space");
    return hints.innerText();
  }

  /** The text of the hover at the cursor. */
  async hover(): Promise<string> {
    const hover = this.#page
      .locator(".monaco-editor .monaco-hover:visible, .monaco-resizable-hover:visible")
      .first();
    await this.#open(hover, "ControlOrMeta+k", "ControlOrMeta+i");
    return hover.innerText();
  }

  /** Chooses an entry of the light bulb's menu at the cursor. */
  async fix(title: string): Promise<void> {
    await this.#openFixes();
    await this.#fixes.filter({ hasText: title }).first().click();
  }

  /** The titles in the light bulb's menu at the cursor. */
  async fixes(): Promise<readonly string[]> {
    await this.#openFixes();
    const titles = await this.#fixes.allInnerTexts();
    await this.#page.keyboard.press("Escape");
    await this.#fixes.first().waitFor({ state: "hidden" });
    return titles;
  }

  get #fixes(): Locator {
    return this.#page.locator(".action-widget:visible .monaco-list-row.action");
  }

  #openFixes(): Promise<void> {
    return this.#open(this.#fixes.first(), "ControlOrMeta+.");
  }

  /**
   * Opens something at the cursor by its keys. They are pressed again while it is not there, as one does: a moment after
   * another widget closed they do nothing, and a server that ends takes the request with it.
   */
  async #open(widget: Locator, ...keys: readonly string[]): Promise<void> {
    await eventually(async () => {
      if (await widget.isVisible()) return;
      for (const key of keys) await this.#page.keyboard.press(key);
      await widget.waitFor({ timeout: 2000 });
    }, 20_000);
  }

  /** The link above a line of code with this text. */
  lens(text: string): Locator {
    return this.box.locator(".codelens-decoration a", { hasText: text }).first();
  }

  /** Underlined places. */
  squiggles(severity: "error" | "warning" | "info"): Locator {
    return this.box.locator(`.squiggly-${severity}`);
  }
}
