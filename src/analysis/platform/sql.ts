/** Which of sqlite's scopes a call needs, by its SQL. */
import type { Confidence } from "../../core/effect.ts";
import type { OperationId } from "../../core/operations.ts";
import { alternatives } from "../values/make.ts";
import type { Value } from "../values/model.ts";
import { fullText, holeMark, printed } from "../values/text.ts";

export interface SqlUse {
  readonly operation: Extract<OperationId, "sqlite.read" | "sqlite.write">;
  readonly confidence: Confidence;
}

/** Undefined when the member takes no SQL. */
export function statementsUse(member: string, first: Value, second: Value): SqlUse | undefined {
  if (member !== "execute" && member !== "batch") return undefined;
  if (member === "batch" && fullText(second) === "read")
    return { operation: "sqlite.read", confidence: "proved" };
  return bodyUse(first);
}

/** The statements of a request's body or of a call: a text, `{ sql }`, or a list of either. */
export function bodyUse(statements: Value): SqlUse {
  const each = alternatives(statements).flatMap(textsOf);
  if (each.length === 0 || each.includes(undefined))
    return { operation: "sqlite.write", confidence: "likely" };
  const writes = each.some((sql) => sql !== undefined && !isRead(sql));
  return { operation: writes ? "sqlite.write" : "sqlite.read", confidence: "proved" };
}

function textsOf(value: Value, depth = 0): readonly (string | undefined)[] {
  if (depth > 3) return [undefined];
  if (value.kind === "text") {
    const sql = printed(value);
    return [sql.trimStart().startsWith(holeMark) ? undefined : sql];
  }
  if (value.kind === "list" && !value.open)
    return value.items.flatMap((one) =>
      alternatives(one).flatMap((each) => textsOf(each, depth + 1)),
    );
  if (value.kind === "record") {
    const sql =
      value.entries.get("sql") ?? value.entries.get("statement") ?? value.entries.get("statements");
    if (sql) return alternatives(sql).flatMap((one) => textsOf(one, depth + 1));
  }
  return [undefined];
}

/** Only statements that cannot write count as reading: SELECT, VALUES and EXPLAIN, alone or after one another. */
function isRead(sql: string): boolean {
  const statements = sql
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  return statements.length > 0 && statements.every(isReadStatement);
}

function isReadStatement(sql: string): boolean {
  if (/^(select|values|explain)\b/i.test(sql)) return true;
  return /^with\b/i.test(sql) && !/\b(insert|update|delete|replace)\b/i.test(sql);
}
