/**
 * Val Town's API as far as its description goes: a town that knows only the documented routes and ignores
 * preconditions of writes. Reached at `https://api.val.town` through the fetch that is given.
 */
import type { Fetch } from "../../../src/client/transport.ts";
import { type Route, routes } from "../../../src/core/routes.ts";
import type { TestTown } from "./test-town.ts";

export interface ValTown {
  readonly fetch: Fetch;
  /** Every request: `GET /v1/me`. */
  readonly asked: string[];
  /** Called before a write is carried out. */
  beforeWrite: (() => Promise<unknown>) | undefined;
}

/** A token of Val Town's form; the stand-in takes it for the owner's. */
export const valTownToken = "vtwn_standInStandInStandIn";

const origin = "https://api.val.town";
const documented: readonly Route[] = Object.values<Route>(routes).filter(({ valTown }) => valTown);

export function asValTown(town: TestTown): ValTown {
  const service: ValTown = {
    asked: [],
    beforeWrite: undefined,
    async fetch(url, init) {
      if (!url.startsWith(`${origin}/`)) throw new TypeError(`Not Val Town: ${url}`);
      const { pathname } = new URL(url);
      const method = init.method ?? "GET";
      service.asked.push(`${method} ${pathname}`);
      if (!documented.some((route) => route.method === method && matches(route.path, pathname))) {
        return new Response('{"message":"Not found"}', { status: 404 });
      }
      if (method === "PUT") {
        const act = service.beforeWrite;
        service.beforeWrite = undefined;
        await act?.();
      }
      const headers = new Headers(init.headers);
      if (headers.get("authorization") === `Bearer ${valTownToken}`) {
        headers.set("authorization", `Bearer ${town.session}`);
      }
      headers.delete("if-match");
      headers.delete("if-none-match");
      return await fetch(url.replace(origin, town.origin), { ...init, headers });
    },
  };
  return service;
}

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll(/\{[^}]+\*\}/g, ".+").replaceAll(/\{[^}]+\}/g, "[^/]+");
  return new RegExp(`^${pattern}$`).test(path);
}
