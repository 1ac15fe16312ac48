/**
 * Text from others (logs, error messages, names, results) made safe to show: no terminal escapes, no control
 * characters, nothing that turns the reading direction around.
 */

/* oxlint-disable no-control-regex -- control characters are exactly what is looked for */
const escapes = new RegExp(
  [
    // OSC, DCS, SOS, PM and APC strings: up to their terminator, or to the end of the line when there is none.
    "(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c\\n]*(?:\\u0007|\\u001b\\\\|\\u009c)?",
    // CSI sequences: colours, cursor movement, erasing.
    "(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?",
    // Every other escape sequence.
    "\\u001b[ -/]*[0-~]?",
  ].join("|"),
  "g",
);
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/* oxlint-enable no-control-regex */
/** Marks, embeddings, overrides and isolates of the bidirectional algorithm, and invisible fillers (UAX #9, 2.1 to 2.4). */
const invisible = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;

/** Text that can be shown as it is; lines and tabs are kept. */
export function plainText(text: string): string {
  return text
    .replace(escapes, "")
    .replace(lineEnds, "\n")
    .replace(controls, "")
    .replace(invisible, "");
}

/**
 * The same on one line: white space collapses, and what is longer than `limit` UTF-16 units ends in `…`.
 * A surrogate pair is never cut in half.
 */
export function plainLine(text: string, limit = 200): string {
  // Only so much can reach the result; the rest of a huge text is not even looked at.
  const line = plainText(text.slice(0, limit * 8))
    .replaceAll(/\s+/g, " ")
    .trim();
  if (line.length <= limit && text.length <= limit * 8) return line;
  const cut = line.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
