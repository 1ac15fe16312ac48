/** The log of a town that nobody watches: a file that starts anew when it is full, with its predecessor beside it. */
import { appendFileSync, chmodSync, existsSync, renameSync, statSync } from "node:fs";

/** Size in bytes at which a new file begins. */
const maxBytes = 1_048_576;

/** A function that appends lines to a file closed to others. What cannot be written is lost, the town goes on. */
export function createLogFile(path: string): (line: string) => void {
  let size = existsSync(path) ? statSync(path).size : 0;
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    try {
      if (size > maxBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, text, { mode: 0o600 });
      if (size === 0) chmodSync(path, 0o600);
      size += Buffer.byteLength(text);
    } catch {
      size = 0;
    }
  };
}
