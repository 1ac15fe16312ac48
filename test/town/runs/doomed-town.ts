/** A town in a process of its own that a test can stop the hard way. Says when its val runs; `argv`: the data folder. */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sqliteDialect } from "../../../src/town/stores/sqlite.ts";
import { createTown } from "../../../src/town/town.ts";
import { root } from "./support.ts";

const [, , folder = ""] = process.argv;
const town = await createTown({
  handle: "ann",
  dialect: sqliteDialect(join(folder, "town.sqlite")),
  runs: {
    folder: join(folder, "sandbox"),
    sandboxFolder: join(root, "src", "sandbox"),
    modules: [join(root, "node_modules")],
    env: process.env,
    spares: 1,
    limits: { milliseconds: 60_000 },
  },
});
const session = await town.createSession();
const headers = { authorization: `Bearer ${session}`, host: "localhost" };
const ask = (method: "GET" | "POST", url: string, payload?: object) =>
  town.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
for (const [name, content] of [
  ["spin", "console.log('spinning');\nfor (;;);"],
  ["child", "console.log('spinning');\nfor (;;);"],
  ["parent", 'export default () => api("ann/child");'],
] as const) {
  const { id } = (await ask("POST", "/v2/vals", { name, privacy: "public" })).json<{
    id: string;
  }>();
  await ask("POST", `/v2/vals/${id}/files?path=main.ts`, { type: "script", content });
}
void ask("POST", "/v1/run/ann.spin", {});
void ask("POST", "/v1/run/ann.parent", {});
for (;;) {
  await delay(50);
  const { data } = (await ask("GET", "/v1/runs")).json<{ data: { status: string }[] }>();
  if (data.filter(({ status }) => status === "running").length === 3) break;
}
// The vals must have begun to spin, so that nothing in them can end their processes.
for (;;) {
  await delay(100);
  const rows = await town.stores.base.db.selectFrom("runs").select("events").execute();
  if (rows.filter(({ events }) => events.includes("spinning")).length === 2) break;
}
process.stdout.write("running\n");
