/**
 * What SQL may do, decided by SQLite's authorizer: it is asked while a statement is compiled, about all that the
 * statement would do, with views, triggers and virtual tables resolved. Texts of SQL are never judged.
 */
import { constants } from "node:sqlite";
import type { Level } from "../../core/scope.ts";

const {
  SQLITE_OK: ok,
  SQLITE_DENY: deny,
  SQLITE_SELECT,
  SQLITE_READ,
  SQLITE_RECURSIVE,
  SQLITE_FUNCTION,
  SQLITE_PRAGMA,
  SQLITE_SAVEPOINT,
  SQLITE_TRANSACTION,
  SQLITE_ATTACH,
  SQLITE_DETACH,
  SQLITE_CREATE_VTABLE,
  SQLITE_INSERT,
  SQLITE_UPDATE,
  SQLITE_DELETE,
} = constants;

export interface Guard {
  /** For `setAuthorizer()`. */
  readonly authorize: (
    action: number,
    first: string | null,
    second: string | null,
    schema: string | null,
    within: string | null,
  ) => number;
  /** Executes something of the service's own, unguarded. */
  readonly unguarded: <T>(work: () => T) => T;
  /** Forgets what the statement before did. */
  readonly begin: () => void;
  /** What the statement since {@link begin} does, as far as it was asked about. */
  readonly seen: () => Seen;
}

export interface Seen {
  /** Whether it was refused for writing where only reading is allowed. */
  readonly writes: boolean;
  /** Why it was refused whatever the level. */
  readonly forbidden: string | undefined;
  /** Whether it inserts, updates or deletes rows itself, not through a trigger. */
  readonly changesRows: boolean;
  /** The table into which it inserts rows itself. */
  readonly insertsInto: string | undefined;
}

/** Builds a guard for one connection. */
export function createGuard(level: Level): Guard {
  const nothing: Seen = {
    writes: false,
    forbidden: undefined,
    changesRows: false,
    insertsInto: undefined,
  };
  let seen = nothing;
  let guarded = true;
  return {
    authorize(action, first, second, _schema, within) {
      if (!guarded) return ok;
      const forbidden = findForbidden(action, first, second);
      if (forbidden !== undefined) {
        seen = { ...seen, forbidden: seen.forbidden ?? forbidden };
        return deny;
      }
      if (level === "read" && !onlyReads(action, first, second)) {
        seen = { ...seen, writes: true };
        return deny;
      }
      if (within === null && rowChanges.includes(action) && !first?.startsWith("sqlite_")) {
        const insertsInto = action === SQLITE_INSERT ? (first ?? undefined) : seen.insertsInto;
        seen = { ...seen, changesRows: true, insertsInto };
      }
      return ok;
    },
    unguarded(work) {
      guarded = false;
      try {
        return work();
      } finally {
        guarded = true;
      }
    },
    begin: () => void (seen = nothing),
    seen: () => seen,
  };
}

const rowChanges: readonly number[] = [SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE];

/** Modules of virtual tables that keep all they hold in the database itself. */
const modules: readonly string[] = ["fts5", "fts5vocab", "rtree", "rtree_i32", "geopoly"];

/** Functions that reach out of the database. */
const functions: readonly string[] = [
  "load_extension",
  "fts3_tokenizer",
  "readfile",
  "writefile",
  "edit",
];

/** Pragmas that tell about the database, and nothing of where it is; their argument only says about what. */
const tellingPragmas: readonly string[] = [
  ...["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"],
  ...["foreign_key_list", "foreign_key_check", "integrity_check", "quick_check"],
];

/** Pragmas that tell something when they have no argument. */
const readablePragmas: readonly string[] = [
  ...["user_version", "application_id", "schema_version", "data_version", "encoding"],
  ...["page_count", "page_size", "max_page_count", "freelist_count", "journal_mode"],
  ...["foreign_keys", "defer_foreign_keys", "recursive_triggers"],
  ...["collation_list", "function_list", "module_list", "pragma_list", "compile_options"],
];

/** Pragmas that change the database or this connection, and no limit of it. */
const writablePragmas: readonly string[] = [
  ...["user_version", "application_id", "foreign_keys", "defer_foreign_keys"],
  ...["recursive_triggers", "optimize"],
];

/** Why nobody may do this; undefined when it depends on the level. */
function findForbidden(
  action: number,
  first: string | null,
  second: string | null,
): string | undefined {
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return "ATTACH, DETACH and VACUUM are not available";
    case SQLITE_TRANSACTION:
      return "BEGIN, COMMIT and ROLLBACK are not available: a batch is a transaction";
    case SQLITE_FUNCTION:
      return includes(functions, second) ? `The function ${second} is not available` : undefined;
    case SQLITE_CREATE_VTABLE:
      return includes(modules, second) ? undefined : `The module ${second} is not available`;
    case SQLITE_PRAGMA:
      return includes(tellingPragmas, first) ||
        includes(second === null ? readablePragmas : writablePragmas, first) ||
        (second === null && includes(writablePragmas, first))
        ? undefined
        : `PRAGMA ${first} is not available${second === null ? "" : " with a value"}`;
    default:
      return undefined;
  }
}

function onlyReads(action: number, first: string | null, second: string | null): boolean {
  if (action !== SQLITE_PRAGMA) return reading.includes(action);
  return includes(tellingPragmas, first) || (second === null && includes(readablePragmas, first));
}

const reading: readonly number[] = [
  SQLITE_SELECT,
  SQLITE_READ,
  SQLITE_RECURSIVE,
  SQLITE_FUNCTION,
  SQLITE_SAVEPOINT,
];

function includes(list: readonly string[], name: string | null): boolean {
  return name !== null && list.includes(name.toLowerCase());
}
