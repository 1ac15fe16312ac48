import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isAddressAllowed, isAddressRange } from "../../src/town/ip-allow.ts";

suite("ranges of addresses", () => {
  const valid = ["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "2001:db8::/32", "::/0"];
  const invalid = [
    "",
    "10.0.0",
    "10.0.0.1/33",
    "10.0.0.1/",
    "10.0.0.1/8/8",
    "::/129",
    "::/-1",
    "fe80::1%eth0",
    "example.com",
    " 10.0.0.1",
  ];
  for (const text of valid) test(`${text} is one`, () => assert.ok(isAddressRange(text)));
  for (const text of invalid) {
    test(`${JSON.stringify(text)} is none`, () => assert.ok(!isAddressRange(text)));
  }
});

suite("an address is allowed", () => {
  const rows: readonly (readonly [readonly string[], string | undefined, boolean])[] = [
    [["10.0.0.0/8"], "10.2.3.4", true],
    [["10.0.0.0/8"], "11.0.0.1", false],
    [["10.0.0.0/8", "192.168.1.7"], "192.168.1.7", true],
    [["192.168.1.7"], "192.168.1.8", false],
    [["10.0.0.0/8"], "::ffff:10.2.3.4", true],
    [["2001:db8::/32"], "2001:db8::1", true],
    [["2001:db8::/32"], "2001:db9::1", false],
    [["::/0"], "10.0.0.1", false],
    [["0.0.0.0/0"], "::1", false],
    [["127.0.0.1"], undefined, true],
    [["10.0.0.0/8"], undefined, false],
    [[], "10.0.0.1", false],
    [["0.0.0.0/0"], "nonsense", false],
  ];
  for (const [ranges, address, allowed] of rows) {
    test(`${allowed ? "from" : "unless it is"} ${address ?? "a socket"} within ${ranges.join(" or ")}`, () =>
      assert.equal(isAddressAllowed(ranges, address), allowed));
  }
});
