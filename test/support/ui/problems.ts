/** The Problems panel. */
import type { Locator, Page } from "playwright-core";
import type { QuickInput } from "./quick-input.ts";

export class Problems {
  readonly #quickInput: QuickInput;
  readonly rows: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#quickInput = quickInput;
    this.rows = page.locator(".markers-panel .monaco-list-row");
  }

  /** Opens the panel. */
  async show(): Promise<void> {
    await this.#quickInput.run("Problems: Focus on Problems View");
    await this.rows.page().locator(".markers-panel").waitFor();
  }

  /** Waits for a problem that holds this text. */
  async with(text: string | RegExp): Promise<Locator> {
    const row = this.rows.filter({ hasText: text }).first();
    await row.waitFor();
    return row;
  }

  texts(): Promise<readonly string[]> {
    return this.rows.allInnerTexts();
  }
}
