/** The last look at what leaves the server: references as their author wrote them, URIs in their one canonical form. */
import type { Message, MessageWriter } from "vscode-languageserver";

import { parseUri, printUri } from "../core/uri.ts";
import { sigil, toAt } from "../syntax/sigil.ts";
import { safeMarkdown, withoutControls } from "./others-text.ts";
import { plainTypes } from "./plain-types.ts";

/** A writer whose messages are presentable. */
export function presentably<W extends MessageWriter>(writer: W): W {
  const write = writer.write.bind(writer);
  writer.write = (message) => write(presentable(message) as Message);
  return writer;
}

/**
 * A copy of a message with every string made presentable. What stands under `data` comes back to the server as it was
 * and stays untouched.
 */
export function presentable(message: unknown): unknown {
  if (typeof message === "string") return presentableText(message);
  if (Array.isArray(message)) return message.map(presentable);
  if (typeof message !== "object" || message === null) return message;
  const isMarkdown = (message as { readonly kind?: unknown }).kind === "markdown";
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(message)) {
    const shown = key === "data" ? value : presentable(value);
    copy[presentableText(key)] =
      typeof shown === "string" ? harmless(key, shown, isMarkdown) : shown;
  }
  return copy;
}

/** Only what is read is made harmless: what is inserted into a document stays as it is. */
function harmless(key: string, text: string, isMarkdown: boolean): string {
  if (key === "value" && isMarkdown) return safeMarkdown(text);
  return key === "message" || key === "detail" ? withoutControls(text) : text;
}

function presentableText(text: string): string {
  const plain = text.includes(sigil) ? toAt(plainTypes(text)) : text;
  if (!/^val(?:-ro)?:\/\//.test(plain)) return plain;
  const location = parseUri(plain);
  return location === undefined ? plain : printUri(location);
}
