/** Creating, deleting and renaming files and directories of a val. */
import { fail, ok, type Result } from "../../core/failure.ts";
import { sameHandle } from "../../core/handle.ts";
import type { ValLocation } from "../../core/uri.ts";
import { isFilePath } from "../../core/val.ts";
import type { File } from "../../protocol/shapes.ts";
import type { FoundVal, Vals } from "../vals.ts";
import { uriOf } from "./locations.ts";

export interface FileChanges {
  createDirectory(location: ValLocation): Promise<Result<undefined>>;
  delete(
    location: ValLocation,
    options: { readonly recursive: boolean },
  ): Promise<Result<undefined>>;
  /** Within one val and branch only. */
  rename(from: ValLocation, to: ValLocation): Promise<Result<undefined>>;
}

export function changeFiles(vals: Vals): FileChanges {
  /** Looks afresh, so that the change is bound to what is there now. */
  async function look(
    location: ValLocation,
  ): Promise<Result<{ found: FoundVal; file: File | undefined }>> {
    if (!isFilePath(location.path)) {
      return fail({
        kind: "invalid",
        code: "bad_name",
        message: "Names have letters, digits, dots, hyphens and underscores, 48 at most.",
      });
    }
    const found = await vals.find(location);
    if (!found.ok) return found;
    const listed = await vals.files(location, 0);
    if (!listed.ok) return listed;
    const file = listed.value.find(({ path }) => path === location.path);
    return ok({ found: found.value, file });
  }

  function done(result: Result<unknown>, ...locations: ValLocation[]): Result<undefined> {
    if (!result.ok) return result;
    for (const location of locations) vals.forget(location);
    vals.didChange(locations.map(uriOf));
    return ok(undefined);
  }

  return {
    async createDirectory(location) {
      const looked = await look(location);
      if (!looked.ok) return looked;
      const { found } = looked.value;
      const made = await found.connection.client.call("createFile", {
        ...where(found, location),
        body: { type: "directory" },
      });
      return done(made, location);
    },

    async delete(location, { recursive }) {
      const looked = await look(location);
      if (!looked.ok) return looked;
      const { found, file } = looked.value;
      const { params, query } = where(found, location);
      const deleted = await found.connection.client.call("deleteFile", {
        params,
        query: { ...query, recursive },
        headers: precondition(found, file),
      });
      return done(deleted, location);
    },

    async rename(from, to) {
      if (!sameHandle(from, to) || from.branch !== to.branch || from.connection !== to.connection) {
        return fail({
          kind: "invalid",
          code: "other_val",
          message: "A file can be renamed within its val only.",
        });
      }
      const looked = await look(from);
      if (!looked.ok) return looked;
      const { found, file } = looked.value;
      const segments = to.path.split("/");
      const name = segments.pop() ?? "";
      const renamed = await found.connection.client.call("updateFile", {
        ...where(found, from),
        body: { name, parent_path: segments.length === 0 ? null : segments.join("/") },
        headers: precondition(found, file),
      });
      return done(renamed, from, to);
    },
  };
}

function precondition(found: FoundVal, file: File | undefined): Record<string, string> {
  const bound = found.connection.capabilities.conditionalWrites && file?.type !== "directory";
  return bound && file ? { "if-match": `"${file.version}"` } : {};
}

function where({ val, branchId }: FoundVal, { path }: Pick<ValLocation, "path">) {
  return {
    params: { val_id: val.id },
    query: { path, ...(branchId === undefined ? {} : { branch_id: branchId }) },
  };
}
