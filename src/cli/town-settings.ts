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
  readonly defaultGrants: "least" | "valtown";
  readonly detached?: boolean;
  readonly leased?: boolean;
  readonly idleSeconds: number;
}

/** Adds the options of `valsmith town`. */
export function addOptions(command: Command): Command {
  return command
    .requiredOption("--data <folder>", "folder that holds everything; made when there is none")
    .addOption(new Option("--port <number>", "TCP port; 0 takes a free one").argParser(readPort))
    .addOption(new Option("--socket <path>", "Unix socket instead of TCP").conflicts("port"))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--allow-remote", "let --host be an address that others can reach")
    .addOption(
      new Option("--handle <name>", "handle of the first owner")
        .default(defaultHandle)
        .argParser(readHandle),
    )
    .option("--samples", "put sample vals into a town that has none")
    .addOption(
      new Option("--default-grants <profile>", "what a new val may touch")
        .choices(["least", "valtown"])
        .default("least"),
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
      "\nVALSMITH_DATABASE_URL names a Postgres server to use instead of a file in the folder.",
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
