/** Which vals a caller may see in lists, as a condition. It must agree with `isListed()` in the core, which a test holds. */
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import { decide, patternListsOf, type Actor, type Credential } from "../../core/decide.ts";
import type { Schema } from "./schema.ts";

/** Whose unlisted and private vals may be listed, and which of them; null sees public vals alone. */
export type Viewer = {
  readonly userId: string;
  /** Lists of name patterns; a val is listed when its name matches in each of them. */
  readonly patterns: readonly (readonly string[])[];
} | null;

/** How much of their own a caller may list. */
export function viewerOf(
  caller: { readonly actor: Actor; readonly userId: string } | null,
): Viewer {
  if (caller === null) return null;
  const { actor, userId } = caller;
  const unlimited: Actor = { ...actor, credential: withoutPatterns(actor.credential) };
  const own = decide(unlimited, "val.read", { owner: actor.user, name: "any", privacy: "private" });
  return own.allow ? { userId, patterns: patternListsOf(actor.credential) } : null;
}

function withoutPatterns({ parent, ...limits }: Credential): Credential {
  const open = { ...limits, patterns: null };
  return parent === undefined ? open : { ...open, parent: withoutPatterns(parent) };
}

type Where = ExpressionBuilder<Schema, "vals">;

/** Public vals, and the viewer's own. */
export function listedOnly(where: Where, viewer: Viewer): Expression<SqlBool> {
  const open = where("vals.privacy", "=", "public");
  return viewer === null ? open : where.or([open, ownOnly(where, viewer)]);
}

/** The viewer's own vals alone, as far as the patterns of their token reach. */
export function ownOnly(where: Where, viewer: Exclude<Viewer, null>): Expression<SqlBool> {
  const own = where("vals.userId", "=", viewer.userId);
  const matches = (pattern: string): Expression<SqlBool> => {
    if (!pattern.endsWith("*")) return where("vals.name", "=", pattern);
    const prefix = pattern.slice(0, -1);
    return sql<SqlBool>`substr(${sql.ref("vals.name")}, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
  };
  return where.and([own, ...viewer.patterns.map((list) => where.or(list.map(matches)))]);
}
