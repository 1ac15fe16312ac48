import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  decide,
  decideEarly,
  isListed,
  isVisible,
  type Actor,
  type Credential,
  type Target,
} from "../../src/core/decide.ts";
import { operations, type OperationId } from "../../src/core/operations.ts";
import { scopes } from "../../src/core/scope.ts";

const session: Credential = { kind: "session", scopes: null, actions: null, patterns: null };
const token = (limits: Partial<Credential> = {}): Credential => ({
  kind: "personal",
  scopes: ["vals:read"],
  actions: null,
  patterns: null,
  ...limits,
});
const ann = (credential: Credential, role: Actor["role"] = "owner"): Actor => ({
  user: "ann",
  role,
  credential,
});
const bob = (credential: Credential): Actor => ({ user: "bob", role: "writer", credential });

/** Short for an outcome: `ok`, or status and code. */
function outcome(actor: Actor | null, id: OperationId, target?: Target): string {
  const decision = decide(actor, id, target);
  return decision.allow ? "ok" : `${decision.status} ${decision.code}`;
}

const everything = token({ scopes: [...scopes] });
const actors = {
  nobody: null,
  owner: ann(session),
  ownerReading: ann(token()),
  ownerWriting: ann(token({ scopes: ["vals:write"] })),
  ownerBlobOnly: ann(token({ scopes: ["blob:write"] })),
  ownerNoAccess: ann(session, "no-access"),
  ownerReader: ann(session, "reader"),
  other: bob(session),
  otherWriting: bob(token({ scopes: ["vals:write"] })),
  otherBlobOnly: bob(token({ scopes: ["blob:write"] })),
} as const;

const seen = "ok";
/** The table of who may do what, row by row: operation, then the outcome on a public, unlisted and private val. */
const table: readonly (readonly [OperationId, keyof typeof actors, string, string, string])[] = [
  ["val.read", "nobody", seen, seen, "401 credentials_required"],
  ["val.read", "owner", seen, seen, seen],
  ["val.read", "ownerReading", seen, seen, seen],
  ["val.read", "ownerWriting", seen, seen, seen],
  ["val.read", "ownerBlobOnly", seen, seen, "403 insufficient_scope"],
  ["val.read", "ownerNoAccess", seen, seen, "403 insufficient_role"],
  ["val.read", "ownerReader", seen, seen, seen],
  ["val.read", "other", seen, seen, "404 not_found"],
  ["val.read", "otherBlobOnly", seen, seen, "403 insufficient_scope"],
  ["val.run", "nobody", seen, seen, "401 credentials_required"],
  ["val.run", "owner", seen, seen, seen],
  ["val.run", "ownerReading", seen, seen, seen],
  ["val.run", "ownerBlobOnly", seen, seen, "403 insufficient_scope"],
  ["val.run", "other", seen, seen, "404 not_found"],
  ["val.fork", "nobody", ...same("401 credentials_required")],
  ["val.fork", "other", seen, seen, "404 not_found"],
  ["val.fork", "otherBlobOnly", ...same("403 insufficient_scope")],
  ["val.fork", "ownerReader", ...same("403 insufficient_role")],
  ...(
    ["file.update", "val.update", "val.delete", "val.share", "val.permissions.change"] as const
  ).flatMap(
    (id) =>
      [
        [id, "nobody", ...same("401 credentials_required")],
        [id, "owner", ...same(seen)],
        [id, "ownerWriting", ...same(seen)],
        [id, "ownerReading", ...same("403 insufficient_scope")],
        [id, "ownerBlobOnly", ...same("403 insufficient_scope")],
        [id, "ownerReader", ...same("403 insufficient_role")],
        [id, "ownerNoAccess", ...same("403 insufficient_role")],
        [id, "other", "403 not_owner", "403 not_owner", "404 not_found"],
        [id, "otherWriting", "403 not_owner", "403 not_owner", "404 not_found"],
        [id, "otherBlobOnly", ...same("403 insufficient_scope")],
      ] as const,
  ),
  ...(["val.history", "val.permissions.read", "env.list", "run.read"] as const).flatMap(
    (id) =>
      [
        [id, "nobody", ...same("401 credentials_required")],
        [id, "owner", ...same(seen)],
        [id, "ownerReading", ...same(seen)],
        [id, "ownerReader", ...same(seen)],
        [id, "other", "403 not_owner", "403 not_owner", "404 not_found"],
      ] as const,
  ),
];

function same(text: string): readonly [string, string, string] {
  return [text, text, text];
}

suite("who may do what", () => {
  for (const [id, name, ...outcomes] of table) {
    test(`${id} by ${name}`, () => {
      const privacies = ["public", "unlisted", "private"] as const;
      const got = privacies.map((privacy) =>
        outcome(actors[name], id, { owner: "ann", name: "notes", privacy }),
      );
      assert.deepEqual(got, outcomes);
    });
  }

  test("a val that does not exist looks like a private one to everybody else", () => {
    const hidden: Target = { owner: "ann", name: "notes", privacy: "private" };
    const absent: Target = { ...hidden, privacy: "absent" };
    for (const actor of [null, actors.other, actors.otherWriting, actors.otherBlobOnly]) {
      for (const id of Object.keys(operations) as OperationId[]) {
        assert.equal(outcome(actor, id, absent), outcome(actor, id, hidden), id);
      }
    }
    assert.equal(outcome(actors.owner, "val.read", absent), "404 not_found");
    assert.equal(outcome(actors.owner, "val.read", undefined), "404 not_found");
  });

  test("lists hold public vals, and of the rest what the credential may read of its owner's", () => {
    const val = (privacy: Target["privacy"], owner = "ann"): Target => ({
      owner,
      name: "notes",
      privacy,
    });
    for (const actor of Object.values(actors)) assert.ok(isListed(actor, val("public")));
    for (const privacy of ["unlisted", "private"] as const) {
      assert.equal(isListed(null, val(privacy)), false);
      assert.equal(isListed(actors.other, val(privacy)), false);
      assert.equal(isListed(actors.owner, val(privacy)), true);
      assert.equal(isListed(actors.ownerReading, val(privacy)), true);
      assert.equal(isListed(actors.ownerBlobOnly, val(privacy)), false);
      assert.equal(isListed(actors.ownerNoAccess, val(privacy)), false);
      assert.equal(isListed(ann(token({ patterns: ["other*"] })), val(privacy)), false);
    }
    assert.equal(isVisible(null, val("unlisted")), true);
    assert.equal(isVisible(actors.other, val("private")), false);
    assert.equal(outcome(null, "val.list"), "ok");
    assert.equal(outcome(null, "val.search"), "ok");
  });
});

suite("limits of a token", () => {
  const target = (privacy: Target["privacy"], owner = "ann"): Target => ({
    owner,
    name: "notes",
    privacy,
  });

  test("an action that is not on its list is refused and named", () => {
    const actor = ann(token({ scopes: ["vals:write"], actions: ["create"] }));
    const decision = decide(actor, "val.delete", target("public"));
    assert.ok(!decision.allow);
    assert.equal(decision.code, "action_not_allowed");
    assert.deepEqual(decision.missingActions, ["delete"]);
    assert.equal(outcome(actor, "val.run", target("private")), "403 action_not_allowed");
    assert.equal(outcome(actor, "val.run", target("public")), "ok");
    assert.equal(
      outcome(ann(token({ actions: [] })), "val.run", target("private")),
      "403 action_not_allowed",
    );
  });

  test("a missing scope is refused and named, also when the val does not exist", () => {
    const decision = decide(actors.ownerReading, "val.delete", undefined);
    assert.ok(!decision.allow);
    assert.equal(decision.status, 403);
    assert.deepEqual(decision.missingScopes, ["vals:write"]);
  });

  test("patterns speak of the owner's own vals, whether they exist or not", () => {
    const actor = ann(token({ scopes: ["vals:write"], patterns: ["no*"] }));
    const other = ann(token({ scopes: ["vals:write"], patterns: ["blog"] }));
    assert.equal(outcome(actor, "file.update", target("private")), "ok");
    assert.equal(outcome(other, "file.update", target("private")), "403 name_not_allowed");
    assert.equal(outcome(other, "val.read", target("private")), "403 name_not_allowed");
    assert.equal(outcome(other, "val.read", target("absent")), "403 name_not_allowed");
    assert.equal(outcome(other, "val.read", target("public")), "ok");
    assert.equal(outcome(other, "val.create", target("absent")), "403 name_not_allowed");
    assert.equal(outcome(actor, "val.create", target("absent")), "ok");
    // Nothing about vals of others: a private one stays hidden.
    assert.equal(outcome(other, "val.read", target("private", "bob")), "404 not_found");
    assert.equal(outcome(other, "val.read", target("absent", "bob")), "404 not_found");
  });

  test("what tells of all vals at once needs the pattern that means all", () => {
    for (const id of ["run.list", "code.eval"] as const) {
      assert.equal(outcome(ann(token({ patterns: ["no*"] })), id), "403 name_not_allowed", id);
      assert.equal(outcome(ann(token({ patterns: ["no*", "*"] })), id), "ok", id);
      assert.equal(outcome(ann(token()), id), "ok", id);
    }
    assert.equal(outcome(ann(token({ patterns: ["no*"] })), "run.list", target("private")), "ok");
    assert.equal(outcome(ann(token({ patterns: ["no*"] })), "me.vals"), "ok");
  });

  test("a token with patterns that reaches for anything but vals fails closed", () => {
    const actor = ann(token({ scopes: ["vals:read", "blob:write"], patterns: ["*"] }));
    assert.equal(outcome(actor, "blob.read"), "403 name_not_allowed");
    assert.equal(outcome(actor, "me.vals"), "ok");
  });

  test("the role that its person has now counts, whatever the token may", () => {
    assert.equal(outcome(ann(everything, "reader"), "val.create"), "403 insufficient_role");
    assert.equal(outcome(ann(everything, "reader"), "blob.write"), "403 insufficient_role");
    assert.equal(outcome(ann(everything, "reader"), "blob.read"), "ok");
    assert.equal(outcome(ann(everything, "no-access"), "blob.read"), "403 insufficient_role");
  });

  test("an administrator does not own the vals of others", () => {
    const admin: Actor = { user: "root", role: "admin", credential: session };
    assert.equal(outcome(admin, "val.read", target("private")), "404 not_found");
    assert.equal(outcome(admin, "file.update", target("public")), "403 not_owner");
  });
});

suite("kinds of credentials", () => {
  const run = ann({ kind: "run", scopes: ["vals:read"], actions: null, patterns: null });
  const fullRun = ann({ kind: "run", scopes: [...scopes], actions: null, patterns: null });

  test("only a person at the keyboard manages tokens, members and the audit log", () => {
    for (const id of Object.keys(operations) as OperationId[]) {
      if (operations[id].subject !== "session") continue;
      assert.equal(outcome(null, id), "401 credentials_required", id);
      assert.equal(outcome(ann(everything), id), "403 token_not_accepted", id);
      assert.equal(outcome(fullRun, id), "403 token_not_accepted", id);
      assert.equal(outcome(actors.owner, id), "ok", id);
    }
    assert.equal(outcome(actors.ownerReader, "member.change"), "403 insufficient_role");
  });

  test("any token may read and revoke itself, whatever its scopes", () => {
    for (const credential of [session, token({ scopes: [] }), run.credential]) {
      for (const id of ["token.current.read", "token.current.revoke"] as const) {
        assert.equal(outcome(ann(credential), id), "ok");
        assert.equal(outcome(ann(credential, "no-access"), id), "ok");
        assert.equal(outcome(null, id), "401 credentials_required");
      }
    }
  });

  test("a run can neither widen its own grants nor make itself a longer life", () => {
    const own: Target = { owner: "ann", name: "notes", privacy: "private" };
    const never = [
      "val.share",
      "val.permissions.change",
      "token.current.rotate",
      "token.derive",
    ] as const;
    for (const id of never) assert.equal(outcome(fullRun, id, own), "403 token_not_accepted", id);
    assert.equal(outcome(fullRun, "file.update", own), "ok");
    assert.equal(outcome(fullRun, "val.read", own), "ok");
  });

  test("what a run misses is called a grant", () => {
    const decision = decide(run, "blob.write");
    assert.ok(!decision.allow);
    assert.equal(decision.code, "val_grant_missing");
    assert.deepEqual(decision.missingScopes, ["blob:write"]);
  });
});

suite("an operation that is not declared", () => {
  for (const id of ["val.explode", "constructor", "__proto__", "toString", ""]) {
    test(`denies ${JSON.stringify(id)}`, () => {
      assert.equal(outcome(actors.owner, id as OperationId), "403 route_undeclared");
    });
  }
});

test("what is refused early is refused in the same words with every target", () => {
  const targets = [
    undefined,
    ...(["public", "unlisted", "private", "absent"] as const).map((privacy): Target => ({
      owner: "ann",
      name: "notes",
      privacy,
    })),
  ];
  for (const id of Object.keys(operations) as OperationId[]) {
    for (const [name, actor] of Object.entries(actors)) {
      const early = decideEarly(actor, id);
      if (early === undefined) continue;
      for (const target of targets)
        assert.deepEqual(decide(actor, id, target), early, `${id} ${name}`);
    }
  }
});

suite("a derived credential", () => {
  const limits: readonly Credential[] = [
    session,
    token({ scopes: [...scopes] }),
    token({ scopes: ["vals:read"] }),
    token({ scopes: ["vals:write"], actions: ["update"] }),
    token({ scopes: ["vals:write"], actions: ["run", "create"] }),
    token({ scopes: ["vals:write"], patterns: ["n*"] }),
    token({ scopes: ["vals:write"], patterns: ["other"] }),
    token({ scopes: ["blob:write", "user:read"] }),
  ];
  const privacies = ["public", "unlisted", "private", "absent"] as const;

  test("may do what it and all that it came from may, and nothing else", () => {
    let compared = 0;
    for (const grandparent of limits) {
      for (const parent of limits) {
        for (const own of limits.slice(1)) {
          const derived: Credential = {
            ...own,
            kind: "derived",
            parent: { ...parent, parent: grandparent },
          };
          for (const id of Object.keys(operations) as OperationId[]) {
            if (operations[id].subject === "session") continue;
            for (const privacy of privacies) {
              const target = { owner: "ann", name: "notes", privacy };
              const may = (credential: Credential): boolean =>
                decide(ann(credential), id, target).allow;
              assert.equal(may(derived), [own, parent, grandparent].every(may), `${id} ${privacy}`);
              compared++;
            }
          }
        }
      }
    }
    assert.ok(compared > 10_000);
  });
});
