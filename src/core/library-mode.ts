/**
 * What code may reach through `@user.name` in classic vals: the table of Val Town's "restricted library mode" (2023) as
 * data. Somebody else's function that runs inside your run is a library: it sees nothing private, neither yours nor its
 * author's. Called through `api()` it runs as its author instead.
 */
import { missingScopes, type Scope } from "./scope.ts";

/** Whose val a reference names: the author of the code it stands in, the author of the run, or somebody else. */
export type Whose = "self" | "runner" | "other";

/** What a reference is to. `absent` is a val that does not exist. */
export type ReferenceKind = "secret" | "publicVal" | "privateVal" | "absent";

/**
 * - `allowed` it is read, or written
 * - `nothing` it reads as `undefined`, as a val that is not there does
 * - `refused` it reads as `undefined`, or the assignment does nothing; the run records it
 * - `error` it throws
 */
export type Permission = "allowed" | "nothing" | "refused" | "error";

type Row = Readonly<Record<Whose, Permission>>;
interface Mode {
  readonly read: Readonly<Record<ReferenceKind, Row>>;
  /** `runner` is the caller's own val, which foreign code may set where the run was granted `vals:write`. */
  readonly write: Row;
}

const everyone = (permission: Permission): Row => ({
  self: permission,
  runner: permission,
  other: permission,
});

/**
 * Own code is that of the run's author, so `self` and `runner` are the same there. A private val of somebody else and
 * one that does not exist look alike, so that names cannot be probed.
 */
export const referenceTable: Readonly<Record<"own" | "library", Mode>> = {
  own: {
    read: {
      secret: { self: "allowed", runner: "allowed", other: "error" },
      privateVal: { self: "allowed", runner: "allowed", other: "error" },
      publicVal: everyone("allowed"),
      absent: { self: "nothing", runner: "nothing", other: "error" },
    },
    write: { self: "allowed", runner: "allowed", other: "error" },
  },
  library: {
    read: {
      secret: everyone("refused"),
      privateVal: everyone("refused"),
      publicVal: everyone("allowed"),
      absent: everyone("refused"),
    },
    write: { self: "refused", runner: "allowed", other: "refused" },
  },
};

/** A reference in the code of `author`, inside a run of `runner`. */
export interface ReferenceSite {
  /** Handle of the user whose code it stands in. */
  readonly author: string;
  /** Handle of the user whose run it is. */
  readonly runner: string;
  /** The user as written; `me` is the author of the code. */
  readonly user: string;
}

/** The user that a reference means. */
export function userOf({ author, user }: ReferenceSite): string {
  return user === "me" ? author : user;
}

/** Whether a reference may be read. */
export function decideRead(site: ReferenceSite, kind: ReferenceKind): Permission {
  return referenceTable[modeOf(site)].read[kind][whoseOf(site)];
}

/**
 * Whether a reference may be assigned to.
 * @param granted scopes of the run
 * @returns `ungranted` when all it lacks is the grant `vals:write`; own code then throws, a library is refused
 */
export function decideWrite(
  site: ReferenceSite,
  granted: readonly Scope[],
): Permission | "ungranted" {
  const mode = modeOf(site);
  const permission = referenceTable[mode].write[whoseOf(site)];
  if (permission !== "allowed" || missingScopes(granted, ["vals:write"]).length === 0)
    return permission;
  return mode === "own" ? "ungranted" : "refused";
}

function modeOf({ author, runner }: ReferenceSite): "own" | "library" {
  return author === runner ? "own" : "library";
}

/** `@me` in a library is its author, also where the author is named in full. */
function whoseOf(site: ReferenceSite): Whose {
  const user = userOf(site);
  if (user === site.author) return "self";
  return user === site.runner ? "runner" : "other";
}
