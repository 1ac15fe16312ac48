/** Every route, every kind of caller, every privacy: what the town answers is what the core decides. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  decide,
  type Actor,
  type Credential,
  type Decision,
  type Denial,
  type Target,
} from "../../../src/core/decide.ts";
import { operationOf } from "../../../src/core/operations.ts";
import { routes, type Route, type RouteId } from "../../../src/core/routes.ts";
import { scopes, type Scope } from "../../../src/core/scope.ts";
import type { TownParts } from "../../../src/town/parts.ts";
import { routeModules } from "../../../src/town/routes/all.ts";
import { makeFolder } from "../support/folders.ts";
import { openTestTown, type CallParts, type Got, type TestTown } from "../support/http.ts";

const nobodysId = "00000000-0000-4000-8000-000000000000";
const privacies = ["public", "unlisted", "private", "absent"] as const;
type Privacy = (typeof privacies)[number];

interface Case {
  readonly name: string;
  readonly token: string | null;
  readonly actor: Actor | null;
}

/** Lists, which are about no val in particular. */
const aboutNoVal: readonly RouteId[] = ["listVals", "searchVals"];
const endsItself: readonly RouteId[] = ["revokeCurrentToken", "rotateCurrentToken"];
/** Routes that need a run or a lease to be about; their own tests cover them. */
const elsewhere: readonly RouteId[] = ["getRun", "cancelRun", "holdTown"];

const testTown = await openTestTown({ databases: { folder: makeFolder() } });
const cases = await makeCases(testTown);

async function makeCases(town: TestTown): Promise<readonly Case[]> {
  const bob = await town.addMember("bob");
  const reader = await town.addMember("rita", "reader");
  const blocked = await town.addMember("nemo", "no-access");
  const ownVal = await town.makeVal("runner", "public");
  const personal = (rest: Partial<Credential>): Credential => ({
    kind: "personal",
    scopes: [],
    actions: null,
    patterns: null,
    ...rest,
  });
  const session: Credential = { kind: "session", scopes: null, actions: null, patterns: null };
  const token = async (
    user: string,
    holder: string | undefined,
    role: Actor["role"],
    limits: Partial<Credential>,
  ): Promise<Case> => {
    const { scopes: held, actions, patterns } = personal(limits);
    const secret = await town.makeToken({ scopes: held, endpoints: actions, patterns }, holder);
    const name = `${user} with ${JSON.stringify(limits)}`;
    return { name, token: secret, actor: { user, role, credential: personal(limits) } };
  };
  const all = [...scopes].filter((scope) => scope.endsWith(":write"));
  return [
    { name: "nobody", token: null, actor: null },
    {
      name: "the owner",
      token: town.session,
      actor: { user: "you", role: "owner", credential: session },
    },
    { name: "another", token: bob, actor: { user: "bob", role: "writer", credential: session } },
    {
      name: "a reader",
      token: reader,
      actor: { user: "rita", role: "reader", credential: session },
    },
    {
      name: "somebody without access",
      token: blocked,
      actor: { user: "nemo", role: "no-access", credential: session },
    },
    await token("you", undefined, "owner", { scopes: all }),
    await token("you", undefined, "owner", { scopes: ["vals:read"] }),
    await token("you", undefined, "owner", { scopes: ["vals:write"] }),
    await token("you", undefined, "owner", { scopes: ["vals:write"], actions: ["update"] }),
    await token("you", undefined, "owner", {
      scopes: ["vals:write"],
      actions: ["run", "share", "delete", "create"],
    }),
    await token("you", undefined, "owner", { scopes: ["vals:write"], patterns: ["case*"] }),
    await token("you", undefined, "owner", { scopes: ["vals:write"], patterns: ["other"] }),
    await token("you", undefined, "owner", { scopes: ["blob:read", "user:read"] }),
    await token("bob", bob, "writer", { scopes: all }),
    await token("rita", reader, "reader", { scopes: all }),
    {
      name: "a run with some grants",
      token: await town.runToken(ownVal, ["vals:read", "blob:write"]),
      actor: {
        user: "you",
        role: "owner",
        credential: {
          kind: "run",
          scopes: ["vals:read", "blob:write"],
          actions: null,
          patterns: null,
        },
      },
    },
  ];
}

/** The least that makes a route's request well formed, about a val and its file. */
function partsFor(
  id: RouteId,
  val: { id: string; name: string; fileId: string; branchId: string },
): CallParts {
  const params = {
    val_id: val.id,
    val_name: val.name,
    username: "you",
    user: "you",
    val: val.name,
    file: "",
    branch_id: val.branchId,
    file_id: val.fileId,
    handle: `you.${val.name}`,
    key: "KEY",
    token_id: nobodysId,
    run_id: nobodysId,
    user_id: nobodysId,
    org_id: nobodysId,
  };
  return {
    params,
    query: queries[id] ?? {},
    ...(bodies[id] === undefined ? {} : { body: bodies[id] }),
  };
}

const queries: Partial<Record<RouteId, CallParts["query"]>> = {
  searchVals: { query: "case" },
  listFiles: { path: "" },
  getContent: { path: "main.ts" },
  createFile: { path: "new.ts" },
  updateFile: { path: "main.ts" },
  deleteFile: { path: "main.ts" },
};
const bodies: Partial<Record<RouteId, unknown>> = {
  changeMe: { bio: "tea" },
  createVal: { name: "case_new", privacy: "private" },
  changeVal: { description: "mine" },
  createBranch: { name: "draft" },
  forkVal: { name: "case_fork" },
  setPermissions: { scopes: ["vals:read"] },
  createFile: { type: "script", content: "export default 1" },
  updateFile: { content: "export default 2" },
  createEnv: { key: "KEY", value: "v" },
  setEnv: { value: "v" },
  createSecret: { key: "KEY", value: "v" },
  setSecret: { value: "v" },
  storeBlob: new Uint8Array([1]),
  storeValBlob: new Uint8Array([1]),
  sendEmail: { text: "hello" },
  executeSql: { statement: "select 1" },
  batchSql: { statements: ["select 1"] },
  executeSqlOfVal: { statement: "select 1" },
  batchSqlOfVal: { statements: ["select 1"] },
  runByPost: { args: [] },
  setValue: { now: 1 },
  createToken: { name: "t", scopes: ["vals:read"] },
  deriveToken: { name: "t", scopes: ["vals:read"] },
  changeToken: { name: "t" },
  addMember: { handle: "zoe", role: "reader" },
  changeMember: { active: true },
};

async function makeCaseVal(
  town: TestTown,
  privacy: Privacy,
): Promise<{ id: string; name: string; fileId: string; branchId: string }> {
  const { stores } = town.town;
  const owner = await stores.users.byHandle("you");
  assert.ok(owner);
  const name = "case_val";
  const old = await stores.vals.byHandle({ user: "you", name });
  if (old) await stores.vals.remove(old.id);
  if (privacy === "absent") return { id: nobodysId, name, fileId: nobodysId, branchId: nobodysId };
  const val = await stores.vals.add({
    userId: owner.id,
    name,
    privacy,
    description: null,
    grants: ["vals:read"],
  });
  assert.ok(val !== "taken");
  const branch = await stores.branches.byName(val.id);
  assert.ok(branch);
  const outcome = await stores.trees.change(branch.id, owner.id, () => ({
    puts: [{ id: undefined, path: "main.ts", type: "script", content: "export default 0" }],
    removes: [],
    path: "main.ts",
  }));
  assert.ok("entry" in outcome && outcome.entry);
  return { id: val.id, name, fileId: outcome.entry.id, branchId: branch.id };
}

/** What the core judges in a call of this route. */
function targetOf(id: RouteId, privacy: Privacy, actor: Actor | null): Target | undefined {
  const { operation, path }: Route = routes[id];
  if (id === "createVal")
    return actor === null ? undefined : { owner: actor.user, name: "case_new", privacy: "absent" };
  if (operationOf(operation).subject !== "val" || aboutNoVal.includes(id)) return undefined;
  const byName = ["{val_name}", "{val}", "{handle}"].some((part) => path.includes(part));
  return privacy === "absent" && !byName ? undefined : { owner: "you", name: "case_val", privacy };
}

/** A fork is a new val as well. */
function decideFork(actor: Actor | null): Decision {
  const owner = actor?.user ?? "";
  return decide(actor, "val.create", { owner, name: "case_fork", privacy: "absent" });
}

function agrees(got: Got, denial: Denial | undefined, what: string): void {
  if (denial === undefined) {
    const refused = ["scope", "action", "pattern", "role", "ownership", "credential"].includes(
      got.json.error?.layer,
    );
    assert.ok(
      !refused && (got.status < 500 || got.json.error?.code === "no_runtime"),
      `${what} should be allowed, got ${got.status} ${got.text.slice(0, 200)}`,
    );
    return;
  }
  assert.equal(`${got.status} ${got.json.error?.code}`, `${denial.status} ${denial.code}`, what);
  assert.deepEqual(got.json.error.missing_scopes ?? [], denial.missingScopes, what);
  assert.deepEqual(got.json.error.missing_actions ?? [], denial.missingActions, what);
  const challenge = got.headers["www-authenticate"];
  if (denial.status === 401) assert.equal(challenge, 'Bearer realm="vtl"', what);
  else if (denial.missingScopes.length > 0) {
    assert.ok(
      challenge?.includes(`error="insufficient_scope", scope="${denial.missingScopes.join(" ")}"`),
      what,
    );
  } else if (["action_not_allowed", "name_not_allowed"].includes(denial.code)) {
    assert.ok(
      challenge?.includes('error="insufficient_scope"') && !challenge.includes("scope="),
      what,
    );
  } else assert.equal(challenge, undefined, what);
}

suite("the town answers what the core decides", () => {
  for (const id of (Object.keys(routes) as RouteId[]).filter((one) => !elsewhere.includes(one))) {
    test(id, async () => {
      const { operation }: Route = routes[id];
      const onVal = operationOf(operation).subject === "val" && !aboutNoVal.includes(id);
      for (const { name, token, actor } of cases) {
        for (const privacy of onVal ? privacies : (["public"] as const)) {
          const val = await makeCaseVal(testTown, privacy);
          const first = decide(actor, operation, targetOf(id, privacy, actor));
          const decision = id === "forkVal" && first.allow ? decideFork(actor) : first;
          // A credential that ends or replaces itself would be missing in the rest of the table.
          if (endsItself.includes(id) && decision.allow) continue;
          const got = await testTown.as(token)(id, partsFor(id, val));
          agrees(
            got,
            decision.allow ? undefined : decision,
            `${id} on a ${privacy} val by ${name}`,
          );
        }
      }
    });
  }
});

test("every route of the table is served", () => {
  const parts: object = new Proxy({}, { get: () => parts });
  const served = routeModules.flatMap((module) => module(parts as TownParts)).map(({ id }) => id);
  assert.deepEqual(served.toSorted(), Object.keys(routes).toSorted());
});

test("grants taken from a val are missing at once in its running runs", async () => {
  const val = await makeCaseVal(testTown, "private");
  const run = testTown.as(await testTown.runToken(val.id, ["blob:write"]));
  assert.equal(
    (await run("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) })).status,
    201,
  );
  const held: readonly Scope[] = ["blob:read"];
  await testTown.you("setPermissions", { params: { val_id: val.id }, body: { scopes: held } });
  const refused = await run("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) });
  assert.deepEqual([refused.status, refused.json.error.code], [403, "val_grant_missing"]);
  assert.equal((await run("getBlob", { params: { key: "k" } })).status, 200);
  await testTown.you("deleteVal", { params: { val_id: val.id } });
  assert.equal((await run("getBlob", { params: { key: "k" } })).json.error.code, "parent_inactive");
});
