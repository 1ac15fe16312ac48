/** Contents of files, with the conditional requests of RFC 9110. */
import type { IncomingHttpHeaders } from "node:http";
import { holds, readPrecondition, tagOf } from "../files/precondition.ts";
import type { RouteModule } from "../parts.ts";
import { invalidRequest, notFound, type Refusal } from "../refusal.ts";
import { valRoute, type Reply } from "../routing.ts";
import type { FileContent } from "../stores/trees.ts";
import { findBranch, findVal } from "./find.ts";

export const contentRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "getContent",
    (call) => findVal(stores, call),
    async ({ query, headers }, val) => {
      const branch = await findBranch(stores, val, query.branch_id);
      if (branch === undefined) return notFound("Branch not found");
      const { version, path } = query;
      if (version !== undefined && version > branch.version) return notFound("Version not found");
      const file = await stores.trees.content(branch.id, path, version);
      if (file === undefined) return notFound("File not found");
      if (file.type === "directory") return invalidRequest("A directory has no content");
      return conditional(headers, file);
    },
  ),
];

/** Evaluated in the order of RFC 9110, section 13.2.2. Tags count before times. */
function conditional(headers: IncomingHttpHeaders, file: FileContent): Reply | Refusal {
  const precondition = readPrecondition(headers["if-match"], headers["if-none-match"]);
  if (precondition === undefined)
    return invalidRequest("If-Match and If-None-Match hold entity tags");
  const { match, noneMatch } = precondition;
  const changed = Math.floor(Date.parse(file.updatedAt) / 1000) * 1000;
  const validators = {
    etag: tagOf(file.version),
    "last-modified": new Date(changed).toUTCString(),
  };
  const unmodifiedSince = timeOf(headers["if-unmodified-since"]);
  const failed =
    match === undefined
      ? unmodifiedSince !== undefined && changed > unmodifiedSince
      : !holds({ match }, file.version);
  if (failed) return { status: 412, body: "Precondition failed" };
  const modifiedSince = timeOf(headers["if-modified-since"]);
  const same =
    noneMatch === undefined
      ? modifiedSince !== undefined && changed <= modifiedSince
      : !holds({ noneMatch }, file.version);
  if (same) return { status: 304, headers: validators };
  return {
    status: 200,
    body: Buffer.from(file.content ?? "", "utf8"),
    headers: { ...validators, "content-type": "application/octet-stream" },
  };
}

/** Milliseconds of an HTTP date; one that cannot be read counts as absent. */
function timeOf(header: string | undefined): number | undefined {
  const time = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}
