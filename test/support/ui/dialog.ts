/** A question in the middle of the window that has to be answered first. */
import type { Locator, Page } from "playwright-core";
import { exactly } from "./quick-input.ts";

export class Dialog {
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator(".monaco-dialog-box");
  }

  /** Waits for a dialog and gives its message and detail, a line each. */
  async text(): Promise<string> {
    await this.box.waitFor();
    return this.box.locator(".dialog-message-container").innerText();
  }

  async press(button: string): Promise<void> {
    await this.box
      .locator(".monaco-button", { hasText: exactly(button) })
      .first()
      .click();
    await this.box.waitFor({ state: "hidden" });
  }
}
