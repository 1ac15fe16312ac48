/** Brings a database to the newest schema, whatever it holds. */
import { Migrator, type Migration } from "kysely/migration";
import type { Database } from "./schema.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { runs } from "./migrations/0002-runs.ts";
import { tokenLife } from "./migrations/0003-token-life.ts";
import { valBlobs } from "./migrations/0005-val-blobs.ts";
import { emails } from "./migrations/0006-emails.ts";
import { sealCheck } from "./migrations/0009-seal-check.ts";
import { roles } from "./migrations/0008-roles.ts";
import { auditDetails } from "./migrations/0004-audit.ts";

/** Every migration by name; they run in the order of their names, each once. Only ever add to it. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-foundation": foundation,
  "0002-runs": runs,
  "0003-token-life": tokenLife,
  "0004-audit": auditDetails,
  "0005-val-blobs": valBlobs,
  "0006-emails": emails,
  "0008-roles": roles,
  "0009-seal-check": sealCheck,
};

/** The names of all migrations, oldest first. */
export const migrationNames: readonly string[] = Object.keys(migrations).toSorted();

/** Runs what is missing. Throws when one fails; a database that is newer than this town is refused by Kysely. */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
