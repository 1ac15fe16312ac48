/** Vals as modules, in the form of `esm.town`: what is not pinned leads to the version that it means now. */
import { parseModuleUrl } from "../../core/uri.ts";
import { mainFile } from "../../core/val.ts";
import type { RouteModule } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { valRoute, type Absent } from "../routing.ts";
import { findNamed } from "./find.ts";

const types: readonly (readonly [RegExp, string])[] = [
  [/\.(?:ts|mts)$/, "application/typescript; charset=utf-8"],
  [/\.tsx$/, "text/tsx; charset=utf-8"],
  [/\.jsx$/, "text/jsx; charset=utf-8"],
  [/\.(?:js|mjs)$/, "text/javascript; charset=utf-8"],
  [/\.json$/, "application/json; charset=utf-8"],
];

export const moduleRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "getModule",
    async ({ url }) => {
      const location = locate(url);
      const val = location && (await findNamed(stores, location.user, location.name));
      if (location === undefined || val === undefined) return undefined;
      return val.privacy === "absent" ? (val as Absent) : { ...val, location };
    },
    async ({ links }, { location, ...val }) => {
      const branch = await stores.branches.byName(val.id, location.branch);
      if (branch === undefined) return notFound("Branch not found");
      const { version = branch.version } = location;
      if (version > branch.version) return notFound("Version not found");
      const tree = await stores.trees.tree(branch.id, version);
      const path = location.path === "" ? mainFile(tree.map((entry) => entry.path)) : location.path;
      if (path === undefined) return notFound("The val has no main file");
      if (location.version === undefined || location.path === "") {
        const place = { user: val.owner, name: val.name, branch: branch.name, version, path };
        return { status: 302, headers: { location: links.module(place) } };
      }
      const file = await stores.trees.content(branch.id, path, version);
      if (file === undefined || file.content === null) return notFound("File not found");
      const type = types.find(([form]) => form.test(path))?.[1] ?? "text/plain; charset=utf-8";
      const cache = `${val.privacy === "private" ? "private" : "public"}, max-age=31536000, immutable`;
      return {
        status: 200,
        body: Buffer.from(file.content, "utf8"),
        headers: { "content-type": type, "cache-control": cache },
      };
    },
  ),
];

/** What an address of the module server means; the same as on `esm.town`. */
function locate(url: string): ReturnType<typeof parseModuleUrl> {
  return parseModuleUrl(`https://esm.town${url.replace(/\/$/, "")}`, "local");
}
