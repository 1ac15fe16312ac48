import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openTestTown, type Caller, type Got } from "../support/http.ts";

const town = await openTestTown();
const { you } = town;
const code = (got: Got): string => `${got.status} ${got.json.error?.code}`;
const store = async (by: Caller): Promise<string> =>
  code(await by("storeBlob", { params: { key: "k" }, body: new Uint8Array([1]) }));
const setRole = async (handle: string, role: string): Promise<void> => {
  assert.equal((await you("changeMember", { params: { handle }, body: { role } })).status, 200);
};
const service = { kind: "service", scopes: ["blob:write"] };

suite("a service token", () => {
  test("that shall outlive its owner's role goes on with the role at its creation, others shrink", async () => {
    const session = await town.addMember("ada", "admin");
    const held = town.as(await town.makeToken({ ...service, survives_downgrade: true }, session));
    const plain = town.as(await town.makeToken(service, session));
    await setRole("ada", "reader");
    assert.equal(await store(held), "201 undefined");
    assert.equal(await store(plain), "403 insufficient_role");
    assert.equal((await held("getCurrentToken")).json.heldRole, "admin");
    await you("changeMember", { params: { handle: "ada" }, body: { active: false } });
    assert.equal(await store(held), "401 owner_inactive");
  });

  test("keeps the role that it was limited to, and gains nothing when its owner does", async () => {
    const session = await town.addMember("ben", "admin");
    const request = { ...service, survives_downgrade: true, role: "reader" };
    const held = town.as(await town.makeToken(request, session));
    await setRole("ben", "owner");
    assert.equal(await store(held), "403 insufficient_role");
  });

  test("lends what is derived from it its owner's role of now, and no more than its own", async () => {
    const session = await town.addMember("cas", "admin");
    const derive = async (by: Caller): Promise<Caller> =>
      town.as(
        (await by("deriveToken", { body: { name: "c", scopes: ["blob:write"] } })).json.token,
      );
    const held = town.as(await town.makeToken({ ...service, survives_downgrade: true }, session));
    const child = await derive(held);
    assert.equal(await store(child), "201 undefined");
    await setRole("cas", "reader");
    assert.equal(await store(child), "403 insufficient_role");
    assert.equal(await store(held), "201 undefined");
    const low = { ...service, survives_downgrade: true, role: "reader" };
    await setRole("cas", "admin");
    const lowChild = await derive(town.as(await town.makeToken(low, session)));
    assert.equal(await store(lowChild), "403 insufficient_role");
  });

  test("outlives a role only when an administrator says so, and only as a service token", async () => {
    const writer = town.as(await town.addMember("wes"));
    const body = { name: "t", ...service, survives_downgrade: true };
    assert.equal(code(await writer("createToken", { body })), "403 insufficient_role");
    assert.equal(
      code(await you("createToken", { body: { ...body, kind: "personal" } })),
      "400 invalid_request",
    );
    const parent = town.as(await town.makeToken(service));
    assert.equal(
      code(await parent("deriveToken", { body: { ...body, kind: undefined } })),
      "400 invalid_request",
    );
  });
});
