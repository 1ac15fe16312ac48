/** The SQLite database of your account. Reading needs the grant `sqlite:read`, anything else `sqlite:write`. */
import { callTown } from "./request.ts";

/** What a parameter of a statement can be. */
export type Parameter = null | string | number | bigint | boolean | Uint8Array;

/** SQL alone, or with its parameters: a list for `?`, an object for `:name`. */
export type Statement =
  | string
  | {
      readonly sql: string;
      readonly args: readonly Parameter[] | Readonly<Record<string, Parameter>>;
    };

/** How statements of a batch share a transaction. */
export type TransactionMode = "write" | "read" | "deferred";

export interface ResultSet {
  readonly columns: readonly string[];
  /** Types as the table declares them; empty for what is computed. */
  readonly columnTypes: readonly string[];
  /** A row is a list of its values. Integers beyond 2^53 are texts of their digits, blobs are base64. */
  readonly rows: readonly (readonly (null | string | number)[])[];
  readonly rowsAffected: number;
  readonly lastInsertRowid?: string | number | null;
}

/** Executes one statement. Put values into `args`, never into the SQL. */
export async function execute(
  statement: Statement,
  args?: readonly Parameter[] | Readonly<Record<string, Parameter>>,
): Promise<ResultSet> {
  const whole = typeof statement === "string" && args ? { sql: statement, args } : statement;
  return (await send("execute", { statement: toWire(whole) })) as ResultSet;
}

/** Executes statements in one transaction: all of them or none. */
export async function batch(
  statements: readonly Statement[],
  mode?: TransactionMode,
): Promise<ResultSet[]> {
  const body = { statements: statements.map(toWire), ...(mode === undefined ? {} : { mode }) };
  return (await send("batch", body)) as ResultSet[];
}

/** All of it, as `sqlite.execute(…)`. */
export const sqlite = { execute, batch };
/** @alias As Val Town exports it too. */
export default sqlite;

async function send(what: string, body: unknown): Promise<unknown> {
  const response = await callTown(`/v1/sqlite/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return await response.json();
}

function toWire(statement: Statement): unknown {
  if (typeof statement === "string") return statement;
  const { sql, args } = statement;
  return {
    sql,
    args: Array.isArray(args)
      ? args.map(toValue)
      : Object.fromEntries(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
  };
}

/** JSON has neither integers of any size nor bytes. */
function toValue(value: Parameter): unknown {
  if (typeof value === "bigint") return { type: "integer", value: String(value) };
  if (value instanceof Uint8Array) return { type: "blob", base64: value.toBase64() };
  return value;
}
