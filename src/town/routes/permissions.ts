/** What the runs of a val may touch. */
import { normaliseScopes, parseScope, type Scope } from "../../core/scope.ts";
import type { Permissions } from "../../protocol/shapes.ts";
import type { RouteModule } from "../parts.ts";
import { refuse } from "../refusal.ts";
import { valRoute } from "../routing.ts";
import type { ValRecord } from "../stores/vals.ts";
import { findVal } from "./find.ts";

export const permissionRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "getPermissions",
    (call) => findVal(stores, call),
    async (_call, val) => ({ status: 200, body: toPermissions(val) }),
  ),

  valRoute(
    "setPermissions",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { body } = call;
      const scopes = body.scopes.map(parseScope);
      const unknown = body.scopes.filter((_text, index) => scopes[index] === undefined);
      if (unknown.length > 0) {
        return refuse(400, "invalid_scope", `There is no scope ${JSON.stringify(unknown[0])}`);
      }
      const hosts = body.hosts ?? val.hosts;
      const wrong = hosts?.find((host) => !isHost(host));
      if (wrong !== undefined) {
        return refuse(400, "invalid_request", `${JSON.stringify(wrong)} is not a host name`);
      }
      const grants = normaliseScopes(scopes.filter((scope): scope is Scope => scope !== undefined));
      await stores.vals.setPermissions(val.id, grants, hosts);
      call.note({ before: toPermissions(val), after: toPermissions({ grants, hosts }) });
      return { status: 200, body: toPermissions({ grants, hosts }) };
    },
  ),
];

function toPermissions({ grants, hosts }: Pick<ValRecord, "grants" | "hosts">): Permissions {
  return { scopes: [...grants], ...(hosts === null ? {} : { hosts: [...hosts] }) };
}

/** A host name or address, with a port or without; nothing else could be given to a sandbox as an argument. */
function isHost(host: string): boolean {
  return /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/.test(
    host,
  );
}
