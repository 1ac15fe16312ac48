/** All stores of a town over one database. */
import { Kysely, type Dialect } from "kysely";
import type { Seal } from "../seal.ts";
import { createAuditStore } from "./audit.ts";
import { isShared, type StoreBase } from "./base.ts";
import { createBlobStore } from "./blobs.ts";
import { createBranchStore } from "./branches.ts";
import { createEmailStore } from "./emails.ts";
import { createForkStore } from "./forks.ts";
import { createImportStore } from "./imports.ts";
import { migrate } from "./migrate.ts";
import { createReferenceStore } from "./references.ts";
import { createRoleStore } from "./roles.ts";
import { createRunStore } from "./runs.ts";
import type { Database, Schema } from "./schema.ts";
import { checkSeal } from "./seals.ts";
import { createAccountSecretStore, createEnvironmentStore } from "./secrets.ts";
import { createTelemetryStore } from "./telemetry.ts";
import { createTokenStore } from "./tokens.ts";
import { createTokenWatchStore } from "./token-watch.ts";
import { createTreeStore } from "./trees.ts";
import { createUserStore } from "./users.ts";
import { createValStore } from "./vals.ts";
import { createValBlobStore } from "./val-blobs.ts";
import { createValueStore } from "./values.ts";

export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Opens a database and brings it to the newest schema. */
export async function openDatabase(dialect: Dialect): Promise<Database> {
  const db = new Kysely<Schema>({ dialect });
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Opens a database and builds the stores on it.
 * @throws WrongKey when its secrets were closed with another key
 */
export async function openStores(dialect: Dialect, seal: Seal, now: () => Date) {
  const db = await openDatabase(dialect);
  try {
    await checkSeal(db, seal);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const base: StoreBase = { db, now };
  return {
    base,
    /** Whether other towns may be on the same database. */
    shared: isShared(db),
    users: createUserStore(base),
    roles: createRoleStore(base),
    tokens: createTokenStore(base),
    tokenWatch: createTokenWatchStore(base),
    vals: createValStore(base),
    branches: createBranchStore(base),
    forks: createForkStore(base),
    imports: createImportStore(base),
    references: createReferenceStore(base),
    trees: createTreeStore(base),
    environment: createEnvironmentStore(base, seal),
    accountSecrets: createAccountSecretStore(base, seal),
    blobs: createBlobStore(base),
    valBlobs: createValBlobStore(base),
    emails: createEmailStore(base),
    values: createValueStore(base),
    audit: createAuditStore(base),
    runs: createRunStore(base),
    telemetry: createTelemetryStore(base),
    close: () => db.destroy(),
  };
}
