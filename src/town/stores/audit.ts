/** The audit log: who did what, what it changed, and what was refused. It holds no token and no value. */
import { redactTokens } from "../../core/token.ts";
import { newId, type StoreBase } from "./base.ts";
import type { AuditRow } from "./schema.ts";

/** The fields of something, none of them secret. */
export type Fields = Readonly<Record<string, unknown>>;

export interface AuditEntry extends Omit<AuditRow, "id" | "time" | "before" | "after"> {
  readonly before?: Fields;
  readonly after?: Fields;
}

/** What is known of an entry only once the thing was done. */
export interface AuditNote {
  readonly resource?: string;
  readonly about?: string;
  readonly valId?: string;
  readonly before?: Fields;
  readonly after?: Fields;
  /** Why it was not done although it was allowed. */
  readonly code?: string;
}

/** Which entries are asked for; what is absent is not asked about. */
export interface AuditQuery {
  /** Only what this person did, or what is about them. */
  readonly viewer?: string;
  /** What this person did, or what is about them. */
  readonly person?: string;
  /** What was done with this token, or to it. */
  readonly tokenId?: string;
  /** A val, by its id and its name of today. */
  readonly val?: { readonly id: string | undefined; readonly handle: string | undefined };
  readonly decision?: "allow" | "deny";
  /** Not before this time. */
  readonly since?: string;
  /** Before this time. */
  readonly until?: string;
  /** After the entry of this cursor. */
  readonly after?: Position;
}

/** Where an entry stands in the log. */
export interface Position {
  readonly time: string;
  readonly id: string;
}

/** How long entries are kept, in days. */
export const auditDays = 90;
/** Longest text that is kept of what a caller says about itself. */
const maxText = 256;
/** Longest JSON that is kept of what was changed, in characters. */
const maxFields = 8192;

export type AuditStore = ReturnType<typeof createAuditStore>;

/** Appends to the log and reads it. Whatever has the shape of a token is made unreadable on the way in. */
export function createAuditStore({ db, now }: StoreBase) {
  const tick = createTicks(now);
  return {
    /** Appends an entry and gives its id. */
    async append({ before, after, ...entry }: AuditEntry): Promise<string> {
      const row: AuditRow = {
        ...entry,
        id: newId(),
        time: tick(),
        tokenName: cleaned(entry.tokenName),
        resource: cleaned(entry.resource),
        userAgent: cleaned(entry.userAgent),
        before: fields(before),
        after: fields(after),
      };
      await db.insertInto("audit").values(row).execute();
      return row.id;
    },

    /** Adds to an entry what became known since. */
    async amend(id: string, { resource, before, after, ...note }: AuditNote): Promise<void> {
      await db
        .updateTable("audit")
        .set({
          ...note,
          ...(resource === undefined ? {} : { resource: cleaned(resource) }),
          ...(before === undefined ? {} : { before: fields(before) }),
          ...(after === undefined ? {} : { after: fields(after) }),
        })
        .where("id", "=", id)
        .execute();
    },

    /** Entries, newest first. */
    async list(asked: AuditQuery, limit: number): Promise<readonly AuditRow[]> {
      const { viewer, person, tokenId, val, decision, since, until, after } = asked;
      let query = db.selectFrom("audit").selectAll();
      for (const handle of [viewer, person]) {
        if (handle === undefined) continue;
        query = query.where((where) =>
          where.or([where("userHandle", "=", handle), where("about", "=", handle)]),
        );
      }
      if (tokenId !== undefined) {
        query = query.where((where) =>
          where.or([
            where("tokenId", "=", tokenId),
            where("resource", "=", tokenResource(tokenId)),
          ]),
        );
      }
      if (val !== undefined) {
        query = query.where((where) =>
          where.or([
            ...(val.id === undefined ? [] : [where("valId", "=", val.id)]),
            ...(val.handle === undefined ? [] : [where("resource", "=", val.handle)]),
          ]),
        );
        // Whether a name or an id that one was refused is a val of somebody is nobody else's business.
        if (viewer !== undefined) {
          query = query.where((where) =>
            where.or([where("code", "is", null), where("code", "!=", "not_found")]),
          );
        }
      }
      if (decision !== undefined) query = query.where("decision", "=", decision);
      if (since !== undefined) query = query.where("time", ">=", since);
      if (until !== undefined) query = query.where("time", "<", until);
      if (after !== undefined) {
        query = query.where((where) =>
          where.or([
            where("time", "<", after.time),
            where.and([where("time", "=", after.time), where("id", ">", after.id)]),
          ]),
        );
      }
      return await query.orderBy("time", "desc").orderBy("id").limit(limit).execute();
    },

    /** Drops entries that are older than {@link auditDays}. */
    async prune(): Promise<void> {
      const oldest = new Date(now().getTime() - auditDays * 86_400_000).toISOString();
      await db.deleteFrom("audit").where("time", "<", oldest).execute();
    },
  };
}

/** How a token is named as what an entry is about. */
export function tokenResource(id: string): string {
  return `token/${id}`;
}

/** How a person is named as what an entry is about. */
export function memberResource(handle: string): string {
  return `member/${handle}`;
}

/**
 * Times with nine digits of a second, of which the last six count up within a millisecond, so that what happened later
 * is later in the log.
 */
function createTicks(now: () => Date): () => string {
  let last = "";
  let count = 0;
  return () => {
    const time = now().toISOString();
    count = time === last ? count + 1 : 0;
    last = time;
    return time.replace("Z", `${String(count).padStart(6, "0")}Z`);
  };
}

function cleaned(text: string | null): string | null {
  return text === null ? null : redactTokens(text).slice(0, maxText);
}

function fields(value: Fields | undefined): string | null {
  if (value === undefined) return null;
  const text = redactTokens(JSON.stringify(value));
  return text.length <= maxFields ? text : JSON.stringify({ left_out: "too long to be kept" });
}
