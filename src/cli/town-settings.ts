/** The options of `valsmith town`. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { isUserName, reservedUsers } from "../core/handle.ts";
import { defaultHandle } from "../town/main.ts";

/** Seconds for which a town that nobody holds goes on. */
const defaultIdleSeconds = 60;

export interface TownSettings {
  readonly data: string;
  readonly port?: number;
  readonly socket?: string;
  readonly host: string;
  readonly allowRemote?: boolean;
  readonly handle: string;
  readonly samples?: boolean;
  readonly likeValTown?: boolean;
  readonly import?: string;
  readonly dryRun?: boolean;
  readonly defaultGrants: "least" | "valtown";
  readonly detached?: boolean;
  readonly leased?: boolean;
  readonly idleSeconds: number;
}

/** The commands below this one have a `--data` of their own, so that this one cannot be required by its definition. */
export function requireData({ data }: Partial<TownSettings>): void {
  if (data === undefined) throw new Error("required option '--data <folder>' not specified");
}

/** Adds the options of `valsmith town`. */
export function addOptions(command: Command): Command {
  return command
    .option("--data <folder>", "folder that holds everything; needed, made when there is none")
    .addOption(new Option("--port <number>", "TCP port; 0 takes a free one").argParser(readPort))
    .addOption(new Option("--socket <path>", "Unix socket instead of TCP").conflicts("port"))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--allow-remote", "let --host be an address that others can reach")
    .addOption(
      new Option("--handle <name>", "handle of the first owner")
        .default(defaultHandle)
        .argParser(readHandle),
    )
    .addOption(
      new Option(
        "--import <folder>",
        "first bring in the vals of a folder laid out as @user/name/…; vals that are there stay as they are",
      ).conflicts(["detached", "leased"]),
    )
    .option("--dry-run", "with --import: say what would be brought in, and end")
    .option("--samples", "put sample vals into a town that has none")
    .addOption(
      new Option("--default-grants <profile>", "what a new val may touch")
        .choices(["least", "valtown"])
        .default("least"),
    )
    .addOption(
      new Option(
        "--like-val-town",
        "be a double of Val Town for tests: only its routes, its rate limits, no check of If-Match on writes",
      ).conflicts(["detached", "leased"]),
    )
    .option("--detached", "start it in the background unless it runs, say where it is, and end")
    .addOption(new Option("--leased", "stop when nobody holds it").hideHelp())
    .addOption(
      new Option(
        "--idle-seconds <seconds>",
        "with --detached: how long it goes on when nobody holds it",
      )
        .default(defaultIdleSeconds)
        .argParser(readSeconds),
    )
    .addHelpText(
      "after",
      `
In the folder: town.sqlite (everything but the key), secrets.key (the key of secrets), session (your credential),
town.json (where the town is while it runs), lock, sandbox. All of it is closed to other users of this machine.
Not protected: whoever acts as your operating-system user can read all of it, secrets included.

Environment:
  VALSMITH_DATABASE_URL   a Postgres database to use instead of town.sqlite; several towns may share it
  VALSMITH_SECRETS_KEY    the key of secrets, 32 bytes in base64, instead of secrets.key; towns that share a
                          database need the same
  VALSMITH_DENO           the Deno that runs vals; else node_modules and PATH are searched

A host other than loopback needs a proxy with TLS in front: the town itself speaks plain HTTP.`,
    );
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 0 to 65535");
  return port;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds > 86_400)
    throw new InvalidArgumentError("seconds, a day at most");
  return seconds;
}

function readHandle(text: string): string {
  if (!isUserName(text) || reservedUsers.includes(text))
    throw new InvalidArgumentError("this is not a handle");
  return text;
}
