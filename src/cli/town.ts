/** `valsmith town`: runs the embedded val service until it is told to stop. */
import { fstatSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { AnnouncementLine } from "../protocol/town-process.ts";
import {
  createLogFile,
  startTown,
  stopWhenIdle,
  type Door,
  type RunningTown,
} from "../town/main.ts";
import { startDetached } from "./detached-town.ts";
import { describeHolder } from "./holder.ts";
import { importFolder } from "./town/import-folder.ts";
import { addAccountCommands } from "./town/account-commands.ts";
import { addStoreCommands } from "./town/store-commands.ts";
import { addOptions, requireData, type TownSettings } from "./town-settings.ts";

export function configure(command: Command): void {
  addOptions(command).action((settings: TownSettings) => {
    requireData(settings);
    return settings.detached ? startDetached(settings, say) : runTown(settings);
  });
  addStoreCommands(command);
  addAccountCommands(command);
}

async function runTown(settings: TownSettings): Promise<void> {
  const door = doorOf(settings);
  if (settings.dryRun === true && settings.import === undefined)
    throw new Error("--dry-run says what --import would do; name a folder with --import");
  const log = settings.leased
    ? createLogFile(join(settings.data, "town.log"))
    : (line: string): void => void process.stderr.write(`${line}\n`);
  const databaseUrl = process.env["VALSMITH_DATABASE_URL"];
  const secretsKey = process.env["VALSMITH_SECRETS_KEY"];
  // Its starter is gone once it runs, and with it the other ends of these.
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners("error").on("error", () => {});
  const environment = {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(secretsKey === undefined ? {} : { secretsKey }),
  };
  if (settings.import !== undefined) {
    const { dryRun = false } = settings;
    const tell = (line: string): void =>
      void (dryRun ? process.stdout : process.stderr).write(`${line}\n`);
    await importFolder({ ...settings, import: settings.import }, environment, tell);
    if (dryRun) return;
  }
  const town = await startTown({ ...settings, ...environment, door, log });
  if ("running" in town) throw new Error(describeHolder(settings.data, town));
  say({ ...town.announcement, session: town.session });
  await stopped(settings, town);
  await town.close();
  // Whatever a library may still hold open, the town is closed.
  process.exit(0);
}

/** Writes the announcement. Where a person might be watching, the credential is left out. */
function say({ session, ...announcement }: AnnouncementLine): void {
  const line: AnnouncementLine =
    process.stdout.isTTY || session === undefined ? announcement : { ...announcement, session };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Resolves when the town shall stop: a signal, the end of a piped standard input, or nobody holding it. */
function stopped(
  { leased = false, idleSeconds }: TownSettings,
  { leases }: RunningTown,
): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
      process.once(signal, () => resolve());
    if (leased) stopWhenIdle(leases, idleSeconds, resolve);
    else if (isPiped(0))
      process.stdin
        .once("end", resolve)
        .once("error", () => resolve())
        .resume();
  });
}

function isPiped(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

function doorOf({ host, allowRemote, port, socket, leased }: TownSettings): Door {
  if (!allowRemote && !["127.0.0.1", "::1", "localhost"].includes(host)) {
    throw new Error(`others could reach ${host}; say --allow-remote if they shall`);
  }
  if (socket !== undefined) return { kind: "socket", path: socket };
  if (leased && port === undefined) return { kind: "own-socket" };
  return { kind: "tcp", host, port: port ?? 0 };
}
