/** What must hold of every decision, tried on many random requests. The seed is fixed; a failure prints its request. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  decide,
  roles,
  type Actor,
  type Credential,
  type Role,
  type Target,
} from "../../src/core/decide.ts";
import { operationOf, operations, type OperationId } from "../../src/core/operations.ts";
import type { Policy, Statement } from "../../src/core/policy.ts";
import { scopes, type Scope } from "../../src/core/scope.ts";
import { actions, type TokenKind } from "../../src/core/token.ts";

const rounds = 20_000;

/** Random choices from a seed (mulberry32). */
function createDice(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chance = (share: number): boolean => next() < share;
  const one = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(next() * list.length)];
    if (found === undefined) throw new Error("nothing to choose from");
    return found;
  };
  const some = <T>(list: readonly T[], share = 0.5): T[] => list.filter(() => chance(share));
  return { chance, one, some };
}
type Dice = ReturnType<typeof createDice>;

const ids = Object.keys(operations) as OperationId[];
const names = ["blog", "blog-1", "notes"];
const patterns = ["*", "blog", "blog*", "blog-*", "notes", "x*"];
const resources = [...patterns, "@ann/blog*", "@bob/*", "@bob/notes"];
const actionNames = [...actions, ...ids, "*", "val.*", "file.*", "blob.*", "token.*"];

function statement({ one, some, chance }: Dice): Statement {
  const listed = chance(0.8)
    ? [one(["*", "val.*"]), ...some(actionNames, 0.1)]
    : [one(actionNames)];
  const named = [one(resources), ...some(resources, 0.2)];
  return {
    effect: chance(0.7) ? "allow" : "deny",
    ...(chance(0.8) ? { actions: listed } : { notActions: some(actionNames, 0.1) }),
    ...(chance(0.8) ? { resources: named } : { notResources: named }),
  };
}

function policy(dice: Dice): Policy {
  const everything: Statement = { effect: "allow", actions: ["*"], resources: ["*"] };
  const own = Array.from({ length: dice.one([1, 2, 3]) }, () => statement(dice));
  return dice.chance(0.5) ? [everything, ...own] : own;
}

function credential(dice: Dice, depth = 0): Credential {
  const { chance, one, some } = dice;
  const kinds: readonly TokenKind[] = ["personal", "service", "derived", "run", "legacy"];
  if (depth === 0 && chance(0.1))
    return { kind: "session", scopes: null, actions: null, patterns: null };
  return {
    kind: one(kinds),
    scopes: chance(0.1) ? null : some(scopes, 0.7),
    actions: chance(0.6) ? null : some(actions, 0.7),
    patterns: chance(0.6) ? null : some(patterns),
    role: chance(0.7) ? null : one(roles),
    policy: chance(0.6) ? null : policy(dice),
    ...(depth < 2 && chance(0.3) ? { parent: credential(dice, depth + 1) } : {}),
  };
}

function actor(dice: Dice): Actor {
  const policies = Array.from({ length: dice.one([1, 2]) }, () => policy(dice));
  return {
    user: "ann",
    role: dice.chance(0.6) ? "owner" : dice.one(roles),
    ...(dice.chance(0.3) ? { policies } : {}),
    credential: credential(dice),
  };
}

function target({ chance, one }: Dice): Target | undefined {
  if (chance(0.15)) return undefined;
  return {
    owner: chance(0.7) ? "ann" : "bob",
    name: one(names),
    privacy: one(["public", "unlisted", "private", "absent"] as const),
  };
}

interface Request {
  readonly who: Actor;
  readonly id: OperationId;
  readonly on: Target | undefined;
}

const may = (who: Actor | null, { id, on }: Request): boolean => decide(who, id, on).allow;

/** Tries a claim on random requests that are allowed; there must be many of them. */
function always(seed: number, claim: (request: Request, dice: Dice) => void): void {
  const dice = createDice(seed);
  let tried = 0;
  for (let round = 0; round < rounds; round++) {
    const request = { who: actor(dice), id: dice.one(ids), on: target(dice) };
    if (!may(request.who, request)) continue;
    claim(request, dice);
    tried++;
  }
  assert.ok(tried > rounds / 20, `${tried} requests were allowed`);
}

const show = (request: Request, other?: unknown): string =>
  JSON.stringify({ ...request, ...(other === undefined ? {} : { other }) });
const session: Credential = { kind: "session", scopes: null, actions: null, patterns: null };

suite("whatever a token is, what it may do", () => {
  test("its owner may do at this moment", () => {
    always(1, (request) => {
      const owner = { ...request.who, credential: session };
      assert.ok(may(owner, request), show(request));
    });
  });

  test("what it was derived from may do", () => {
    always(2, (request) => {
      const { parent } = request.who.credential;
      if (parent === undefined) return;
      assert.ok(may({ ...request.who, credential: parent }, request), show(request));
    });
  });

  test("is within its scopes, actions, names and role, or anybody may do it", () => {
    always(3, (request) => {
      const { who, id, on } = request;
      if (may(null, request)) return;
      const { scope, action, subject } = operationOf(id);
      const line: Credential[] = [];
      for (let one: Credential | undefined = who.credential; one; one = one.parent) line.push(one);
      for (const { scopes: held, actions: listed, patterns: named, role } of line) {
        if (scope !== undefined && held !== null) {
          const write = scope.replace(":read", ":write") as Scope;
          assert.ok(held.includes(scope) || held.includes(write), show(request));
        }
        if (action !== undefined)
          assert.ok(listed === null || listed.includes(action), show(request));
        const own = on !== undefined && on.owner === who.user && on.privacy !== "public";
        if (named !== null && subject === "val" && own && on.privacy !== "unlisted") {
          const starts = (pattern: string): boolean =>
            pattern.endsWith("*") ? on.name.startsWith(pattern.slice(0, -1)) : pattern === on.name;
          assert.ok(named.some(starts), show(request));
        }
        if (named !== null && scope !== undefined) assert.match(scope, /^vals:/, show(request));
        const writes = scope?.endsWith(":write") === true;
        if (writes && role) assert.ok(["owner", "admin", "writer"].includes(role), show(request));
      }
      if (subject === "session") assert.equal(who.credential.kind, "session");
    });
  });

  test("a wider one may do too: with more scopes, actions, names, a higher role, looser policies", () => {
    always(4, (request, dice) => {
      const wider = widen(request.who, dice);
      assert.ok(may(wider, request), show(request, wider));
    });
  });

  test("a person with a higher role may do too", () => {
    always(5, (request) => {
      for (const role of roles.slice(0, roles.indexOf(request.who.role)))
        assert.ok(may({ ...request.who, role }, request), show(request, role));
    });
  });

  test("it may do as well on a val that more people can see", () => {
    always(6, (request) => {
      const { on } = request;
      if (on === undefined || on.privacy === "absent") return;
      if (operationOf(request.id).subject !== "val") return;
      for (const privacy of ["unlisted", "public"] as const) {
        if (on.privacy === "public" || (on.privacy === "unlisted" && privacy === "unlisted"))
          continue;
        const seen = { ...request, on: { ...on, privacy } };
        assert.ok(may(request.who, seen), show(seen));
      }
    });
  });
});

test("nobody with a credential may do less than somebody without one", () => {
  const dice = createDice(7);
  let tried = 0;
  for (let round = 0; round < rounds; round++) {
    const request = { who: actor(dice), id: dice.one(ids), on: target(dice) };
    if (!may(null, request)) continue;
    assert.ok(may(request.who, request), show(request));
    tried++;
  }
  assert.ok(tried > 1000);
});

test("a refusal of a token tells nothing of whether somebody else's private val is there", () => {
  const dice = createDice(8);
  for (let round = 0; round < rounds; round++) {
    const who = actor(dice);
    const id = dice.one(ids);
    const hidden: Target = { owner: "bob", name: dice.one(names), privacy: "private" };
    const answer = decide(who, id, hidden);
    assert.deepEqual(
      decide(who, id, { ...hidden, privacy: "absent" }),
      answer,
      show({ who, id, on: hidden }),
    );
    if (operationOf(id).subject === "val" && operationOf(id).collection !== true)
      assert.deepEqual(decide(who, id, undefined), answer, show({ who, id, on: undefined }));
  }
});

/** The same actor with one limit loosened, somewhere in the line of the credential. */
function widen(who: Actor, dice: Dice): Actor {
  if (who.policies !== undefined && dice.chance(0.2)) {
    const { policies, ...rest } = who;
    return dice.chance(0.5) ? rest : { ...rest, policies: [...policies, policy(dice)] };
  }
  return { ...who, credential: widenCredential(who.credential, dice) };
}

function widenCredential(held: Credential, dice: Dice): Credential {
  const { chance, one, some } = dice;
  if (held.parent !== undefined && chance(0.5)) {
    const { parent, ...rest } = held;
    return chance(0.3) ? rest : { ...rest, parent: widenCredential(parent, dice) };
  }
  switch (one(["scopes", "actions", "patterns", "role", "policy"] as const)) {
    case "scopes":
      return {
        ...held,
        scopes: held.scopes && (chance(0.3) ? null : [...held.scopes, ...some(scopes)]),
      };
    case "actions":
      return {
        ...held,
        actions: held.actions && (chance(0.3) ? null : [...held.actions, ...some(actions)]),
      };
    case "patterns":
      return {
        ...held,
        patterns: held.patterns && (chance(0.3) ? null : [...held.patterns, one(patterns)]),
      };
    case "role":
      return { ...held, role: higher(held.role ?? null, dice) };
    case "policy":
      return { ...held, policy: looser(held.policy ?? null, dice) };
  }
}

function higher(role: Role | null, { chance, one }: Dice): Role | null {
  return role === null || chance(0.3) ? null : one(roles.slice(0, roles.indexOf(role) + 1));
}

/** Without the policy, without one that denies, or with one more that allows. */
function looser(held: Policy | null, dice: Dice): Policy | null {
  if (held === null || dice.chance(0.2)) return null;
  const denial = held.findIndex(({ effect }) => effect === "deny");
  return denial >= 0 && dice.chance(0.5)
    ? held.toSpliced(denial, 1)
    : [...held, { ...statement(dice), effect: "allow" }];
}
