/** Telling texts apart as the editor does: it drops a byte order mark and may rewrite line ends. */

/** The text as documents are compared: without byte order mark, lines ended by `\n`. */
export function comparableText(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
}

/**
 * A short mark of a text, equal for texts that differ only in line ends. 64 bits (two runs of FNV-1a with different
 * seeds), to recognise a text again, not to protect anything.
 */
export function fingerprint(text: string): string {
  const plain = comparableText(text);
  return `${plain.length.toString(36)}-${fnv(plain, 0x811c9dc5)}-${fnv(plain, 0x9747b28c)}`;
}

function fnv(text: string, seed: number): string {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
