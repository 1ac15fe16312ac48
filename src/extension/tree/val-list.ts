/** A list of vals that is read a page at a time, as far as somebody wants to see it. */
import { fail, ok, type Result } from "../../core/failure.ts";
import type { Val } from "../../protocol/shapes.ts";
import type { Connection } from "../connections.ts";
import { standardUser } from "../documents/standard-vals.ts";
import type { ListKind } from "./nodes.ts";

export interface ValList {
  /** What was read so far; the first page is read on first use. Calls at the same time share one answer. */
  read(): Promise<Result<ListedVals>>;
  /** What was read so far; undefined when nothing was. */
  peek(): ListedVals | undefined;
  /** Reads on. */
  more(): Promise<Result<ListedVals>>;
}

export interface ListedVals {
  readonly vals: readonly Val[];
  /** Whether there is more to read. */
  readonly more: boolean;
}

interface Chunk {
  readonly data: readonly Val[];
  readonly links: { readonly next?: string };
}

/** Vals of a page: enough for most accounts, and drawn at once. */
const pageSize = 100;

export function createValList(connection: Connection, kind: ListKind): ValList {
  const vals: Val[] = [];
  let next: string | undefined;
  let started = false;
  let reading: Promise<Result<ListedVals>> | undefined;

  async function advance(): Promise<Result<ListedVals>> {
    const chunk = await readChunk(connection, kind, vals.length, next);
    reading = undefined;
    if (!chunk.ok) return chunk;
    started = true;
    vals.push(...chunk.value.data);
    next = chunk.value.data.length === 0 ? undefined : chunk.value.links.next;
    return shown();
  }

  const shown = () => ok({ vals: [...vals], more: next !== undefined });

  return {
    peek: () => (started ? shown().value : undefined),
    read: async () => (started ? shown() : await (reading ??= advance())),
    more: async () => (started && next === undefined ? shown() : await (reading ??= advance())),
  };
}

async function readChunk(
  connection: Connection,
  kind: ListKind,
  offset: number,
  next: string | undefined,
): Promise<Result<Chunk>> {
  const { client } = connection;
  if (kind === "own")
    return await client.call("listMyVals", { query: { offset, limit: pageSize } });
  const cursor = next === undefined ? undefined : cursorOf(next);
  const query = {
    privacy: "public",
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  } as const;
  if (kind === "others") return await client.call("listVals", { query });
  const user = await client.call("getUserByName", { params: { username: standardUser } });
  // A service without standard vals has an empty list of them.
  if (!user.ok)
    return user.failure.kind === "notFound" ? ok({ data: [], links: {} }) : fail(user.failure);
  return await client.call("listVals", { query: { ...query, user_id: user.value.id } });
}

/** The cursor in the link to the next page; the link itself is not followed, so that a service cannot name another host. */
function cursorOf(link: string): string | undefined {
  return new URLSearchParams(link.split("?")[1] ?? "").get("cursor") ?? undefined;
}
