/** A tree view: rows by their labels, as the user reads them. */
import type { Locator, Page } from "playwright-core";
import { exactly } from "./quick-input.ts";

export class Tree {
  readonly #page: Page;
  readonly pane: Locator;

  constructor(page: Page, view: string) {
    this.#page = page;
    const header = page.locator(".pane-header", { hasText: view });
    this.pane = page.locator(".pane", { has: header }).first();
  }

  /** A row by its whole label. */
  row(label: string): Locator {
    const exact = this.#page.locator(".label-name", { hasText: exactly(label) });
    return this.pane.locator(".monaco-list-row", { has: exact }).first();
  }

  /** The labels of all rows on the screen, from the top. */
  async labels(): Promise<readonly string[]> {
    await this.pane.locator(".monaco-list-row").first().waitFor();
    return this.pane.locator(".monaco-list-row .label-name").allInnerTexts();
  }

  /** Chooses from the context menu of a row. By the keyboard, since a menu takes no click at once after it opened. */
  async choose(label: string, title: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    const menu = this.#page.locator(".context-view.monaco-menu-container");
    const entry = menu.locator(".action-item", { hasText: title }).first();
    await entry.hover();
    await menu.locator(".action-item.focused", { hasText: title }).first().waitFor();
    await this.#page.keyboard.press("Enter");
    await entry.waitFor({ state: "hidden" });
  }

  async expand(label: string): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute("aria-expanded")) === "false")
      await row.locator(".monaco-tl-twistie").click();
  }

  /** Clicks an icon of a row, by its tooltip. */
  async act(label: string, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /** Chooses an entry of a row's context menu. */
  async menu(label: string, entry: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    await this.#page.locator(".monaco-menu .action-item", { hasText: entry }).first().click();
  }

  /** Clicks an icon in the view's title, by its tooltip. */
  async titleAction(action: string): Promise<void> {
    await this.pane.hover();
    await this.pane.locator(`.pane-header .action-label[aria-label^="${action}"]`).click();
  }

  /** The text shown instead of rows. */
  welcome(): Promise<string> {
    return this.pane.locator(".welcome-view-content").innerText();
  }
}
