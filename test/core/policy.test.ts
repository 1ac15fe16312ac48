import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { decide, type Actor, type Credential, type Target } from "../../src/core/decide.ts";
import type { OperationId } from "../../src/core/operations.ts";
import { findPolicyProblem, type Policy, type Statement } from "../../src/core/policy.ts";

const all = { actions: ["*"], resources: ["*"] } as const;
const allow = (rest: Partial<Statement> = {}): Statement => ({ effect: "allow", ...all, ...rest });
const deny = (rest: Partial<Statement> = {}): Statement => ({ effect: "deny", ...all, ...rest });
const session: Credential = { kind: "session", scopes: null, actions: null, patterns: null };
const token = (...policy: Policy): Actor => ({
  user: "ann",
  role: "owner",
  credential: { ...session, kind: "personal", policy },
});
const own = (name: string, privacy: Target["privacy"] = "private"): Target => ({
  owner: "ann",
  name,
  privacy,
});
function outcome(actor: Actor, id: OperationId, target?: Target): string {
  const decision = decide(actor, id, target);
  return decision.allow ? "ok" : decision.code;
}

suite("a policy", () => {
  test("denies what no statement allows, and what one denies whatever the order", () => {
    assert.equal(outcome(token(), "blob.read"), "policy_denied");
    assert.equal(outcome(token(deny()), "blob.read"), "policy_denied");
    assert.equal(outcome(token(allow()), "blob.read"), "ok");
    for (const policy of [
      [allow(), deny({ actions: ["blob.*"] })],
      [deny({ actions: ["blob.*"] }), allow()],
    ])
      assert.deepEqual(
        [outcome(token(...policy), "blob.read"), outcome(token(...policy), "sqlite.read")],
        ["policy_denied", "ok"],
      );
  });

  test("names actions of tokens, operations, prefixes of them, or all but some", () => {
    const cases: readonly (readonly [Partial<Statement>, readonly OperationId[]])[] = [
      [{ actions: ["update"] }, ["val.update", "file.create", "file.delete", "env.change"]],
      [{ actions: ["val.read", "run"] }, ["val.read", "val.run"]],
      [{ actions: ["file.*"] }, ["file.create", "file.delete"]],
    ];
    const asked: readonly OperationId[] = [
      "val.update",
      "file.create",
      "file.delete",
      "env.change",
      "val.read",
      "val.run",
      "val.delete",
    ];
    for (const [{ actions = [] }, allowed] of cases) {
      const may = (policy: Statement, id: OperationId): boolean =>
        outcome(token(policy), id, own("x")) === "ok";
      const rest: Statement = { effect: "allow", notActions: actions, resources: ["*"] };
      for (const id of asked) {
        assert.equal(may(allow({ actions }), id), allowed.includes(id), `${id} ${actions.join()}`);
        assert.equal(may(rest, id), !allowed.includes(id), `not ${id} ${actions.join()}`);
      }
    }
  });

  test("names the person's own vals, those of somebody, or all but some", () => {
    const actor = token(allow({ resources: ["blog-*", "@bob/lib"] }));
    assert.equal(outcome(actor, "val.update", own("blog-1")), "ok");
    assert.equal(outcome(actor, "val.update", own("notes")), "policy_denied");
    assert.equal(outcome(actor, "val.create", own("blog-2", "absent")), "ok");
    assert.equal(outcome(actor, "val.create", own("other", "absent")), "policy_denied");
    const bobs = (name: string): Target => ({ owner: "bob", name, privacy: "public" });
    assert.equal(outcome(actor, "val.fork", bobs("lib")), "ok");
    assert.equal(outcome(actor, "val.fork", bobs("blog-1")), "policy_denied");
    assert.equal(outcome(actor, "blob.read"), "policy_denied", "names of vals are no blobs");
    const but: Statement = { effect: "allow", actions: ["*"], notResources: ["blog-*"] };
    assert.equal(outcome(token(but), "val.update", own("blog-1")), "policy_denied");
    assert.equal(outcome(token(but), "val.update", own("notes")), "ok");
    assert.equal(outcome(token(but), "blob.read"), "ok");
  });

  test("that denies something of a val denies what tells of all vals, and lists leave it out", () => {
    const some = token(allow(), deny({ actions: ["run.list", "val.read"], resources: ["blog"] }));
    assert.equal(outcome(some, "run.list"), "policy_denied");
    assert.equal(outcome(some, "run.list", own("notes")), "ok");
    assert.equal(outcome(some, "me.vals"), "ok");
    const only = token(allow({ resources: ["blog"] }));
    assert.equal(outcome(only, "run.list"), "policy_denied");
    assert.equal(outcome(only, "me.vals"), "ok");
  });

  test("takes from nobody what everybody may, nor what any token may do with itself", () => {
    assert.equal(outcome(token(deny()), "val.read", own("x", "public")), "ok");
    assert.equal(outcome(token(deny()), "val.run", own("x", "unlisted")), "ok");
    assert.equal(outcome(token(deny()), "val.read", own("x")), "policy_denied");
    for (const id of [
      "token.current.read",
      "token.current.revoke",
      "token.current.rotate",
    ] as const)
      assert.equal(outcome(token(deny()), id), "ok");
  });

  test("tells nothing of vals that its person cannot see", () => {
    const actor = token(allow(), deny({ resources: ["@bob/secret"] }));
    const bobs = (name: string, privacy: Target["privacy"]): Target => ({
      owner: "bob",
      name,
      privacy,
    });
    for (const id of ["val.read", "val.update", "val.history"] as const) {
      const answers = [
        outcome(actor, id, bobs("secret", "private")),
        outcome(actor, id, bobs("secret", "absent")),
        outcome(actor, id, bobs("other", "private")),
        outcome(actor, id, undefined),
      ];
      assert.deepEqual(answers, ["not_found", "not_found", "not_found", "not_found"], id);
    }
  });

  test("is checked after scopes, actions, names and role, each of which says what it refused", () => {
    const by = (limits: Partial<Credential>, role: Actor["role"] = "owner"): Actor => ({
      user: "ann",
      role,
      credential: { ...session, kind: "personal", policy: [deny()], ...limits },
    });
    const scopes = ["vals:write"] as const;
    const target = own("x");
    assert.equal(
      outcome(by({ scopes: ["vals:read"] }), "val.update", target),
      "insufficient_scope",
    );
    assert.equal(
      outcome(by({ scopes, actions: ["create"] }), "val.update", target),
      "action_not_allowed",
    );
    assert.equal(
      outcome(by({ scopes, patterns: ["y"] }), "val.update", target),
      "name_not_allowed",
    );
    assert.equal(
      outcome(by({ scopes, patterns: ["y"] }, "reader"), "val.update", target),
      "name_not_allowed",
    );
    assert.equal(outcome(by({ scopes }, "reader"), "val.update", target), "insufficient_role");
    assert.equal(outcome(by({ scopes }), "val.update", target), "policy_denied");
    assert.equal(outcome(by({ scopes }), "val.update", undefined), "policy_denied");
  });
});

suite("custom roles", () => {
  const ann = (...policies: Policy[]): Actor => ({
    user: "ann",
    role: "writer",
    credential: session,
    policies,
  });
  const blobs = [allow({ actions: ["blob.*"] })];
  const sqlite = [allow({ actions: ["sqlite.*"] }), deny({ actions: ["blob.*"] })];

  test("add up among each other, and only narrow the role that is built in", () => {
    assert.equal(outcome(ann(blobs), "blob.write"), "ok");
    assert.equal(outcome(ann(blobs), "sqlite.read"), "policy_denied");
    assert.equal(outcome(ann(blobs, sqlite), "sqlite.read"), "ok");
    assert.equal(outcome(ann(blobs, sqlite), "blob.read"), "ok");
    assert.equal(outcome(ann(sqlite), "blob.read"), "policy_denied");
    assert.equal(outcome(ann([allow()]), "member.change"), "insufficient_role");
    assert.equal(outcome(ann(), "blob.read"), "policy_denied", "roles that are gone allow nothing");
  });

  test("limit the tokens of their person too", () => {
    const actor = { ...ann(blobs), credential: { ...session, policy: sqlite } };
    assert.equal(outcome(actor, "blob.read"), "policy_denied");
    assert.equal(outcome(actor, "sqlite.read"), "policy_denied");
  });
});

suite("the role of a token", () => {
  const capped = (role: Actor["role"], cap: Actor["role"], parent?: Credential): Actor => ({
    user: "ann",
    role,
    credential: { ...session, role: cap, ...(parent === undefined ? {} : { parent }) },
  });

  test("is the most that it may do, and never more than its person may now", () => {
    assert.equal(outcome(capped("owner", "reader"), "blob.write"), "insufficient_role");
    assert.equal(outcome(capped("owner", "reader"), "blob.read"), "ok");
    assert.equal(outcome(capped("reader", "owner"), "blob.write"), "insufficient_role");
    assert.equal(
      outcome(capped("owner", "writer", { ...session, role: "reader" }), "blob.write"),
      "insufficient_role",
    );
  });
});

suite("a policy is refused", () => {
  const cases: readonly (readonly [string, Policy])[] = [
    ["a policy needs a statement, or it would allow nothing", []],
    [
      "statement 2: actions or notActions is missing",
      [allow(), { effect: "deny", resources: ["*"] }],
    ],
    ["statement 1: give actions or notActions, not both", [allow({ notActions: ["run"] })]],
    ["statement 1: give resources or notResources, not both", [allow({ notResources: ["a"] })]],
    ["statement 1: resources or notResources is missing", [{ effect: "allow", actions: ["*"] }]],
    ["statement 1: actions is empty", [allow({ actions: [] })]],
    ['statement 1: "val.explode" names none of the actions', [allow({ actions: ["val.explode"] })]],
    ['statement 1: "explode*" names none of the actions', [allow({ actions: ["explode*"] })]],
    ['statement 1: "" names none of the actions', [allow({ actions: [""] })]],
    ['statement 1: "a b" names none of the resources', [allow({ resources: ["a b"] })]],
    ['statement 1: "*a" names none of the resources', [allow({ resources: ["*a"] })]],
    ['statement 1: "@*/a" names none of the resources', [allow({ resources: ["@*/a"] })]],
    ['statement 1: "@ann" names none of the resources', [allow({ resources: ["@ann"] })]],
    ['statement 1: "@ann/a/b" names none of the resources', [allow({ resources: ["@ann/a/b"] })]],
  ];
  for (const [problem, policy] of cases)
    test(problem, () => assert.equal(findPolicyProblem(policy), problem));

  test("and nothing else", () => {
    const actions = ["create", "val.read", "val.*", "blob.*", "*"];
    const resources = ["*", "a", "a-*", "@ann/a*", "@ann/*"];
    assert.equal(findPolicyProblem([allow({ actions, resources })]), undefined);
    const rest = { effect: "deny", notActions: actions, notResources: resources } as const;
    assert.equal(findPolicyProblem([rest]), undefined);
  });
});
