/** Answers `val/facts`: what is known about a val from outside its source. Names of secrets, never their values. */
import { ok, type Result } from "../../core/failure.ts";
import { parseUri } from "../../core/uri.ts";
import { fail } from "../../core/failure.ts";
import { defaultBranch } from "../../core/uri.ts";
import { mainFile } from "../../core/val.ts";
import type { FactsResult } from "../../protocol/lsp.ts";
import type { Env } from "../../protocol/shapes.ts";
import type { Connection } from "../connections.ts";
import type { Grants } from "../grants/grants.ts";
import { allPages } from "../all-pages.ts";
import type { FoundVal, ValName, Vals } from "../vals.ts";
import { isAsking, type OpenDocument } from "./asking.ts";

export interface FactsParts {
  readonly vals: Pick<Vals, "find" | "files">;
  readonly grants: Pick<Grants, "of">;
  readonly open: () => readonly OpenDocument[];
}

/** The facts of the val that a URI names. A failure means that nothing is known, not that nothing is granted. */
export async function factsOf(
  { vals, grants, open }: FactsParts,
  uri: string,
): Promise<Result<FactsResult>> {
  const location = parseUri(uri);
  if (location === undefined || !isAsking(open(), location.connection))
    return fail({ kind: "notFound", message: "No open document belongs to this connection." });
  const found = await vals.find(location);
  if (!found.ok) return found;
  const { val, connection, own } = found.value;
  const [granted, env, secrets, trigger] = await Promise.all([
    grants.of(found.value, location),
    own ? envKeys(found.value) : ok([]),
    own ? secretKeys(connection) : ok([]),
    triggerOf(vals, location),
  ]);
  if (!granted.ok) return granted;
  if (!env.ok) return env;
  if (!secrets.ok) return secrets;
  return ok({
    me: connection.me?.username ?? "",
    granted: granted.value.scopes,
    grantsSource: granted.value.source,
    env: env.value,
    accountSecrets: secrets.value,
    privacy: val.privacy,
    trigger,
    branch: location.branch ?? defaultBranch,
  });
}

async function envKeys({ val, connection }: FoundVal): Promise<Result<readonly string[]>> {
  const params = { val_id: val.id };
  return keysOf(
    await allPages((page) => connection.client.call("listEnv", { params, query: page })),
  );
}

async function secretKeys(connection: Connection): Promise<Result<readonly string[]>> {
  if (!connection.capabilities.accountSecrets) return ok([]);
  return keysOf(await allPages((page) => connection.client.call("listSecrets", { query: page })));
}

function keysOf(list: Result<readonly Env[]>): Result<readonly string[]> {
  return list.ok ? ok(list.value.map((one) => one.key)) : list;
}

async function triggerOf(
  vals: Pick<Vals, "files">,
  name: ValName,
): Promise<FactsResult["trigger"]> {
  const files = await vals.files(name);
  if (!files.ok) return "script";
  const main = mainFile(files.value.filter(isFile).map((file) => file.path));
  const type = files.value.find((file) => file.path === main)?.type;
  return type === undefined || type === "directory" ? "script" : type;
}

function isFile(file: { readonly type: string }): boolean {
  return file.type !== "directory";
}
