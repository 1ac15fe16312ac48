/** Answers `val/index` and `val/search`: which vals there are, for completion after `@` and `@user.`. */
import { fail, ok, type Result } from "../../core/failure.ts";
import { parseUri, printUri } from "../../core/uri.ts";
import type { IndexedVal } from "../../protocol/lsp.ts";
import type { Val } from "../../protocol/shapes.ts";
import { allPages } from "../all-pages.ts";
import type { Connection, Connections } from "../connections.ts";
import { isAsking, type OpenDocument } from "./asking.ts";

export interface IndexParts {
  readonly connections: Pick<Connections, "find">;
  readonly open: () => readonly OpenDocument[];
}

/** Most vals of one answer. */
const most = 500;

/** The vals of a user that the signed-in person may see; without a user, the own ones and the newest public ones. */
export async function indexVals(
  parts: IndexParts,
  uri: string,
  user: string | undefined,
): Promise<Result<readonly IndexedVal[]>> {
  const connection = await connectionOf(parts, uri);
  if (connection === undefined) return unknownConnection;
  const connected = await connection.connect();
  if (!connected.ok) return connected;
  const { client } = connection;
  const mine = connection.me?.username ?? undefined;
  const own =
    mine !== undefined && (user === undefined || user === mine)
      ? await allPages((query) => client.call("listMyVals", { query }), most)
      : ok([]);
  if (!own.ok) return own;
  if (user !== undefined && user === mine) return ok(entries(connection, own.value));
  const others = user === undefined ? await listNewest(connection) : await listOf(connection, user);
  return others.ok ? ok(entries(connection, [...own.value, ...others.value])) : others;
}

/** Public vals whose name, description or code holds the words of a query. */
export async function searchVals(
  parts: IndexParts,
  uri: string,
  query: string,
): Promise<Result<readonly IndexedVal[]>> {
  const connection = await connectionOf(parts, uri);
  if (connection === undefined) return unknownConnection;
  if (!connection.capabilities.search || query.trim() === "") return ok([]);
  const page = await connection.client.call("searchVals", {
    query: { query: query.slice(0, 512), limit: 100 },
  });
  return page.ok ? ok(entries(connection, page.value.data)) : page;
}

/** Where a val may be used: services do not tell yet, so the person's own vals are looked through. */
export async function likelyUsers(
  parts: IndexParts,
  uri: string,
): Promise<Result<readonly string[]>> {
  const connection = await connectionOf(parts, uri);
  if (connection === undefined) return unknownConnection;
  const connected = await connection.connect();
  if (!connected.ok) return connected;
  if (connected.value === undefined) return ok([]);
  const own = await indexVals(parts, uri, connected.value.username);
  return own.ok ? ok(own.value.map((one) => one.uri)) : own;
}

async function listOf({ client }: Connection, username: string): Promise<Result<readonly Val[]>> {
  const user = await client.call("getUserByName", { params: { username } });
  if (!user.ok) return user.failure.kind === "notFound" ? ok([]) : user;
  const page = await client.call("listVals", { query: { user_id: user.value.id, limit: 100 } });
  return page.ok ? ok(page.value.data) : page;
}

async function listNewest({ client }: Connection): Promise<Result<readonly Val[]>> {
  const page = await client.call("listVals", { query: { privacy: "public", limit: 100 } });
  return page.ok ? ok(page.value.data) : page;
}

/** Each val once; the first of two with the same handle stays. */
function entries(connection: Connection, vals: readonly Val[]): IndexedVal[] {
  const byHandle = new Map<string, IndexedVal>();
  const mine = connection.me?.username;
  for (const { author, name, privacy } of vals) {
    if (author.username === null) continue;
    const user = author.username;
    const handle = `${user}/${name}`;
    const readonly = user !== mine;
    const uri = printUri({ connection: connection.id, user, name, path: "", readonly });
    if (!byHandle.has(handle)) byHandle.set(handle, { uri, handle, privacy });
  }
  return [...byHandle.values()].slice(0, most);
}

async function connectionOf(
  { connections, open }: IndexParts,
  uri: string,
): Promise<Connection | undefined> {
  const location = parseUri(uri);
  return location && isAsking(open(), location.connection)
    ? await connections.find(location.connection)
    : undefined;
}

const unknownConnection = fail({
  kind: "notFound",
  message: "No open document belongs to this connection.",
});
