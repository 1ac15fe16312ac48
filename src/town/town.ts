/** A town without a door: stores, permissions and routes, ready to be asked. `serve/` lets it listen. */
import { randomBytes } from "node:crypto";
import type { Dialect } from "kysely";
import type { FastifyInstance } from "fastify";
import { redactTokens } from "../core/token.ts";
import type { GrantProfile } from "../core/scope.ts";
import { createApp } from "./app.ts";
import { createAuthenticator } from "./authenticate.ts";
import { createAuthorizer } from "./authorize.ts";
import { canKeepDatabases, openDatabases, type DatabaseLimits } from "./databases/databases.ts";
import {
  behaveLikeValTown,
  freeLimits,
  isDocumented,
  type ValTownLimits,
} from "./like-val-town.ts";
import { sendToAuthor } from "./email.ts";
import { createLeases, type Leases } from "./leases.ts";
import type { TownParts } from "./parts.ts";
import type { RunPorts } from "./ports.ts";
import { routeModules } from "./routes/all.ts";
import { createRunPorts } from "./run-ports.ts";
import { createRunTokens } from "./run-tokens.ts";
import { createRateLimit } from "./rate-limit.ts";
import { injectRequest } from "./runs/inject.ts";
import { openRuns, type RunsSetup } from "./runs/open-runs.ts";
import { createSeal, sealKeyLength } from "./seal.ts";
import { addSession } from "./sessions.ts";
import { sqliteDialect } from "./stores/sqlite.ts";
import { openStores, type Stores } from "./stores/stores.ts";
import type { UserRecord } from "./stores/users.ts";
import { addSamples } from "./samples.ts";
import { startUpkeep } from "./upkeep.ts";

export interface TownOptions {
  /** Where to keep things; in memory when absent. */
  readonly dialect?: Dialect;
  /** Key of {@link sealKeyLength} bytes for secret values; a passing one when absent. */
  readonly sealKey?: Uint8Array;
  /** Handle of the first owner. */
  readonly handle?: string;
  readonly defaultGrants?: GrantProfile;
  /** Whether an empty town gets sample vals. */
  readonly samples?: boolean;
  /** Host names beyond loopback by which the town may be reached. */
  readonly hosts?: readonly string[];
  /** How vals run; absent, the town runs none. */
  readonly runs?: RunsSetup;
  /** Whether it is a double of Val Town: only what that has, within the limits that it has. */
  readonly likeValTown?: boolean | ValTownLimits;
  /** Where databases of accounts and vals are kept, a folder of this user alone; absent, the town keeps none. */
  readonly databases?: { readonly folder: string; readonly limits?: Partial<DatabaseLimits> };
  readonly now?: () => Date;
  readonly log?: (line: string) => void;
}

export interface Town {
  readonly app: FastifyInstance;
  readonly stores: Stores;
  readonly leases: Leases;
  /** What running vals uses of the town. */
  readonly ports: RunPorts;
  /** Handle of the owner. */
  readonly handle: string;
  /** Starts an interactive session of the owner and gives its secret. */
  createSession(): Promise<string>;
  /** Whether a secret is a live session of the owner. */
  isOwnersSession(secret: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Invalid credentials of one address: sixty at once, then one a second. */
const failureRate = { burst: 60, perSecond: 1, addresses: 10_000 } as const;

/** Handle of the first owner unless told otherwise. */
export const defaultHandle = "you";

/** Builds a town. Throws when its database cannot be opened or is newer than this program. */
export async function createTown(options: TownOptions = {}): Promise<Town> {
  const { now = () => new Date(), dialect = sqliteDialect(":memory:"), samples = false } = options;
  const log = (line: string): void => options.log?.(redactTokens(line));
  const stores = await openStores(
    dialect,
    createSeal(options.sealKey ?? randomBytes(sealKeyLength)),
    now,
  );
  const owner = await findOwner(stores, options.handle ?? defaultHandle);
  if (samples) await addSamples(stores, owner, options.defaultGrants ?? "least");
  const closing: (() => Promise<void> | void)[] = [await startUpkeep(stores, log)];
  const runTokens = createRunTokens(now);
  const leases = createLeases();
  const ports = createRunPorts(stores, runTokens);
  const runs =
    options.runs &&
    (await openRuns(options.runs, {
      ports,
      records: stores.runs,
      request: (request) => injectRequest(app, request),
      email: ({ id, ownerId }, message) => sendToAuthor(stores.emails, ownerId, id, message),
      shared: stores.shared,
      onClose: (action) => void closing.unshift(action),
      now,
    }));
  const databases =
    options.databases && canKeepDatabases()
      ? openDatabases(options.databases.folder, options.databases.limits)
      : undefined;
  if (databases) closing.unshift(() => databases.close());
  const parts: TownParts = {
    stores,
    runTokens,
    ports,
    runs,
    databases,
    leases,
    now,
    defaultGrants: options.defaultGrants ?? "least",
    log,
    onClose: (action) => void closing.unshift(action),
  };
  const limits = options.likeValTown === true ? freeLimits : options.likeValTown;
  const served = routeModules.flatMap((module) => module(parts));
  const authenticate = createAuthenticator(stores, runTokens, now);
  const app = createApp({
    routes: limits ? served.filter(isDocumented) : served,
    authenticate,
    authorizer: createAuthorizer(stores.audit),
    failures: createRateLimit(failureRate, now),
    hosts: options.hosts ?? [],
    log,
  });
  if (limits) behaveLikeValTown(app, limits, now);
  return {
    app,
    stores,
    leases,
    ports,
    handle: owner.handle,
    createSession: () => addSession(stores.tokens, owner.id),
    async isOwnersSession(secret) {
      const caller = await authenticate(`Bearer ${secret}`);
      return (
        caller !== null &&
        "actor" in caller &&
        caller.userId === owner.id &&
        caller.token.kind === "session"
      );
    },
    async close() {
      leases.close();
      await runs?.close();
      await app.close();
      for (const action of closing) await action();
      await stores.close();
    },
  };
}

/** The owner of the town; a town that starts at the same time on the same database may be the one that adds them. */
async function findOwner({ users }: Stores, handle: string): Promise<UserRecord> {
  const found = await users.owner();
  if (found !== undefined) return found;
  const added = await users.add(handle, "owner");
  const owner = added === "taken" ? await users.owner() : added;
  if (owner === undefined)
    throw new Error("the handle of the owner is taken by somebody who is not the owner");
  return owner;
}
