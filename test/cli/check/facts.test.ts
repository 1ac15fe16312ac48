import assert from "node:assert/strict";
import { test } from "node:test";

import { parseFacts, parseManifest, resolveFacts } from "../../../src/cli/check/facts.ts";

const handle = { user: "ann", name: "digest" };
const nothing = { me: "ann", files: [], manifest: undefined, profile: "least" } as const;

test("A facts file tells the user, vals and secrets", () => {
  const facts = parseFacts(`{
    "me": "@ann",
    "vals": { "@ann/digest": { "privacy": "unlisted", "trigger": "http", "grants": ["val:read", "blob:write"], "env": ["KEY"] } },
    "secrets": ["openai"]
  }`);
  assert.equal(facts.me, "ann");
  assert.deepEqual(facts.secrets, ["openai"]);
  assert.deepEqual(facts.vals.get("@ann/digest"), {
    privacy: "unlisted",
    trigger: "http",
    grants: ["vals:read", "blob:write"],
    env: ["KEY"],
  });
});

const wrong: readonly (readonly [text: string, message: RegExp])[] = [
  ["[]", /the whole is not an object/],
  ["{", /it is not JSON/],
  ['{ "me": 1 }', /"me" is not a text/],
  ['{ "vals": { "digest": {} } }', /"digest" is not a val/],
  [
    '{ "vals": { "@ann/digest": { "grants": "blob:write" } } }',
    /the grants of "@ann\/digest" is not a list/,
  ],
  ['{ "vals": { "@ann/digest": { "grants": ["blob"] } } }', /there is no permission "blob"/],
  ['{ "vals": { "@ann/digest": { "privacy": "secret" } } }', /none of public, unlisted, private/],
  ['{ "secrets": [1] }', /"secrets" is not a list of texts/],
];
for (const [text, message] of wrong)
  test(`A facts file is refused with what is wrong: ${text}`, () =>
    assert.throws(() => parseFacts(text), message));

test("A manifest is a facts file with the val, or the val's entry alone", () => {
  const entry = { grants: ["email:write"] };
  assert.deepEqual(parseManifest(JSON.stringify(entry), handle), entry);
  const whole = { vals: { "@ann/digest": entry, "@ann/other": { grants: [] } } };
  assert.deepEqual(parseManifest(JSON.stringify(whole), handle), entry);
});

test("A val of which nothing is known is public and has the default grants", () => {
  const { privacy, granted, grantsSource } = resolveFacts(handle, nothing);
  assert.deepEqual(
    { privacy, granted, grantsSource },
    {
      privacy: "public",
      granted: ["vals:read"],
      grantsSource: "profile",
    },
  );
});

test("What one source leaves open the next one tells", () => {
  const files = [
    parseFacts('{ "vals": { "@ann/digest": { "privacy": "private" } } }'),
    parseFacts('{ "vals": { "@ann/digest": { "privacy": "public", "trigger": "http" } } }'),
  ];
  const manifest = { grants: ["blob:read"] } as const;
  const facts = resolveFacts(handle, { ...nothing, files, manifest });
  assert.deepEqual(
    [facts.privacy, facts.trigger, facts.granted, facts.grantsSource],
    ["private", "http", ["blob:read"], "manifest"],
  );
});

test("No grants at all is something that a source can say", () => {
  const files = [parseFacts('{ "vals": { "@ann/digest": { "grants": [] } } }')];
  const facts = resolveFacts(handle, { ...nothing, files, manifest: { grants: ["blob:read"] } });
  assert.deepEqual([facts.granted, facts.grantsSource], [[], "facts"]);
});

test("The manifest of somebody else's val does not count", () => {
  const facts = resolveFacts(handle, {
    ...nothing,
    me: "bob",
    manifest: { grants: ["blob:write"] },
  });
  assert.deepEqual([facts.granted, facts.grantsSource], [["vals:read"], "profile"]);
});
