import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { keepUp } from "../../src/town/upkeep.ts";
import { createClock } from "./support/databases.ts";
import { openTestTown } from "./support/http.ts";

const clock = createClock();
const town = await openTestTown({ now: clock.now });
const day = 86_400_000;

suite("the expiry of a token", () => {
  test("is announced to its owner, once, three days before", async () => {
    const ann = town.as(await town.addMember("ann"));
    for (const [name, days] of [
      ["soon", 7],
      ["later", 30],
    ] as const)
      await ann("createToken", { body: { name, scopes: ["vals:read"], expires_in_days: days } });
    const told = async (): Promise<readonly string[]> => {
      await keepUp(town.town.stores);
      const { data } = (await ann("listAudit", { query: { limit: 100 } })).json;
      return (data as { action: string; after: { name: string } }[])
        .filter(({ action }) => action === "token.expiring")
        .map(({ after }) => after.name);
    };
    clock.advance(4 * day - 1);
    assert.deepEqual(await told(), []);
    clock.advance(1);
    assert.deepEqual(await told(), ["soon"]);
    assert.deepEqual(await told(), ["soon"]);
    clock.advance(24 * day);
    assert.deepEqual(await told(), ["later", "soon"]);
  });
});
