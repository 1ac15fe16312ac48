/** Times in nanoseconds since 1970, in which telemetry speaks, and the RFC 3339 times in which it is asked for. */

const perMillisecond = 1_000_000n;

/** Nanoseconds of an RFC 3339 time, digits beyond nanoseconds cut off; undefined when it is no time of any calendar. */
export function readTime(text: string): bigint | undefined {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const digits = /\.(\d+)/.exec(text)?.[1] ?? "";
  return BigInt(milliseconds) * perMillisecond + BigInt(digits.padEnd(9, "0").slice(3, 9));
}

/** The RFC 3339 time in UTC of nanoseconds, with nine digits of a second. */
export function printTime(nanoseconds: bigint): string {
  const rest = (nanoseconds % perMillisecond).toString().padStart(6, "0");
  return printMilliseconds(nanoseconds).replace("Z", `${rest}Z`);
}

/** The same cut to milliseconds, as times are kept. */
export function printMilliseconds(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / perMillisecond)).toISOString();
}

/**
 * A time to the millisecond with something unique behind it, so that the next page of a list can start exactly after it.
 * @param tail less than a million; of things of the same millisecond the one with the greater tail is the later one
 */
export function withTail(text: string, tail: number): bigint {
  return BigInt(Date.parse(text)) * perMillisecond + BigInt(tail);
}
