import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFolder } from "./support/folders.ts";
import { torture } from "./support/torture.ts";

test("a town that is killed while clients write has every acknowledged write, and none by half", async () => {
  const options = { seed: 20_261_122, writes: 240, writesPerKill: 100, clients: 8 };
  const { writes, kills } = await torture({ data: makeFolder(), ...options });
  assert.ok(writes >= options.writes);
  assert.ok(kills >= 2);
});
