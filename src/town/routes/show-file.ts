/** Files and branches as answers show them. */
import type { Branch, File } from "../../protocol/shapes.ts";
import { nameOf, newestVersion, type Tree, type TreeEntry } from "../files/tree.ts";
import type { Links } from "../links.ts";
import type { BranchRecord } from "../stores/branches.ts";
import type { ValRecord } from "../stores/vals.ts";

export interface Place {
  readonly val: ValRecord;
  readonly branch: BranchRecord;
  readonly links: Links;
}

/** A file. The version of a directory is the newest one inside it, so that a precondition can speak of all of it. */
export function toFile(entry: TreeEntry, { val, branch, links }: Place, tree: Tree): File {
  const version = newestVersion(tree, entry);
  const { id, path, type, updatedAt } = entry;
  const module = links.module({
    user: val.owner,
    name: val.name,
    branch: branch.name,
    version,
    path,
  });
  return {
    id,
    name: nameOf(path),
    path,
    version,
    updatedAt,
    type,
    links: { self: links.to(`/v2/files/${id}`), html: module, module },
  };
}

/** A branch. */
export function toBranch(branch: BranchRecord, { val, links }: Omit<Place, "branch">): Branch {
  const { id, valId, name, version, createdAt, updatedAt, forkedBranchId } = branch;
  return {
    id,
    name,
    version,
    createdAt,
    updatedAt,
    forkedBranchId,
    links: {
      self: links.to(`/v2/vals/${valId}/branches/${id}`),
      html: links.module({ user: val.owner, name: val.name, branch: name, path: "" }),
    },
  };
}
