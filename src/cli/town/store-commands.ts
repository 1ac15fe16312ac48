/** `valsmith town backup`, `restore` and `rotate-key`: what is done with a town's data besides serving it. */
import { Command } from "commander";
import { backUpTown, restoreTown, rotateKey, type InUse } from "../../town/main.ts";
import { describeHolder } from "../holder.ts";

interface Place {
  readonly data: string;
}

/** Adds the commands below `valsmith town`. */
export function addStoreCommands(town: Command): void {
  town
    .enablePositionalOptions()
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(rotateKeyCommand());
}

function backupCommand(): Command {
  return placed("backup")
    .summary("copy a town into one file, while it runs or not")
    .description("Copy a town into one file, as it is at one moment, while it runs or not.")
    .argument("<target>", "file to make, or folder to make one in; nothing is overwritten")
    .addHelpText(
      "after",
      "\nThe copy holds everything in the database. Secrets stay encrypted in it, and their key is not in it:\n" +
        "keep a copy of secrets.key (or of VALSMITH_SECRETS_KEY) in another place. Without the key the secrets\n" +
        "of a backup are lost; with the key and a backup anybody can read them.\n" +
        "A town on Postgres is backed up with the tools of Postgres, pg_dump for one.",
    )
    .action(async (target: string, { data }: Place) => {
      refuseDatabaseUrl("pg_dump copies");
      const file = await backUpTown(data, target, new Date());
      process.stdout.write(`${file}\n`);
      tell(`the secrets in it need the key of the town, which is not in it: keep both, apart.`);
    });
}

function restoreCommand(): Command {
  return placed("restore")
    .summary("put a backup into a data folder")
    .description("Put a backup into the data folder of a town that is not running.")
    .argument("<file>", "the backup")
    .option("--key <file>", "the key of the backup's secrets: a copy of its town's secrets.key")
    .option("--forget-secrets", "delete the backup's secrets if their key is lost")
    .option("--force", "replace the town in the folder; its database is kept beside the new one")
    .action(
      async (
        file: string,
        options: Place & {
          readonly key?: string;
          readonly forgetSecrets?: boolean;
          readonly force?: boolean;
        },
      ) => {
        refuseDatabaseUrl("pg_restore restores");
        const { data, key, forgetSecrets = false, force = false } = options;
        const done = await restoreTown({
          data,
          file,
          force,
          keyFile: key,
          secretsKey: process.env["VALSMITH_SECRETS_KEY"],
          forget: forgetSecrets,
          now: new Date(),
        });
        refuseHeld(data, done);
        if (done.before !== undefined) tell(`what was there before is ${done.before}`);
        if (done.forgotten > 0) tell(`${done.forgotten} secrets were deleted: their key is lost`);
      },
    );
}

function rotateKeyCommand(): Command {
  return placed("rotate-key")
    .summary("encrypt all secrets with a new key")
    .description("Encrypt all secrets with a new key. No town may run on the data meanwhile.")
    .option("--forget-secrets", "the key is lost: delete all secrets and begin with a new key")
    .addHelpText(
      "after",
      "\nThe key is DIR/secrets.key, 32 bytes that only you can read. Where VALSMITH_SECRETS_KEY holds it, in\n" +
        "base64, the new one comes from VALSMITH_NEW_SECRETS_KEY and you exchange the variable afterwards.\n" +
        "Towns that share a Postgres database share the key: stop all of them, and give all the new one.",
    )
    .action(async ({ data, forgetSecrets = false }: Place & { forgetSecrets?: boolean }) => {
      const done = await rotateKey({
        data,
        databaseUrl: process.env["VALSMITH_DATABASE_URL"],
        secretsKey: process.env["VALSMITH_SECRETS_KEY"],
        newSecretsKey: process.env["VALSMITH_NEW_SECRETS_KEY"],
        forget: forgetSecrets,
      });
      refuseHeld(data, done);
      tell(
        forgetSecrets
          ? `${done.secrets} secrets were deleted; there is a new key`
          : `${done.secrets} secrets are encrypted with the new key; backups made before need the old one`,
      );
    });
}

function placed(name: string): Command {
  return new Command(name).exitOverride().requiredOption("--data <folder>", "the town's folder");
}

function refuseDatabaseUrl(instead: string): void {
  if (process.env["VALSMITH_DATABASE_URL"] !== undefined)
    throw new Error(`the town's data is in Postgres (VALSMITH_DATABASE_URL); ${instead} it`);
}

function refuseHeld<T extends object>(data: string, outcome: T | InUse): asserts outcome is T {
  if ("running" in outcome) throw new Error(describeHolder(data, outcome));
}

function tell(line: string): void {
  process.stderr.write(`valsmith: ${line}\n`);
}
