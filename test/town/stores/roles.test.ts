import assert from "node:assert/strict";
import { test } from "node:test";
import type { Policy } from "../../../src/core/policy.ts";
import { addUser, onEachDatabase } from "../support/databases.ts";

const policy = (...actions: string[]): Policy => [{ effect: "allow", actions, resources: ["*"] }];

onEachDatabase(({ open }) => {
  test("a role is added, replaced, listed and removed", async () => {
    const { roles } = await open();
    await roles.put("b", policy("run"));
    await roles.put("a", policy("update"));
    await roles.put("b", policy("create"));
    assert.deepEqual(
      (await roles.list(0, 10)).map(({ key, policy: one }) => [key, one]),
      [
        ["a", policy("update")],
        ["b", policy("create")],
      ],
    );
    assert.equal(await roles.remove("b"), true);
    assert.equal(await roles.remove("b"), false);
    assert.equal(await roles.byKey("b"), undefined);
  });

  test("a role that somebody has stays, and one that is gone gives no policy", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    assert.deepEqual(ann.roles, []);
    await stores.roles.put("a", policy("run"));
    await stores.users.change(ann.id, { roles: ["a", "gone"] });
    const found = await stores.users.byId(ann.id);
    assert.deepEqual(found?.roles, ["a", "gone"]);
    assert.equal(await stores.roles.remove("a"), false);
    assert.deepEqual(await stores.roles.policies(found.roles), [policy("run")]);
    await stores.users.change(ann.id, { roles: [] });
    assert.deepEqual((await stores.users.byId(ann.id))?.roles, []);
    assert.equal(await stores.roles.remove("a"), true);
    assert.deepEqual(await stores.roles.policies(["a"]), []);
  });
});
