/** Which vals a caller may see in lists, as a condition. It must agree with `isListed()` in the core, which a test holds. */
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import { decide, ownNames, withoutNames, type Actor } from "../../core/decide.ts";
import type { NameRule } from "../../core/policy.ts";
import type { Schema } from "./schema.ts";

/** Whose unlisted and private vals may be listed, and which of them; null sees public vals alone. */
export type Viewer = {
  readonly userId: string;
  /** The names of the vals that are listed. */
  readonly names: NameRule;
} | null;

/** How much of their own a caller may list. */
export function viewerOf(
  caller: { readonly actor: Actor; readonly userId: string } | null,
): Viewer {
  if (caller === null) return null;
  const { actor, userId } = caller;
  const target = { owner: actor.user, name: "any", privacy: "private" } as const;
  const own = decide(withoutNames(actor), "val.read", target);
  return own.allow ? { userId, names: ownNames(actor, "val.read") } : null;
}

type Where = ExpressionBuilder<Schema, "vals">;

/** Public vals, and the viewer's own. */
export function listedOnly(where: Where, viewer: Viewer): Expression<SqlBool> {
  const open = where("vals.privacy", "=", "public");
  return viewer === null ? open : where.or([open, ownOnly(where, viewer)]);
}

/** The viewer's own vals alone, as far as the limits of their token reach. */
export function ownOnly(where: Where, viewer: Exclude<Viewer, null>): Expression<SqlBool> {
  return where.and([where("vals.userId", "=", viewer.userId), isNamed(where, viewer.names)]);
}

function isNamed(where: Where, rule: NameRule): Expression<SqlBool> {
  if ("not" in rule) return where.not(isNamed(where, rule.not));
  if ("any" in rule) return where.or(rule.any.map((one) => isNamed(where, one)));
  if ("all" in rule) return where.and(rule.all.map((one) => isNamed(where, one)));
  return where.or(
    rule.names.map((pattern) => {
      if (!pattern.endsWith("*")) return where("vals.name", "=", pattern);
      const prefix = pattern.slice(0, -1);
      return sql<SqlBool>`substr(${sql.ref("vals.name")}, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
    }),
  );
}
