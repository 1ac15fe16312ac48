/** How a bench tells what it measured. */
import type { Figure } from "../../src/build/bench.ts";

/** Hands a figure to `npm run bench`. */
export function report(figure: Figure): void {
  process.stdout.write(
    `${JSON.stringify({ ...figure, value: Number(figure.value.toPrecision(3)) })}\n`,
  );
}

/** The value below which this share of the values lies: 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}
