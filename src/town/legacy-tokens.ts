/** Old tokens: how one is taken in, and how they come down to what is safe without breaking those who need more. */
import { operationOf, operations, type OperationId } from "../core/operations.ts";
import { defaultGrants } from "../core/scope.ts";
import { maxActiveTokens, readTokenKind } from "../core/token.ts";
import { entryOf } from "./authorize.ts";
import { hashSecret } from "./secret.ts";
import { tokenResource, type AuditNote, type AuditStore } from "./stores/audit.ts";
import { isDuplicate } from "./stores/base.ts";
import type { LastUse, LegacyStore, LegacyToken } from "./stores/legacy.ts";
import type { TokenWatchStore } from "./stores/token-watch.ts";
import type { TokenStore } from "./stores/tokens.ts";
import type { UserStore } from "./stores/users.ts";

export interface AccountStores {
  readonly users: UserStore;
  readonly tokens: TokenStore;
  readonly tokenWatch: TokenWatchStore;
  readonly legacy: LegacyStore;
  readonly audit: AuditStore;
}

/** An old token cannot be taken in. The message is for people and never holds the token. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
}

/**
 * Takes in a token that another service gave out and that may do everything there.
 * @returns the id of its record
 * @throws {@link ImportRefused}
 */
export async function importToken(
  { users, tokens, audit }: AccountStores,
  {
    handle,
    name,
    secret,
  }: { readonly handle: string; readonly name: string; readonly secret: string },
): Promise<string> {
  const user = await users.byHandle(handle);
  if (user === undefined) throw new ImportRefused(`there is nobody called ${handle}`);
  if (readTokenKind(secret) !== undefined)
    throw new ImportRefused("this is a token of a town already");
  if (!/^[\x21-\x7e]{16,256}$/.test(secret))
    throw new ImportRefused("a token is 16 to 256 characters of ASCII without spaces");
  const token = {
    kind: "legacy",
    userId: user.id,
    name,
    description: "Replace me: an old token that may do everything",
    hash: hashSecret(secret),
    last4: secret.slice(-4),
    scopes: null,
    actions: null,
    patterns: null,
    expiresAt: null,
  } as const;
  const added = await tokens.addWithin(maxActiveTokens, token).catch((error: unknown) => {
    if (isDuplicate(error)) throw new ImportRefused("this token was imported before");
    throw error;
  });
  if (added === "too_many")
    throw new ImportRefused(`${handle} has ${maxActiveTokens} active tokens already`);
  const after = { kind: "legacy", name, scopes: null };
  await record(audit, "token.import", { resource: tokenResource(added.id), about: handle, after });
  return added.id;
}

export interface Migration {
  /** The tokens that come down to what is safe. */
  readonly narrowed: readonly LegacyToken[];
  /** People whose tokens stay as they are, and what was last done with their tokens or vals that needs it. */
  readonly deferred: readonly (LastUse & { readonly tokens: number })[];
}

/**
 * Plans that old tokens come down to the scopes that are safe. People whose tokens or vals created, changed or deleted
 * vals are left out: all their tokens stay as they are.
 * @param on from when on, RFC 3339
 * @param dryRun only says what would be done
 */
export async function migrateTokens(
  { legacy, audit }: Pick<AccountStores, "legacy" | "audit">,
  { on, dryRun }: { readonly on: string; readonly dryRun: boolean },
): Promise<Migration> {
  const old = await legacy.list();
  const uses = await legacy.lastUses(writingVals());
  const needed = new Set(uses.map(({ owner }) => owner));
  const narrowed = old.filter(({ owner }) => !needed.has(owner));
  const deferred = uses.flatMap((use) => {
    const tokens = old.filter(({ owner }) => owner === use.owner).length;
    return tokens === 0 ? [] : [{ ...use, tokens }];
  });
  for (const { id, owner, narrowsAt } of dryRun ? [] : old) {
    const at = needed.has(owner) ? null : on;
    if (at === narrowsAt) continue;
    await legacy.narrow(id, at);
    await record(audit, "token.migrate", {
      resource: tokenResource(id),
      about: owner,
      before: { narrows_at: narrowsAt },
      after: at === null ? { narrows_at: null } : { narrows_at: at, scopes: safeScopes },
    });
  }
  return { narrowed, deferred };
}

/** What Val Town's own tokens may do by default: everything but writing vals and users. */
export const safeScopes = defaultGrants.valtown;

/** The operations that create, change or delete vals. */
function writingVals(): readonly OperationId[] {
  return (Object.keys(operations) as OperationId[]).filter(
    (id) => operationOf(id).scope === "vals:write",
  );
}

/** Writes down what was done from the command line, by whoever owns the data folder. */
export async function record(audit: AuditStore, action: string, note: AuditNote): Promise<void> {
  const entry = entryOf({ requestId: "command-line", userAgent: "valsmith" }, action);
  await audit.append({ ...entry, ...note });
}
