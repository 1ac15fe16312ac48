import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { knownSecrets } from "../../src/analysis/known-secrets.ts";

const random =
  "q7Rt2LmZ9xKc4VbN8sWd1HgJ6yPf3TaE5uCoXiBnMwQzLrYkDvGhSj0e7Rt2Lm9xKc4VbN8sWd1HgJ6yPf3TaE5uCo";
const of = (text: string) => knownSecrets(text).map(({ what }) => what);

suite("A secret is told by its form", () => {
  const known: readonly (readonly [what: string, text: string])[] = [
    ["Val Town token", `vtwn_${random.slice(0, 32)}`],
    ["GitHub token", `github_pat_${random.slice(0, 22)}_${random.slice(0, 59)}`],
    ["Anthropic key", `sk-ant-api03-${random.padEnd(93, "Zq").slice(0, 93)}AA`],
    ["Stripe key", `sk_live_${random.slice(0, 24)}`],
    ["Slack token", `xoxb-9182736455-8172635409-${random.slice(0, 24)}`],
    ["SendGrid key", `SG.${random.slice(0, 22)}.${random.slice(0, 43)}`],
  ];
  for (const [what, text] of known) {
    test(what, () => assert.deepEqual(of(`Bearer ${text}`), [what]));
    test(`${what}, not when it is part of something longer or cut off`, () => {
      assert.deepEqual(of(`${text}-${random}${random}${random}`.replace(/^/, "a")), []);
      assert.deepEqual(of(text.slice(0, 20)), []);
    });
  }
});

test("A secret is found where it stands", () => {
  const text = `key=vtwn_${random.slice(0, 32)};`;
  assert.deepEqual(knownSecrets(text), [{ what: "Val Town token", start: 4, end: 41 }]);
});
