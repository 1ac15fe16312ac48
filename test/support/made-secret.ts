/** Secrets made up for tests: in cases `·` stands for each of their letters, so that no scanner takes them for real. */
import { crc32 } from "node:zlib";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The text with letters for its dots, always the same ones; with a checksum where the prefix asks for one. */
export function withSecrets(text: string): string {
  return text.replaceAll(
    /((?:gh[pousr]|npm)_)?(·{2,})/g,
    (_, prefix: string | undefined, dots: string) => {
      const made = lettersOf(dots.length);
      return prefix === undefined ? made : prefix + checked(made);
    },
  );
}

/** The text as the case has it: dots for the letters. */
export function withoutSecrets(text: string, original: string): string {
  let result = text;
  for (const [dots] of original.matchAll(/(?:(?:gh[pousr]|npm)_)?·{2,}/g))
    result = result.replaceAll(withSecrets(dots), dots);
  return result;
}

function lettersOf(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => letters[(index * index * 7 + index * 29 + 11) % 61],
  ).join("");
}

function checked(body: string): string {
  let rest = crc32(body.slice(0, -6));
  let sum = "";
  for (let index = 0; index < 6; index++) {
    sum = (letters[rest % 62] ?? "") + sum;
    rest = Math.floor(rest / 62);
  }
  return body.slice(0, -6) + sum;
}
