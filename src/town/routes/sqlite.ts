/** SQL: on the database of the caller's account as Val Town's `v1/sqlite` has it, and on those of single vals. */
import { decide } from "../../core/decide.ts";
import { canKeepDatabases, type Place } from "../databases/databases.ts";
import type { Statement } from "../databases/job.ts";
import type { RouteModule, TownParts } from "../parts.ts";
import { isRefusal, refuse } from "../refusal.ts";
import { route, type Answer, type Call } from "../routing.ts";
import { callerOf } from "./caller-of.ts";
import { findOwnVal } from "./own-val.ts";

export const sqliteRoutes: RouteModule = ({ databases, stores }) => [
  route("executeSql", async (call) => {
    const place = { ownerId: callerOf(call).userId };
    const sql = { statements: [call.body.statement], rows: "lists" } as const;
    return first(await execute(databases, call, place, sql));
  }),

  route("batchSql", async (call) => {
    const place = { ownerId: callerOf(call).userId };
    return await execute(databases, call, place, { ...call.body, rows: "lists" });
  }),

  route("executeSqlOfVal", async (call) => {
    const { userId: ownerId } = callerOf(call);
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    const sql = { statements: [call.body.statement], rows: "objects" } as const;
    return first(await execute(databases, call, { ownerId, ...val }, sql));
  }),

  route("batchSqlOfVal", async (call) => {
    const { userId: ownerId } = callerOf(call);
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    const sql = { ...call.body, rows: "objects" } as const;
    return await execute(databases, call, { ownerId, ...val }, sql);
  }),
];

interface Sql {
  readonly statements: readonly Statement[];
  readonly mode?: "write" | "read" | "deferred";
  readonly rows: "lists" | "objects";
}

/**
 * Executes SQL with what the caller may do. Whether it writes is found out by whoever executes it, so that is where a
 * caller who may only read is stopped; the refusal is then decided and recorded as any other.
 */
async function execute(
  databases: TownParts["databases"],
  call: Pick<Call<"executeSql">, "caller" | "authorize">,
  place: Place,
  { statements, mode, rows }: Sql,
): Promise<Answer> {
  if (databases === undefined) return unsupported();
  const mayWrite = mode !== "read" && decide(callerOf(call).actor, "sqlite.write").allow;
  const outcome = await databases.execute(place, {
    statements,
    rows,
    level: mayWrite ? "write" : "read",
    immediate: mayWrite && mode === "write",
  });
  switch (outcome.kind) {
    case "done": {
      const headers = { "content-type": "application/json; charset=utf-8" };
      return { status: 200, body: Buffer.from(outcome.json), headers };
    }
    case "writes":
      return (await call.authorize("sqlite.write")) ?? readOnly;
    case "failed":
      return sqlRefusal(outcome.code, outcome.rawCode, outcome.message);
    case "tooLarge":
      return refuse(400, "result_too_large", "The result is too large; ask for fewer rows");
    case "timeout":
      return refuse(504, "sql_timeout", "The statement took too long; nothing was changed");
    case "busy":
      return refuse(429, "busy", "Too many statements are waiting", { retryAfter: 1 });
    case "ended":
      return refuse(503, "sql_interrupted", "The statement was interrupted; nothing was changed");
  }
}

const readOnly = sqlRefusal("SQLITE_READONLY", 8, "a batch in the mode read cannot write");

function sqlRefusal(code: string, rawCode: number, message: string): Answer {
  return refuse(400, "sql_failed", `${code}: ${message}`, { sqlite: { code, rawCode } });
}

function unsupported(): Answer {
  const why = canKeepDatabases()
    ? "This service keeps no databases"
    : `This service cannot keep databases: Node ${process.versions.node} has no authorizer for SQL`;
  return refuse(501, "not_supported", why);
}

/** The only result of a list. */
function first(answer: Answer): Answer {
  if (isRefusal(answer) || !(answer.body instanceof Uint8Array)) return answer;
  return { ...answer, body: answer.body.subarray(1, -1) };
}
