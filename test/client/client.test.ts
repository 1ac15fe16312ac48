import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, createClient } from "../../src/client/client.ts";
import { ok } from "../../src/core/failure.ts";
import { json, startService } from "../support/http-service.ts";

const secret = "vtlp_plantedplantedplantedplantedplant";

const me = {
  id: "b52f9f0b-0000-4000-8000-000000000001",
  type: "user",
  username: "ann",
  bio: null,
  profileImageUrl: null,
  url: "https://www.val.town/u/ann",
  links: { self: "https://api.val.town/v1/users/1" },
};

function clientOf(origin: string, more: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  return createClient({ origin, fetch, credential: async () => ok(secret), ...more });
}

test("a call sends the credential and gives the parsed answer", async () => {
  await using service = await startService((_, response) => json(response, 200, me));
  const answer = await clientOf(service.origin).call("getMe", {});
  assert.ok(answer.ok);
  assert.equal(answer.value.username, "ann");
  assert.equal(service.seen[0]?.headers.authorization, `Bearer ${secret}`);
});

test("without a credential the call is anonymous", async () => {
  await using service = await startService((_, response) => json(response, 200, me));
  const client = clientOf(service.origin, { credential: async () => ok(undefined) });
  assert.ok((await client.call("getMe", {})).ok);
  assert.equal(service.seen[0]?.headers.authorization, undefined);
});

test("a redirect is refused, so that the credential reaches no other place", async () => {
  await using thief = await startService((_, response) => json(response, 200, me));
  for (const status of [301, 302, 303, 307, 308]) {
    await using service = await startService((_, response) => {
      response.writeHead(status, { location: `${thief.origin}/v1/me` }).end();
    });
    const answer = await clientOf(service.origin).call("getMe", {});
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, "badReply", `status ${status}`);
  }
  assert.deepEqual(thief.seen, []);
});

test("a redirect within the service is not followed either", async () => {
  await using service = await startService((request, response) => {
    if (request.url === "/v1/me") response.writeHead(307, { location: "/elsewhere" }).end();
    else json(response, 200, me);
  });
  assert.ok(!(await clientOf(service.origin).call("getMe", {})).ok);
  assert.equal(service.seen.length, 1);
});

test("a caller's own authorization header does not replace the credential", async () => {
  await using service = await startService((_, response) => json(response, 200, me));
  await clientOf(service.origin).call("getMe", { headers: { Authorization: "Bearer other" } });
  assert.equal(service.seen[0]?.headers.authorization, `Bearer ${secret}`);
});

test("a parameter cannot lead to another path", async () => {
  await using service = await startService((_, response) => json(response, 200, {}));
  for (const username of ["..", ".", ""]) {
    const params = { username, val_name: "x" };
    const answer = await clientOf(service.origin).call("getValByName", { params });
    assert.ok(!answer.ok && answer.failure.kind === "invalid", JSON.stringify(username));
  }
  assert.equal(service.seen.length, 0);
  await clientOf(service.origin).call("getUserByName", {
    params: { username: "a/../../v1/tokens?x#y" },
  });
  assert.equal(service.seen[0]?.url, "/v1/alias/a%2F..%2F..%2Fv1%2Ftokens%3Fx%23y");
});

test("what is not JSON is a failure that says which answer cannot be read, without its content", async () => {
  await using service = await startService((_, response) => response.end("<html>secret page"));
  const answer = await clientOf(service.origin).call("getMe", {});
  assert.ok(!answer.ok && answer.failure.kind === "badReply");
  assert.match(answer.failure.message, /GET \/v1\/me/);
  assert.doesNotMatch(answer.failure.message, /secret/);
});

test("an answer of another shape is a failure that names the place", async () => {
  const page = { data: [{ id: 1 }], links: { self: "" } };
  await using service = await startService((_, response) => json(response, 200, page));
  const answer = await clientOf(service.origin).call("listMyVals", { query: {} });
  assert.ok(!answer.ok && answer.failure.kind === "badReply");
  assert.match(answer.failure.message, /data\.0\.id/);
});

test("members that the protocol does not know do no harm", async () => {
  await using service = await startService((_, response) =>
    json(response, 200, { ...me, shoeSize: 44 }),
  );
  assert.ok((await clientOf(service.origin).call("getMe", {})).ok);
});

test("an answer without a body is undefined", async () => {
  await using service = await startService((_, response) => response.writeHead(204).end());
  const answer = await clientOf(service.origin).call("deleteVal", { params: { val_id: me.id } });
  assert.ok(answer.ok);
  assert.equal(answer.value, undefined);
});

test("a file's content comes as it is", async () => {
  await using service = await startService((_, response) => response.end("\uFEFFå {not json"));
  const answer = await clientOf(service.origin).call("getContent", {
    params: { val_id: me.id },
    query: { path: "main.ts" },
  });
  assert.ok(answer.ok);
  assert.equal(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(answer.value),
    "\uFEFFå {not json",
  );
});

test("a service that says nothing times out", async () => {
  await using service = await startService(() => {});
  const answer = await clientOf(service.origin).call("getMe", { timeout: 30 });
  assert.ok(!answer.ok && answer.failure.kind === "timeout");
});

test("a service that stops in the middle of its answer times out", async () => {
  await using service = await startService((_, response) => void response.write('{"id":'));
  const answer = await clientOf(service.origin).call("getMe", { timeout: 50 });
  assert.ok(!answer.ok && answer.failure.kind === "timeout");
});

test("a call that is called off is cancelled, not timed out", async () => {
  const stop = new AbortController();
  await using service = await startService(() => stop.abort());
  const answer = await clientOf(service.origin).call("getMe", { signal: stop.signal });
  assert.ok(!answer.ok && answer.failure.kind === "cancelled");
});

test("nobody listening is offline, with the system's reason", async () => {
  const { origin } = await closedService();
  const answer = await clientOf(origin).call("getMe", {});
  assert.ok(!answer.ok && answer.failure.kind === "offline");
  assert.match(answer.failure.message, /ECONNREFUSED/);
});

test("a connection that breaks in the middle is offline", async () => {
  await using service = await startService((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("{");
    setTimeout(() => response.destroy(), 5);
  });
  const answer = await clientOf(service.origin).call("getMe", {});
  assert.ok(!answer.ok && answer.failure.kind === "offline");
});

test("a busy service is asked again after the time it names", async () => {
  const waits: number[] = [];
  let calls = 0;
  await using service = await startService((_, response) => {
    if (++calls === 3) json(response, 200, me);
    else json(response, 429, { message: "slow down" }, { "retry-after": "2" });
  });
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  assert.ok((await clientOf(service.origin, { wait }).call("getMe", {})).ok);
  assert.deepEqual(waits, [2000, 2000]);
});

test("a service that asks for long patience is left to the person", async () => {
  await using service = await startService((_, response) =>
    json(response, 429, { message: "slow down" }, { "retry-after": "60" }),
  );
  const answer = await clientOf(service.origin).call("getMe", {});
  assert.ok(!answer.ok && answer.failure.kind === "busy");
  assert.equal(answer.failure.retryAfterSeconds, 60);
  assert.equal(service.seen.length, 1);
});

test("creating is never tried twice", async () => {
  await using service = await startService((_, response) => json(response, 429, { message: "no" }));
  const wait = async () => {};
  await clientOf(service.origin, { wait }).call("createVal", {
    body: { name: "x", privacy: "private" },
  });
  assert.equal(service.seen.length, 1);
});

test("a credential that cannot be had ends the call before it is sent", async () => {
  await using service = await startService((_, response) => json(response, 200, me));
  const failure = { kind: "offline", message: "no town" } as const;
  const client = clientOf(service.origin, { credential: async () => ({ ok: false, failure }) });
  assert.deepEqual(await client.call("getMe", {}), { ok: false, failure });
  assert.deepEqual(service.seen, []);
});

test("events come one by one, and a broken stream ends with a failure", async () => {
  await using service = await startService((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('id: 1\ndata: {"seq":1}\n\nid: 2\ndata: {"se');
    response.write('q":2}\n\n');
    setTimeout(() => response.destroy(), 10);
  });
  const answer = await clientOf(service.origin).events("getRun", { params: { run_id: me.id } });
  assert.ok(answer.ok);
  const got: unknown[] = [];
  for await (const event of answer.value.value)
    got.push(event.ok ? event.value : event.failure.kind);
  assert.deepEqual(got, [{ id: "1", data: { seq: 1 } }, { id: "2", data: { seq: 2 } }, "offline"]);
  assert.equal(service.seen[0]?.headers.accept, "text/event-stream");
});

async function closedService(): Promise<{ origin: string }> {
  const service = await startService(() => {});
  await service[Symbol.asyncDispose]();
  return service;
}
