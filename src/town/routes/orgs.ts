/** Organisations, as Val Town lists them. A town has none: its people share it, and each owns what is theirs. */
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { route } from "../routing.ts";

export const orgRoutes: RouteModule = () => [
  route("listOrgs", async (call) => ({
    status: 200,
    body: pageByOffset(call, windowOf(call.query), []),
  })),
  route("listMemberships", async () => notFound("Organisation not found")),
];
