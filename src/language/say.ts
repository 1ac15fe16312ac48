/** Text for people. Templates are the keys of translations, which the client sends when its user's language has them. */
import { printMessage, type Message } from "../analysis/finding.ts";

export type Say = (message: Message) => string;

/** @param translations templates in the user's language, by the English ones; absent ones stay English */
export function createSay(translations: Readonly<Record<string, string>> = {}): Say {
  return (message) =>
    printMessage({ ...message, template: translations[message.template] ?? message.template });
}

/** A message with its arguments. */
export function message(template: string, ...args: readonly string[]): Message {
  return { template, args };
}
