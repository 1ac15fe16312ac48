import assert from "node:assert/strict";
import { test } from "node:test";
import { isListed, roles, type Actor, type Credential } from "../../../src/core/decide.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { privacies } from "../../../src/core/val.ts";
import { viewerOf } from "../../../src/town/stores/listed.ts";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

const credentials: readonly Credential[] = [
  { kind: "session", scopes: null, actions: null, patterns: null },
  { kind: "personal", scopes: ["vals:read"], actions: ["run"], patterns: null },
  { kind: "personal", scopes: ["vals:write"], actions: null, patterns: ["foo*"] },
  { kind: "personal", scopes: ["vals:read"], actions: null, patterns: ["foo-private", "bar"] },
  { kind: "personal", scopes: ["vals:read"], actions: null, patterns: ["*"] },
  { kind: "personal", scopes: ["vals:read"], actions: null, patterns: ["FOO*"] },
  { kind: "personal", scopes: ["blob:write"], actions: null, patterns: null },
  { kind: "run", scopes: ["vals:read"], actions: null, patterns: null },
  ...[null, ["foo-private"]].map((patterns): Credential => ({
    kind: "derived",
    scopes: ["vals:read"],
    actions: null,
    patterns,
    parent: { kind: "personal", scopes: ["vals:write"], actions: null, patterns: ["foo*"] },
  })),
  {
    kind: "derived",
    scopes: ["vals:read"],
    actions: null,
    patterns: null,
    parent: { kind: "personal", scopes: ["blob:read"], actions: null, patterns: null },
  },
];

const policies: readonly Policy[] = [
  [{ effect: "allow", actions: ["*"], resources: ["*"] }],
  [{ effect: "allow", actions: ["val.read"], resources: ["foo*"] }],
  [{ effect: "allow", actions: ["update"], resources: ["*"] }],
  [{ effect: "allow", notActions: ["update"], notResources: ["foo*", "@bob/*"] }],
  [{ effect: "allow", actions: ["val.*"], resources: ["@ann/bar*", "@bob/foo*"] }],
  [
    { effect: "allow", actions: ["*"], resources: ["*"] },
    { effect: "deny", actions: ["val.read"], resources: ["foo-private", "@bob/bar*"] },
  ],
  [
    { effect: "deny", actions: ["val.read"], notResources: ["foo*"] },
    { effect: "allow", actions: ["*"], resources: ["*"] },
  ],
];
const session: Credential = { kind: "session", scopes: null, actions: null, patterns: null };
/** Tokens and people whom policies limit. */
const limited: readonly Actor[] = policies.flatMap((policy, index): Actor[] => {
  const other = policies[(index + 1) % policies.length] ?? [];
  const by = (credential: Credential): Actor => ({ user: "ann", role: "writer", credential });
  return [
    by({ ...session, policy }),
    by({ ...session, kind: "derived", policy, parent: { ...session, policy: other } }),
    { ...by(session), policies: [policy] },
    { ...by(session), policies: [policy, other] },
    { ...by({ ...session, policy: other }), policies: [policy] },
  ];
});

onEachDatabase(({ open }) => {
  test("the condition of lists and the core agree on every val for every caller", async () => {
    const stores = await open();
    const users = [await addUser(stores, "ann"), await addUser(stores, "bob")];
    for (const user of users) {
      for (const privacy of privacies) {
        for (const name of [`foo-${privacy}`, `bar-${privacy}`])
          await addVal(stores, user, name, privacy);
      }
    }
    const [ann] = users;
    assert.ok(ann);
    const callers = [
      null,
      ...roles.flatMap((role) =>
        credentials.map((credential) => {
          const actor: Actor = { user: "ann", role, credential };
          return { actor, userId: ann.id };
        }),
      ),
      ...[
        ...limited,
        { user: "ann", role: "owner", credential: session, policies: [] } as const,
      ].map((actor) => ({ actor, userId: ann.id })),
    ];
    const everything = (
      await Promise.all(
        users.map((user) => stores.vals.listOwn({ userId: user.id, names: { all: [] } }, 0, 100)),
      )
    ).flat();
    assert.equal(everything.length, 12);
    for (const caller of callers) {
      const listed = await stores.vals.list(viewerOf(caller), {}, 0, 100);
      const expected = everything.filter((val) => isListed(caller?.actor ?? null, val));
      const ids = (vals: readonly { id: string }[]): string[] =>
        vals.map(({ id }) => id).toSorted();
      assert.deepEqual(ids(listed), ids(expected), JSON.stringify(caller));
    }
  });

  test("a token with patterns lists only the matching ones of its owner's own", async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    for (const name of ["foo", "foobar", "Foo", "barfoo"])
      await addVal(stores, ann, name, "private");
    const own = await stores.vals.listOwn({ userId: ann.id, names: { names: ["foo*"] } }, 0, 10);
    assert.deepEqual(own.map(({ name }) => name).toSorted(), ["foo", "foobar"]);
    assert.deepEqual(
      await stores.vals.listOwn({ userId: ann.id, names: { names: [] } }, 0, 10),
      [],
    );
  });
});
