/** What the language server may ask of the editor. No answer holds a token or the value of a secret. */
import type { Result } from "../../core/failure.ts";
import type { ServerRequests } from "../../protocol/lsp.ts";
import type { Grants } from "../grants/grants.ts";
import { type Intent, readIntent } from "../grants/intent.ts";
import type { Vals } from "../vals.ts";
import { indexVals, type IndexParts, likelyUsers, searchVals } from "./index-vals.ts";
import { readSources } from "./read-sources.ts";
import { factsOf } from "./val-facts.ts";

export type Answers = {
  readonly [Method in keyof ServerRequests]: (
    params: ServerRequests[Method]["params"],
  ) => Promise<ServerRequests[Method]["result"]>;
};

export interface AnswerParts extends IndexParts {
  readonly vals: Pick<Vals, "find" | "files" | "main" | "read">;
  readonly grants: Pick<Grants, "of">;
  /** Does what an intent says, with the person's consent. */
  readonly apply: (intent: Intent) => Promise<boolean>;
}

export function createAnswers(parts: AnswerParts): Answers {
  return {
    "val/read": async ({ uris }) => ({ files: await readSources(parts, uris) }),
    "val/index": async ({ uri, user }) => ({ vals: orThrow(await indexVals(parts, uri, user)) }),
    "val/search": async ({ uri, query }) => ({
      vals: orThrow(await searchVals(parts, uri, query)),
    }),
    "val/references": async ({ uri }) => ({ uris: orThrow(await likelyUsers(parts, uri)) }),
    "val/facts": async ({ uri }) => orThrow(await factsOf(parts, uri)),
    "val/apply": async ({ intent }) => {
      const read = readIntent(intent);
      return { applied: read !== undefined && (await parts.apply(read)) };
    },
  };
}

/** The protocol has no failures: an answer that cannot be given is an error of the request, with the kind as its text. */
function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}
