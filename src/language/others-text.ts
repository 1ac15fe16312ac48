/** Text that others wrote, made harmless before it is shown: documentation, names, messages. */

/** Invisible characters that change how text reads: controls except tab and line ends, and bidirectional overrides. */
const invisible =
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

export function withoutControls(text: string): string {
  return text.replaceAll(invisible, "");
}

/**
 * Markdown without images, which would be fetched from where their author likes, and without commands. Code blocks stay
 * as they are; a client is told besides not to trust any of it.
 */
export function safeMarkdown(markdown: string): string {
  let inCode = false;
  return withoutControls(markdown)
    .split("\n")
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) inCode = !inCode;
      return inCode
        ? line
        : line.replaceAll("![", "\\!\\[").replaceAll(/\]\(\s*<?command:/gi, "](#");
    })
    .join("\n");
}
