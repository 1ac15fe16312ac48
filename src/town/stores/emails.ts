/** The outbox: messages that were sent, for their senders to read. They are kept here and go nowhere. */
import type { Email } from "../../protocol/data-shapes.ts";
import { newId, positionAt, type StoreBase } from "./base.ts";

/** A message, by whoever sent it. */
export type Message = Omit<Email, "id" | "createdAt" | "val">;

export interface EmailRecord {
  readonly id: string;
  readonly createdAt: string;
  readonly message: Message;
  /** The val whose run sent it, while there is one. */
  readonly val: string | null;
}

/** How many messages of one account are kept; beyond it the oldest go. */
const kept = 1000;
/** How many messages an account sends in a minute, as on Val Town. */
const perMinute = 100;

export type EmailStore = ReturnType<typeof createEmailStore>;

/** Reads and writes the outbox. */
export function createEmailStore({ db, now }: StoreBase) {
  return {
    /** Keeps a message of an account, sent by a run of a val or by a person, unless it sends too many. */
    async add(userId: string, valId: string | null, message: Message): Promise<"kept" | "tooMany"> {
      const time = now();
      const row = {
        id: newId(),
        userId,
        valId,
        createdAt: time.toISOString(),
        position: positionAt(time),
        message: JSON.stringify(message),
      };
      return await db.transaction().execute(async (queries) => {
        const minuteAgo = new Date(time.getTime() - 60_000).toISOString();
        const { sent } = await queries
          .selectFrom("emails")
          .select((select) => select.fn.countAll().as("sent"))
          .where("userId", "=", userId)
          .where("createdAt", ">", minuteAgo)
          .executeTakeFirstOrThrow();
        if (Number(sent) >= perMinute) return "tooMany";
        await queries.insertInto("emails").values(row).execute();
        const oldest = await queries
          .selectFrom("emails")
          .select("position")
          .where("userId", "=", userId)
          .orderBy("position", "desc")
          .offset(kept)
          .limit(1)
          .executeTakeFirst();
        if (oldest === undefined) return "kept";
        await queries
          .deleteFrom("emails")
          .where("userId", "=", userId)
          .where("position", "<=", oldest.position)
          .execute();
        return "kept";
      });
    },

    /** Messages of an account, newest first. */
    async list(userId: string, offset: number, limit: number): Promise<readonly EmailRecord[]> {
      const rows = await db
        .selectFrom("emails")
        .leftJoin("vals", "vals.id", "emails.valId")
        .select(["emails.id", "emails.createdAt", "emails.message", "vals.name as val"])
        .where("emails.userId", "=", userId)
        .orderBy("emails.position", "desc")
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, message: JSON.parse(row.message) as Message }));
    },
  };
}
