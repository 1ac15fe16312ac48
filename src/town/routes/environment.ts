/** Environment variables of vals and secrets of accounts. Values go in and never come out. */
import type { Env } from "../../protocol/shapes.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { nameTaken, notFound } from "../refusal.ts";
import { route, valRoute } from "../routing.ts";
import type { SecretRecord } from "../stores/secrets.ts";
import { callerOf } from "./caller-of.ts";
import { findVal } from "./find.ts";

export const environmentRoutes: RouteModule = ({ stores }) => [
  valRoute(
    "listEnv",
    (call) => findVal(stores, call),
    async (call, val) => {
      const window = windowOf(call.query);
      const rows = await stores.environment.list(val.id, window.offset, window.limit + 1);
      const page = pageByOffset(call, window, rows);
      return { status: 200, body: { ...page, data: page.data.map(toEnv) } };
    },
  ),

  valRoute(
    "createEnv",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { key, ...input } = call.body;
      call.note({ after: { key } });
      const added = await stores.environment.add(val.id, key, input);
      return added === "taken"
        ? nameTaken("Key already exists")
        : { status: 201, body: toEnv(added) };
    },
  ),

  valRoute(
    "setEnv",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { params, body } = call;
      const set = await stores.environment.set(val.id, params.key, body);
      call.note({ after: { key: params.key } });
      return { status: 201, body: toEnv(set) };
    },
  ),

  valRoute(
    "deleteEnv",
    (call) => findVal(stores, call),
    async (call, val) => {
      const { key } = call.params;
      call.note({ before: { key } });
      return (await stores.environment.remove(val.id, key))
        ? { status: 204 }
        : notFound("Environment variable or project not found");
    },
  ),

  route("listSecrets", async (call) => {
    const window = windowOf(call.query);
    const rows = await stores.accountSecrets.list(
      callerOf(call).userId,
      window.offset,
      window.limit + 1,
    );
    const page = pageByOffset(call, window, rows);
    return { status: 200, body: { ...page, data: page.data.map(toEnv) } };
  }),

  route("createSecret", async (call) => {
    const { key, ...input } = call.body;
    call.note({ after: { key } });
    const added = await stores.accountSecrets.add(callerOf(call).userId, key, input);
    return added === "taken"
      ? nameTaken("Key already exists")
      : { status: 201, body: toEnv(added) };
  }),

  route("setSecret", async (call) => {
    const { key } = call.params;
    call.note({ after: { key } });
    const set = await stores.accountSecrets.set(callerOf(call).userId, key, call.body);
    return { status: 201, body: toEnv(set) };
  }),

  route("deleteSecret", async (call) => {
    const { key } = call.params;
    call.note({ before: { key } });
    return (await stores.accountSecrets.remove(callerOf(call).userId, key))
      ? { status: 204 }
      : notFound("There is no secret of that key");
  }),
];

function toEnv({ key, description, createdAt, updatedAt }: SecretRecord): Env {
  return { key, description, createdAt, updatedAt };
}
