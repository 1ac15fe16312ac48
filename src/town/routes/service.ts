/** The service itself: whether it is ready, what it offers, and holding it open. */
import { describeApi } from "../describe-api.ts";
import type { RouteModule } from "../parts.ts";
import { route } from "../routing.ts";

export const serviceRoutes: RouteModule = ({ leases }) => [
  route("health", async () => ({ status: 200, body: { status: "ok" } })),
  route("describe", async ({ links }) => ({ status: 200, body: describeApi(links.origin) })),
  route("holdTown", async ({ signal }) => {
    const lease = leases.hold();
    signal.addEventListener("abort", () => lease.destroy());
    return { status: 200, body: lease, headers: { "content-type": "text/plain; charset=utf-8" } };
  }),
];
