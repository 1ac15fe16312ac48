/** Messages in the corner of the window. */
import type { Locator, Page } from "playwright-core";

export class Notifications {
  readonly #page: Page;
  readonly toasts: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.toasts = page.locator(".notifications-toasts .notification-list-item");
  }

  /** The message that holds this text, waited for. */
  async with(text: string | RegExp): Promise<Locator> {
    const toast = this.toasts.filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Presses a button of the message that holds this text. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const toast = await this.with(text);
    await toast.locator(".monaco-button", { hasText: button }).first().click();
  }

  /** The messages on the screen. */
  texts(): Promise<readonly string[]> {
    return this.#page
      .locator(".notifications-toasts .notification-list-item-message")
      .allInnerTexts();
  }
}
