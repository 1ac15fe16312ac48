import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { createLeases } from "../../src/town/leases.ts";

test("the town is told when it is held, and when the last holder let go", async () => {
  const leases = createLeases();
  const told: string[] = [];
  leases.onHold(() => told.push(`held by ${leases.count}`));
  leases.onRelease(() => told.push("let go"));
  const first = leases.hold();
  const second = leases.hold();
  first.destroy();
  await once(first, "close");
  assert.deepEqual(told, ["held by 1", "held by 2"]);
  second.destroy();
  await once(second, "close");
  assert.deepEqual(told, ["held by 1", "held by 2", "let go"]);
});

test("a lease begins with a sign of life, and ends when the town closes", async () => {
  const leases = createLeases();
  const lease = leases.hold();
  const [chunk] = (await once(lease, "data")) as [Buffer];
  assert.equal(chunk.toString(), "\n");
  leases.close();
  await once(lease, "close");
  assert.equal(leases.count, 0);
});

test("signs of life come while it is held", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const leases = createLeases();
  const lease = leases.hold();
  let signs = 0;
  lease.on("data", () => signs++);
  await once(lease, "data");
  for (let beat = 0; beat < 3; beat++) {
    const next = once(lease, "data");
    context.mock.timers.tick(20_000);
    await next;
  }
  assert.equal(signs, 4);
  leases.close();
});
