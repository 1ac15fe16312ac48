/** The vals that can be named, for completions. Asked again after a while, and after something has changed. */
import type { IndexedVal } from "../protocol/lsp.ts";
import type { Questions } from "./questions.ts";

export interface Index {
  /** The vals of a user, or all that are known, as the connection of a document sees them. */
  vals(uri: string, user?: string): Promise<readonly IndexedVal[]>;
  invalidate(): void;
}

/** @param keep milliseconds for which an answer is good */
export function createIndex(
  questions: Pick<Questions, "index">,
  { now, keep }: { now: () => number; keep: number },
): Index {
  const answers = new Map<
    string,
    { readonly at: number; readonly vals: Promise<readonly IndexedVal[]> }
  >();
  return {
    vals: (uri, user) => {
      const key = `${new URL(uri).host} ${user ?? ""}`;
      const known = answers.get(key);
      if (known !== undefined && now() - known.at < keep) return known.vals;
      const vals = questions.index(uri, user);
      answers.set(key, { at: now(), vals });
      return vals;
    },
    invalidate: () => answers.clear(),
  };
}
