/** What other parts of the product use of the town. */
export { createTown, defaultHandle, type Town, type TownOptions } from "./town.ts";
export { importToken, migrateTokens, record, safeScopes } from "./legacy-tokens.ts";
export { withAccounts } from "./serve/accounts.ts";
export { backUpTown } from "./serve/backup.ts";
export type { InUse } from "./serve/data-folder.ts";
export { findRunning } from "./serve/find-running.ts";
export { stopWhenIdle } from "./serve/idle.ts";
export type { Door } from "./serve/listen.ts";
export { createLogFile } from "./serve/log-file.ts";
export { UnsafePath } from "./serve/private-file.ts";
export { restoreTown } from "./serve/restore.ts";
export { rotateKey } from "./serve/rotate-key.ts";
export { importVals, type ImportReport } from "./import/import-vals.ts";
export type { OfferedFile, OfferedVal } from "./import/offered-val.ts";
export { addSession } from "./sessions.ts";
export { startTown, withTown, type RunningTown, type StartOptions } from "./serve/start-town.ts";
