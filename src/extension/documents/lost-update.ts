/**
 * Writing where the service cannot check versions: whether somebody wrote in the moment between the look and the write.
 * Every version is kept, so what was overwritten can be found and shown.
 */
import { fail, ok, type Result } from "../../core/failure.ts";
import { defaultBranch, type ValLocation } from "../../core/uri.ts";
import { allPages } from "../all-pages.ts";
import type { FoundVal, Vals } from "../vals.ts";

/** The version of a val's branch. */
export async function readBranchVersion(found: FoundVal): Promise<Result<number>> {
  const { client } = found.connection;
  const params = { val_id: found.val.id };
  const branches = await allPages((query) => client.call("listBranches", { params, query }));
  if (!branches.ok) return branches;
  const branch = branches.value.find(({ id, name }) =>
    found.branchId === undefined ? name === defaultBranch : id === found.branchId,
  );
  return branch
    ? ok(branch.version)
    : fail({ kind: "notFound", message: "The val has no such branch." });
}

/**
 * The version whose text was overwritten without anybody having seen it; undefined when there is none.
 * @param seen the text that the write was meant to replace
 * @param before the branch's version before the write
 * @param written the version that the write made
 */
export async function findLostUpdate(
  vals: Vals,
  location: ValLocation,
  seen: string,
  before: number,
  written: number,
): Promise<number | undefined> {
  if (written <= before + 1) return undefined;
  const replaced = await vals.readVersion(location, written - 1);
  return replaced.ok && replaced.value !== seen ? written - 1 : undefined;
}
