/** Kysely on a Postgres server, for a town that several people share. */
import { PostgresDialect, type PostgresPool } from "kysely";

/**
 * Connects to a Postgres server. The driver is loaded only here, so that a town on SQLite never pays for it.
 * @param url `postgres://…`; read from the environment, never from an argument
 */
export function postgresDialect(url: string): PostgresDialect {
  return new PostgresDialect({
    pool: async (): Promise<PostgresPool> => {
      const { default: pg } = await import("pg");
      const pool = new pg.Pool({ connectionString: url, max: 10 });
      // A connection that breaks while nobody uses it is replaced by the next query, which tells what is wrong if it cannot.
      pool.on("error", () => {});
      return pool;
    },
  });
}
