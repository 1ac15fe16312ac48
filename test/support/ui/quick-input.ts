/** The box at the top of the window: palette, lists, inputs. */
import type { Locator, Page } from "playwright-core";
import { eventually } from "../eventually.ts";

export class QuickInput {
  readonly #page: Page;
  readonly box: Locator;
  readonly field: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.box = page.locator(".quick-input-widget:visible");
    this.field = this.box.locator("input.input");
  }

  /** Runs a command by its title in the palette. The palette is opened anew until it knows the command. */
  async run(title: string): Promise<void> {
    await eventually(async () => {
      await this.#page.keyboard.press("F1");
      await this.field.waitFor({ timeout: 1000 });
      await this.field.fill(`>${title}`);
      try {
        await this.entry(title).click({ timeout: 1000 });
      } catch (error) {
        await this.#page.keyboard.press("Escape");
        throw error;
      }
    }, 20_000);
  }

  /** The entry of the list with exactly this label. */
  entry(label: string): Locator {
    const exact = this.#page.locator(".label-name", {
      hasText: exactly(label),
    });
    return this.box.locator(".monaco-list-row", { has: exact }).first();
  }

  /** Chooses an entry of a list that is or will be open. */
  async pick(label: string): Promise<void> {
    await this.entry(label).click();
  }

  /** Ticks entries of a list that allows several. */
  async tick(...labels: readonly string[]): Promise<void> {
    for (const label of labels)
      await this.entry(label)
        .locator(".quick-input-list-checkbox, input[type=checkbox], .monaco-custom-toggle")
        .first()
        .click();
  }

  /** Types into an open input box and accepts it. */
  async answer(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  async accept(): Promise<void> {
    await this.field.press("Enter");
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.box.waitFor({ state: "hidden" });
  }

  /** The labels on the screen. */
  async entries(): Promise<readonly string[]> {
    await this.box.locator(".monaco-list-row").first().waitFor();
    return this.box.locator(".monaco-list-row .label-name").allInnerTexts();
  }

  title(): Promise<string> {
    return this.box.locator(".quick-input-title").innerText();
  }

  /** Waits until the box says this about the text: its prompt, or why it is not accepted. */
  async says(pattern: RegExp): Promise<void> {
    await this.box.locator(".quick-input-message", { hasText: pattern }).waitFor();
  }
}

/** A pattern that matches a label and nothing beside it. */
export function exactly(label: string): RegExp {
  return new RegExp(`^\\s*${label.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}\\s*$`);
}
