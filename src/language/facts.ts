/** What the client knows about the vals of documents: kept until it says that it has changed. */
import { printUri, type ValLocation } from "../core/uri.ts";
import type { FactsResult } from "../protocol/lsp.ts";
import { valNameOf } from "./file-name.ts";
import type { Questions } from "./questions.ts";

export interface Facts {
  /** What is known by now about the val of a file. */
  of(location: ValLocation): FactsResult | undefined;
  /** Asks unless it is known or was asked a moment ago. */
  ensure(location: ValLocation): Promise<void>;
  invalidate(location: ValLocation): void;
}

/** @param changed called with the val whenever something new is known */
export function createFacts(
  questions: Pick<Questions, "facts">,
  { now, retry, changed }: { now: () => number; retry: number; changed: (val: string) => void },
): Facts {
  const known = new Map<string, FactsResult>();
  const asked = new Map<string, { readonly at: number; readonly done: Promise<void> }>();

  const ask = async (val: string, location: ValLocation): Promise<void> => {
    const facts = await questions.facts(printUri(location));
    if (facts === undefined) return;
    known.set(val, facts);
    changed(val);
  };

  return {
    of: (location) => known.get(valNameOf(location)),
    ensure: (location) => {
      const val = valNameOf(location);
      const last = asked.get(val);
      if (last !== undefined && (known.has(val) || now() - last.at < retry)) return last.done;
      const done = ask(val, location);
      asked.set(val, { at: now(), done });
      return done;
    },
    invalidate: (location) => {
      // What was known stays in use until the answer is there.
      asked.delete(valNameOf(location));
    },
  };
}
