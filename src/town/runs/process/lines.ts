/** Reads lines from a stream of bytes, with a limit on their length. */
import type { Readable } from "node:stream";

/**
 * Calls `onLine` with each line without its line feed.
 * @param maxLine longest line in bytes; a longer one ends the reading
 * @param onTooLong called once when that happens
 */
export function readLines(
  stream: Readable,
  maxLine: number,
  onLine: (line: string) => void,
  onTooLong: (reason: string) => void,
): void {
  let parts: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      length = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
    if (rest.length === 0) return;
    parts.push(rest);
    length += rest.length;
    if (length <= maxLine) return;
    parts = [];
    stream.destroy();
    onTooLong("it sent a message that is too long");
  });
}
