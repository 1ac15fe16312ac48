import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createRateLimit, type RateLimit } from "../../src/town/rate-limit.ts";
import { createClock } from "./support/databases.ts";

const rate = { burst: 3, perSecond: 0.5, addresses: 100 };
/** How many of a number of attempts are allowed. */
const allowed = (limit: RateLimit, address: string | undefined, attempts: number): number =>
  Array.from({ length: attempts }, () => limit.take(address)).filter((one) => one.allowed).length;

suite("a limit per address", () => {
  test("allows a burst, then says how long to wait, and allows again after that", () => {
    const clock = createClock();
    const limit = createRateLimit(rate, clock.now);
    assert.equal(allowed(limit, "10.0.0.1", 3), 3);
    assert.deepEqual(limit.take("10.0.0.1"), { allowed: false, retryAfter: 2, first: true });
    clock.advance(1000);
    assert.deepEqual(limit.take("10.0.0.1"), { allowed: false, retryAfter: 1, first: false });
    clock.advance(1000);
    assert.deepEqual(limit.take("10.0.0.1"), { allowed: true });
    assert.deepEqual(limit.take("10.0.0.1"), { allowed: false, retryAfter: 2, first: true });
    clock.advance(3_600_000);
    assert.equal(allowed(limit, "10.0.0.1", 10), 3, "it never holds more than a burst");
  });

  test("does not let one address use up what is another's", () => {
    const limit = createRateLimit(rate, createClock().now);
    assert.equal(allowed(limit, "10.0.0.1", 10), 3);
    assert.equal(allowed(limit, "10.0.0.2", 10), 3);
    assert.equal(allowed(limit, undefined, 10), 3);
    assert.equal(allowed(limit, undefined, 10), 0);
  });

  test("takes a network of IPv6 for one address, and an IPv4 one for itself however written", () => {
    for (const [one, other, same] of [
      ["2001:db8::1", "2001:db8::ffff:1", true],
      ["2001:db8::1", "2001:0db8:0000:0000:1234::1", true],
      ["2001:db8::1", "2001:db8:0:1::1", false],
      ["fe80::1%eth0", "fe80::2", true],
      ["::1", "::2", true],
      ["::ffff:10.0.0.1", "10.0.0.1", true],
      ["10.0.0.1", "10.0.0.2", false],
    ] as const) {
      const limit = createRateLimit(rate, createClock().now);
      allowed(limit, one, 3);
      assert.equal(allowed(limit, other, 3), same ? 0 : 3, `${one} ${other}`);
    }
  });

  test("remembers so many addresses and no more, those that were seen last", () => {
    const limit = createRateLimit(rate, createClock().now);
    allowed(limit, "10.0.0.1", 3);
    for (let index = 0; index < 99; index++) limit.take(`10.1.0.${index}`);
    assert.equal(limit.take("10.0.0.1").allowed, false);
    limit.take("10.2.0.1");
    assert.equal(allowed(limit, "10.1.0.0", 3), 3, "the one that was quiet longest is forgotten");
    assert.equal(limit.take("10.0.0.1").allowed, false);
  });
});
