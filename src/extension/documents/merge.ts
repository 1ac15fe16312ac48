/** Three-way merging of texts, line by line. */
import { diff3Merge } from "node-diff3";
import { comparableText } from "./fingerprint.ts";

export interface Merged {
  readonly text: string;
  /** Places where both sides changed the same lines differently; each stands in conflict markers. */
  readonly conflicts: number;
}

/**
 * Merges two texts that came from one. Lines end as in `mine`.
 * @param labels what stands at the conflict markers
 */
export function mergeTexts(
  mine: string,
  base: string,
  theirs: string,
  labels: { readonly mine: string; readonly theirs: string },
): Merged {
  const [a, o, b] = [mine, base, theirs].map((text) => comparableText(text).split("\n"));
  const lines: string[] = [];
  let conflicts = 0;
  for (const region of diff3Merge(a ?? [], o ?? [], b ?? [], { excludeFalseConflicts: true })) {
    if (region.ok) {
      lines.push(...region.ok);
    } else if (region.conflict) {
      conflicts++;
      lines.push(`<<<<<<< ${labels.mine}`, ...region.conflict.a, "=======");
      lines.push(...region.conflict.b, `>>>>>>> ${labels.theirs}`);
    }
  }
  return { text: lines.join(mine.includes("\r\n") ? "\r\n" : "\n"), conflicts };
}
