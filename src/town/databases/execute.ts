/** Executes a job on its database file: behind the guard, inside one transaction, within the limits. */
import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { createGuard, type Guard } from "./guard.ts";
import type { Job, JobAnswer, SqlFailure, Statement } from "./job.ts";
import { bind, isBlank, parametersOf } from "./parameters.ts";
import { errorNames } from "./error-names.ts";
import { fromValue, toArgument } from "./values.ts";

/** Bytes of a page of a new database. */
const pageBytes = 4096;
/** How long to wait for a lock of somebody outside the town, such as a backup, in milliseconds. */
const lockMilliseconds = 5000;

/** Executes all statements of a job, or none. A connection is opened for it and closed after it. */
export function execute(job: Job): JobAnswer {
  const guard = createGuard(job.level);
  let database: DatabaseSync | undefined;
  try {
    database = open(job, guard);
    return { kind: "done", json: executeAll(database, guard, job) };
  } catch (error) {
    return explain(error, guard);
  } finally {
    // What was not committed is undone.
    database?.close();
  }
}

function open({ path, level, limits }: Job, guard: Guard): DatabaseSync {
  // Reading does not make a database.
  const database = new DatabaseSync(level === "read" && !existsSync(path) ? ":memory:" : path, {
    timeout: lockMilliseconds,
    defensive: true,
    // As SQLite is used elsewhere; Node alone turns it off.
    enableDoubleQuotedStringLiterals: true,
    limits: { attach: 0, length: limits.valueBytes, triggerDepth: 100 },
  });
  // What a statement holds for itself counts as memory of the process, which is limited.
  database.exec("pragma temp_store = memory");
  database.exec("pragma trusted_schema = off");
  database.exec(`pragma max_page_count = ${Math.max(1, Math.floor(limits.fileBytes / pageBytes))}`);
  if (level === "read") database.exec("pragma query_only = on");
  database.setAuthorizer(guard.authorize);
  return database;
}

function executeAll(database: DatabaseSync, guard: Guard, job: Job): string {
  guard.unguarded(() => database.exec(job.immediate ? "begin immediate" : "begin"));
  const results: string[] = [];
  let room = job.limits.answerLength;
  for (const statement of job.statements) {
    const result = executeOne(database, guard, statement, job.rows, room);
    results.push(result);
    room -= result.length;
  }
  guard.begin();
  guard.unguarded(() => database.exec("commit"));
  return `[${results.join(",")}]`;
}

function executeOne(
  database: DatabaseSync,
  guard: Guard,
  statement: Statement,
  shape: Job["rows"],
  room: number,
): string {
  const { sql, args } = typeof statement === "string" ? { sql: statement, args: [] } : statement;
  guard.begin();
  if (isBlank(sql)) throw new BadStatement("there is no SQL statement");
  const prepared = database.prepare(sql);
  const { changesRows, insertsInto } = guard.seen();
  if (!isBlank(sql.slice(prepared.sourceSQL.length))) {
    throw new BadStatement("there is more than one SQL statement");
  }
  prepared.setReadBigInts(true);
  prepared.setReturnArrays(true);
  const columns = prepared.columns();
  const names = columns.map(({ name }) => name);
  const rows: string[] = [];
  let length = 0;
  for (const row of prepared.iterate(...inputsFor(prepared.sourceSQL, args))) {
    const json = printRow(names, (row as unknown as Row).map(fromValue), shape);
    length += json.length;
    if (length > room) throw new AnswerTooLarge();
    rows.push(json);
  }
  const { changes, rowid } = changesRows
    ? readChanges(database, guard, insertsInto)
    : { changes: 0, rowid: null };
  const types = columns.map(({ type }) => type ?? "");
  const head = JSON.stringify({ columns: names, columnTypes: types }).slice(0, -1);
  const tail = JSON.stringify({ rowsAffected: changes, lastInsertRowid: rowid }).slice(1);
  return `${head},"rows":[${rows.join(",")}],${tail}`;
}

type Row = readonly Parameters<typeof fromValue>[0][];

/** Of several columns of the same name an object has the first, as libSQL's client has it. */
function printRow(names: readonly string[], row: readonly unknown[], shape: Job["rows"]): string {
  if (shape === "lists") return JSON.stringify(row);
  const values = new Map<string, unknown>();
  for (const [index, name] of names.entries()) {
    if (!values.has(name)) values.set(name, row[index]);
  }
  return JSON.stringify(Object.fromEntries(values));
}

function inputsFor(
  sql: string,
  args: Exclude<Statement, string>["args"],
): [Record<string, SQLInputValue>, ...SQLInputValue[]] {
  const parameters = parametersOf(sql);
  if (parameters === undefined) throw new BadStatement("a parameter has a number out of range");
  const bound = bind(parameters, args);
  if (typeof bound === "string") throw new BadStatement(bound);
  const read = (value: unknown, name: string): SQLInputValue => {
    const argument = toArgument(value);
    if (argument === undefined) {
      throw new BadStatement(`the argument ${name} is neither null, number, text, flag nor blob`);
    }
    return argument;
  };
  return [
    Object.fromEntries(
      Object.entries(bound.named).map(([name, value]) => [name, read(value, name)]),
    ),
    ...bound.positional.map((value, index) => read(value, String(index + 1))),
  ];
}

/** How many rows the last statement changed itself, and the rowid of the last that it inserted, if its table has any. */
function readChanges(
  database: DatabaseSync,
  guard: Guard,
  insertsInto: string | undefined,
): { readonly changes: number; readonly rowid: string | null } {
  return guard.unguarded(() => {
    const statement = database.prepare("select changes(), last_insert_rowid()");
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const [changes = 0n, rowid = 0n] = statement.get() as unknown as readonly bigint[];
    const hasRowid =
      changes > 0n &&
      insertsInto !== undefined &&
      database
        .prepare(
          "select 1 from pragma_table_list where name = ? and not wr and type in ('table', 'virtual')",
        )
        .get(insertsInto) !== undefined;
    return { changes: Number(changes), rowid: hasRowid ? rowid.toString() : null };
  });
}

/** SQL or arguments that SQLite would misread rather than refuse. */
class BadStatement extends Error {}
class AnswerTooLarge extends Error {}

function explain(error: unknown, guard: Guard): JobAnswer {
  if (error instanceof AnswerTooLarge) return { kind: "tooLarge" };
  const { forbidden, writes } = guard.seen();
  if (forbidden !== undefined)
    return failed({ code: "SQLITE_AUTH", rawCode: 23, message: forbidden });
  if (writes) return { kind: "writes" };
  if (error instanceof BadStatement) {
    return failed({ code: "SQLITE_ERROR", rawCode: 1, message: error.message });
  }
  if (!(error instanceof Error)) throw error;
  if (!("errcode" in error) || typeof error.errcode !== "number") {
    // Of Node, which looks at arguments before SQLite does.
    if (!("code" in error) || !/^ERR_(INVALID|OUT_OF)/.test(String(error.code))) throw error;
    return failed({ code: "SQLITE_ERROR", rawCode: 1, message: error.message });
  }
  const code = errorNames[error.errcode & 0xff] ?? "SQLITE_ERROR";
  return failed({ code, rawCode: error.errcode, message: error.message });
}

function failed(failure: SqlFailure): JobAnswer {
  return { kind: "failed", ...failure };
}
