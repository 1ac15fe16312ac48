/** Brings vals into a town: all that are offered or, when one of them cannot be a val, none. */
import { printHandle } from "../../core/handle.ts";
import { defaultGrants, type GrantProfile } from "../../core/scope.ts";
import type { NewFiles } from "../stores/imports.ts";
import type { Stores } from "../stores/stores.ts";
import { planVal, type OfferedVal } from "./offered-val.ts";

export interface ImportOptions {
  readonly profile: GrantProfile;
  /** Whether it is only to be said what would happen. */
  readonly dryRun: boolean;
}

export interface ImportReport {
  /** Whether the vals are in the town now; not after a dry run, nor when one was refused. */
  readonly done: boolean;
  readonly vals: readonly ReportedVal[];
  /** Handles of people who were not there before. They have no credential until an administrator gives them one. */
  readonly people: readonly string[];
}

export interface ReportedVal {
  /** `@user/name` as it was found. */
  readonly handle: string;
  /** `there` is a val that the town has already; it is left as it is. */
  readonly outcome: "new" | "there" | "refused";
  /** Why it is refused. */
  readonly reason?: string;
  /** How many files and directories it has. */
  readonly files: number;
}

/** Imports vals with the default grants. Nothing is changed in vals that are there. */
export async function importVals(
  stores: Stores,
  offered: readonly OfferedVal[],
  { profile, dryRun }: ImportOptions,
): Promise<ImportReport> {
  const reported: ReportedVal[] = [];
  const adding: { readonly val: OfferedVal; readonly puts: NewFiles["puts"] }[] = [];
  for (const val of offered) {
    const puts = planVal(val);
    const handle = printHandle(val);
    if ("reason" in puts) {
      reported.push({ handle, outcome: "refused", ...puts, files: val.files.length });
      continue;
    }
    const there = await stores.vals.byHandle(val);
    const outcome = there === undefined ? "new" : "there";
    reported.push({ handle, outcome, files: puts.length });
    if (there === undefined) adding.push({ val, puts });
  }
  const users = new Set(adding.map(({ val }) => val.user));
  const people: string[] = [];
  for (const user of users) {
    if ((await stores.users.byHandle(user)) === undefined) people.push(user);
  }
  if (dryRun || reported.some(({ outcome }) => outcome === "refused"))
    return { done: false, vals: reported, people };
  for (const user of people) {
    if ((await stores.users.add(user, "writer")) === "taken")
      throw new Error(`somebody's handle differs from ${user} in case alone; nothing was imported`);
  }
  const added: NewFiles[] = [];
  for (const { val, puts } of adding) {
    const user = await stores.users.byHandle(val.user);
    if (user === undefined) throw new Error(`${val.user} has gone; nothing was imported`);
    const { name, privacy } = val;
    const grants = defaultGrants[profile];
    added.push({ val: { userId: user.id, name, privacy, description: null, grants }, puts });
  }
  if ((await stores.imports.add(added)) === "taken")
    throw new Error("somebody else added one of these vals meanwhile; nothing was imported");
  return { done: true, vals: reported, people };
}
