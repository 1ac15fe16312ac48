/** What the routes of a town are built from. */
import type { GrantProfile } from "../core/scope.ts";
import type { Databases } from "./databases/databases.ts";
import type { Leases } from "./leases.ts";
import type { RunPorts } from "./ports.ts";
import type { RunTokens } from "./run-tokens.ts";
import type { TownRoute } from "./routing.ts";
import type { Runs } from "./runs/runs.ts";
import type { Stores } from "./stores/stores.ts";

export interface TownParts {
  readonly stores: Stores;
  readonly runTokens: RunTokens;
  /** What running vals may use. */
  readonly ports: RunPorts;
  /** Running vals; undefined in a town that was given no place for it. */
  readonly runs: Runs | undefined;
  /** Databases of accounts and vals; undefined in a town that keeps none. */
  readonly databases: Databases | undefined;
  readonly leases: Leases;
  readonly now: () => Date;
  readonly defaultGrants: GrantProfile;
  /** Writes a line to the log; tokens in it are made unreadable on the way. */
  readonly log: (line: string) => void;
  /** Called when the town closes, newest first, before its database does. */
  onClose(action: () => Promise<void> | void): void;
}

/** A part of the API: builds its routes. All of them are listed in `routes/all.ts`. */
export type RouteModule = (parts: TownParts) => readonly TownRoute[];
