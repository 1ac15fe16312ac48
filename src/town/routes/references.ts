/** Who uses a val: other vals whose current source imports it or refers to it, as far as the caller may see them listed. */
import type { ValRecord } from "../stores/vals.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { createReferenceReader } from "../references.ts";
import { valRoute } from "../routing.ts";
import { loadTypescript } from "../runs/classic/compiler.ts";
import { viewerOf } from "../stores/listed.ts";
import { findVal } from "./find.ts";
import { toVal } from "./vals.ts";

export const referenceRoutes: RouteModule = ({ stores }) => {
  const reader = createReferenceReader(loadTypescript);
  return [
    valRoute(
      "listReferences",
      (call) => findVal(stores, call),
      async (call, target) => {
        const found = new Map<string, { readonly val: ValRecord; readonly paths: string[] }>();
        for (const file of await stores.references.candidates(viewerOf(call.caller), target)) {
          const { val, path } = file;
          const handles = await reader.read(file);
          const uses = handles.some(
            ({ user, name }) =>
              name === target.name && (user === "me" ? val.owner : user) === target.owner,
          );
          if (!uses) continue;
          const users = found.get(val.id) ?? { val, paths: [] };
          users.paths.push(path);
          found.set(val.id, users);
        }
        const window = windowOf(call.query);
        const { offset, limit } = window;
        const rows = [...found.values()].slice(offset, offset + limit + 1);
        const page = pageByOffset(call, window, rows);
        const data = page.data.map(({ val, paths }) => ({ val: toVal(val, call.links), paths }));
        return { status: 200, body: { ...page, data } };
      },
    ),
  ];
};
