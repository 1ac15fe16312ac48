/**
 * Findings that are known and left for later, so that only new ones count. They are told apart by rule, file and words
 * rather than by line, so that code may move.
 */
import { printMessage, type Finding } from "../../analysis/finding.ts";

/** How often each finding is known, by its key. */
export type Baseline = ReadonlyMap<string, number>;

interface Entry {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly count: number;
}

/** The text of a baseline file that knows these findings. */
export function printBaseline(findings: readonly Finding[]): string {
  const entries = new Map<string, Entry>();
  for (const finding of findings) {
    const { rule, place } = finding;
    const count = (entries.get(keyOf(finding))?.count ?? 0) + 1;
    const message = printMessage(finding.message);
    entries.set(keyOf(finding), { rule, file: slashed(place.file), message, count });
  }
  const known = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return `${JSON.stringify({ known }, undefined, 2)}\n`;
}

/**
 * Reads a baseline file.
 * @throws Error that says what is wrong with it
 */
export function parseBaseline(text: string): Baseline {
  const { known } = JSON.parse(text) as { readonly known?: unknown };
  if (!Array.isArray(known) || !known.every(isEntry))
    throw new Error('it is no baseline: write one with "--write-baseline"');
  return new Map(known.map((one) => [keyFrom(one.rule, one.file, one.message), one.count]));
}

/** The findings beyond those that are known, in their order. */
export function beyond(baseline: Baseline, findings: readonly Finding[]): readonly Finding[] {
  const left = new Map(baseline);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    if (count > 0) left.set(keyOf(finding), count - 1);
    return count === 0;
  });
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { rule, file, message, count } = value as Readonly<Record<string, unknown>>;
  const isCount = typeof count === "number" && Number.isInteger(count) && count > 0;
  return [rule, file, message].every((one) => typeof one === "string") && isCount;
}

function keyOf({ rule, place, message }: Finding): string {
  return keyFrom(rule, slashed(place.file), printMessage(message));
}

function keyFrom(rule: string, file: string, message: string): string {
  return JSON.stringify([rule, file, message]);
}

/** The same on every system. */
function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}
