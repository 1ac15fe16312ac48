/**
 * Writes a file's text to its service, or finds out why not to. Nothing that the author has not seen is overwritten:
 * the write is bound to the version that the text was made from.
 */
import { fail, ok, type Failure, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import { isScript } from "../../core/val.ts";
import type { File } from "../../protocol/shapes.ts";
import type { FoundVal, Vals } from "../vals.ts";
import type { Base } from "./bases.ts";
import { fingerprint } from "./fingerprint.ts";
import { findLostUpdate, readBranchVersion } from "./lost-update.ts";

export interface SaveRequest {
  readonly location: ValLocation;
  readonly text: string;
  /** What the text was made from; `any` when no editor holds the file, undefined when it is not known. */
  readonly base: Base | "any" | undefined;
  /** The version that the author agreed to overwrite. */
  readonly approved: number | undefined;
}

export type SaveOutcome =
  | {
      readonly kind: "saved";
      readonly version: number;
      /** A version whose text the new one replaces without containing it. */
      readonly overwrote?: number;
      /** Whether that was nobody's decision: the service could not prevent it. */
      readonly unforeseen?: true;
    }
  /** The service has this very text. */
  | { readonly kind: "unchanged"; readonly version: number }
  /** Somebody else wrote `theirs` in the meantime. */
  | { readonly kind: "moved"; readonly theirs: number }
  | { readonly kind: "gone"; readonly what: "val" | "file" }
  | { readonly kind: "failed"; readonly failure: Failure };

export async function saveFile(vals: Vals, request: SaveRequest): Promise<SaveOutcome> {
  const { location, base } = request;
  const found = await vals.find(location);
  if (!found.ok) return absentOr(found.failure, base, "val");
  const listed = await vals.files(location, 0);
  if (!listed.ok) return absentOr(listed.failure, base, "val");
  const file = listed.value.find(({ path }) => path === location.path);
  const outcome = file
    ? await replace(vals, found.value, file, request)
    : base === undefined || base === "any"
      ? await create(found.value, listed.value, request)
      : ({ kind: "gone", what: "file" } as const);
  return outcome;
}

async function replace(
  vals: Vals,
  found: FoundVal,
  file: File,
  { location, text, base, approved }: SaveRequest,
): Promise<SaveOutcome> {
  const theirs = await vals.readVersion(location, file.version);
  if (!theirs.ok) return { kind: "failed", failure: theirs.failure };
  if (theirs.value === text) return { kind: "unchanged", version: file.version };
  const isBase =
    base === "any" ||
    (base !== undefined &&
      (base.version === file.version || base.mark === fingerprint(theirs.value)));
  if (!isBase && approved !== file.version) return { kind: "moved", theirs: file.version };

  const { connection } = found;
  const conditional = connection.capabilities.conditionalWrites;
  const before = conditional ? undefined : await readBranchVersion(found);
  if (before?.ok === false) return { kind: "failed", failure: before.failure };
  const written = await connection.client.call("updateFile", {
    ...where(found, location),
    body: { content: text },
    headers: conditional ? { "if-match": `"${file.version}"` } : {},
  });
  if (!written.ok) return await explainRefusal(vals, location, written.failure);

  const { version } = written.value;
  const lost =
    before === undefined
      ? undefined
      : await findLostUpdate(vals, location, theirs.value, before.value, version);
  if (lost !== undefined) return { kind: "saved", version, overwrote: lost, unforeseen: true };
  return isBase ? { kind: "saved", version } : { kind: "saved", version, overwrote: file.version };
}

async function create(
  found: FoundVal,
  listed: readonly File[],
  { location, text }: SaveRequest,
): Promise<SaveOutcome> {
  const parents = await createParents(found, listed, location);
  if (!parents.ok) return { kind: "failed", failure: parents.failure };
  const written = await found.connection.client.call("createFile", {
    ...where(found, location),
    body: { type: isScript(location.path) ? "script" : "file", content: text },
    headers: found.connection.capabilities.conditionalWrites ? { "if-none-match": "*" } : {},
  });
  return written.ok
    ? { kind: "saved", version: written.value.version }
    : { kind: "failed", failure: written.failure };
}

/** Creates the directories on the way to a file that are not there yet. */
async function createParents(
  found: FoundVal,
  listed: readonly File[],
  location: ValLocation,
): Promise<Result<undefined>> {
  const segments = location.path.split("/").slice(0, -1);
  for (const [index] of segments.entries()) {
    const path = segments.slice(0, index + 1).join("/");
    if (listed.some((file) => file.path === path || file.path.startsWith(`${path}/`))) continue;
    const made = await found.connection.client.call("createFile", {
      ...where(found, { ...location, path }),
      body: { type: "directory" },
    });
    if (!made.ok && made.failure.kind !== "conflict") return fail(made.failure);
  }
  return ok(undefined);
}

/** What it means that the service refused a write that looked fine a moment ago. */
async function explainRefusal(
  vals: Vals,
  location: ValLocation,
  failure: Failure,
): Promise<SaveOutcome> {
  if (failure.kind !== "conflict" && failure.kind !== "notFound")
    return { kind: "failed", failure };
  const listed = await vals.files(location, 0);
  if (!listed.ok) return absentOr(listed.failure, "any", "val");
  const file = listed.value.find(({ path }) => path === location.path);
  if (!file) return { kind: "gone", what: "file" };
  return failure.kind === "conflict"
    ? { kind: "moved", theirs: failure.currentVersion ?? file.version }
    : { kind: "failed", failure };
}

/** Not finding what an editor holds means that it was deleted; not finding what is new is a plain failure. */
function absentOr(failure: Failure, base: SaveRequest["base"], what: "val" | "file"): SaveOutcome {
  return failure.kind === "notFound" && base !== undefined
    ? { kind: "gone", what }
    : { kind: "failed", failure };
}

function where({ val, branchId }: FoundVal, { path }: Pick<ValLocation, "path">) {
  return {
    params: { val_id: val.id },
    query: { path, ...(branchId === undefined ? {} : { branch_id: branchId }) },
  };
}
