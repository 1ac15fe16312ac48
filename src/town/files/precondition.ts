/** Preconditions of a write (RFC 9110, sections 13.1.1 and 13.1.2), on the version of a file. */

export interface Precondition {
  /** The entity tags of `If-Match`, `*`, or undefined when there is none. */
  readonly match?: readonly string[] | "*" | undefined;
  readonly noneMatch?: readonly string[] | "*" | undefined;
}

/** The entity tag of a version. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

/** Reads the headers; undefined when one of them is malformed. */
export function readPrecondition(
  match: string | undefined,
  noneMatch: string | undefined,
): Precondition | undefined {
  const matches = readTags(match);
  const others = readTags(noneMatch);
  if (matches === "malformed" || others === "malformed") return undefined;
  return { match: matches, noneMatch: others };
}

/**
 * Whether a write may go on.
 * @param version the current version; undefined when there is no such file
 */
export function holds({ match, noneMatch }: Precondition, version: number | undefined): boolean {
  const tag = version === undefined ? undefined : tagOf(version);
  if (
    match !== undefined &&
    !(match === "*" ? tag !== undefined : tag !== undefined && match.includes(tag))
  ) {
    return false;
  }
  if (noneMatch === undefined) return true;
  if (noneMatch === "*") return tag === undefined;
  return tag === undefined || !noneMatch.some((other) => other.replace(/^W\//, "") === tag);
}

function readTags(header: string | undefined): readonly string[] | "*" | "malformed" | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (text === "*") return "*";
  const tags = text.split(",").map((tag) => tag.trim());
  return tags.every((tag) => /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag))
    ? tags
    : "malformed";
}
