/** Three-way merging of texts, line by line. */
import { diff3Merge, diffComm } from "node-diff3";
import { comparableText } from "./fingerprint.ts";

export interface Merged {
  readonly text: string;
  /** Places where both sides changed the same lines differently; each stands in conflict markers. */
  readonly conflicts: number;
}

/**
 * Merges two texts that came from one. Lines end as in `mine`.
 * @param base the text that both came from. Undefined when it is not known: then every line of either side is kept,
 *   since nobody can tell whether one was taken out here or put in there
 * @param labels what stands at the conflict markers
 */
export function mergeTexts(
  mine: string,
  base: string | undefined,
  theirs: string,
  labels: { readonly mine: string; readonly theirs: string },
): Merged {
  const [a, b] = [linesOf(mine), linesOf(theirs)];
  const o =
    base === undefined ? diffComm(a, b).flatMap(({ common }) => common ?? []) : linesOf(base);
  const lines: string[] = [];
  let conflicts = 0;
  for (const region of diff3Merge(a, o, b, { excludeFalseConflicts: true })) {
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

function linesOf(text: string): string[] {
  return comparableText(text).split("\n");
}
