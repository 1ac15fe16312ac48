/** `valsmith town --import`: brings a folder of vals in, and says what became of each. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createTown, importVals, withTown, type ImportReport, type Town } from "../../town/main.ts";
import { plain } from "../check/print-text.ts";
import { describeHolder } from "../holder.ts";
import type { TownSettings } from "../town-settings.ts";
import { readOffered } from "./read-offered.ts";

/** Where the town is, as far as it comes from the environment. */
export interface Environment {
  readonly databaseUrl?: string;
  readonly secretsKey?: string;
}

/**
 * Imports, or says what an import would do.
 * @param say is given the report, line by line
 * @throws Error in words when a val cannot be imported; then none was
 */
export async function importFolder(
  settings: TownSettings & { readonly import: string },
  environment: Environment,
  say: (line: string) => void,
): Promise<void> {
  const { data, dryRun = false, defaultGrants: profile, handle } = settings;
  const offered = await readOffered(settings.import);
  const log = (): void => {};
  const bringIn = ({ stores }: Town): Promise<ImportReport> =>
    importVals(stores, offered, { profile, dryRun });
  const isNew = environment.databaseUrl === undefined && !existsSync(join(data, "town.sqlite"));
  const report =
    dryRun && isNew
      ? await tryInMemory(handle, bringIn)
      : await withTown({ ...environment, data, handle, log }, bringIn);
  if ("running" in report) throw new Error(describeHolder(data, report));
  for (const line of linesOf(report, dryRun)) say(plain(line));
  const refused = report.vals.filter(({ outcome }) => outcome === "refused").length;
  if (refused > 0) throw new Error(`${refused} of the vals cannot be imported, so none was`);
}

/** A dry run on a folder that does not exist makes none. */
async function tryInMemory(
  handle: string,
  action: (town: Town) => Promise<ImportReport>,
): Promise<ImportReport> {
  const town = await createTown({ handle });
  try {
    return await action(town);
  } finally {
    await town.close();
  }
}

function linesOf({ done, vals, people }: ImportReport, dryRun: boolean): readonly string[] {
  const isRefused = vals.some(({ outcome }) => outcome === "refused");
  const verb = done ? "imported" : "would be imported";
  const words = {
    new: isRefused && !dryRun ? "not imported" : verb,
    there: "there already, left as it is",
  };
  return [
    ...(isRefused ? [] : people).map(
      (user) => `@${user}: ${done ? "added" : "would be added"} as a member`,
    ),
    ...vals.map(({ handle, outcome, reason, files }) =>
      outcome === "refused"
        ? `${handle}: refused, ${reason}`
        : `${handle}: ${words[outcome]} (${files === 1 ? "1 file" : `${files} files`})`,
    ),
  ];
}
