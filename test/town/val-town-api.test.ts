/** The town's API against Val Town's. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { routes, type Route, type RouteId } from "../../src/core/routes.ts";
import { shapes, type RouteShape } from "../../src/protocol/http.ts";
import { ErrorBody } from "../../src/protocol/shapes.ts";
import { callOf } from "./support/against-val-town.ts";
import { describeShape } from "./support/describe-shape.ts";
import { valTownApi, type Fields } from "./val-town-api.ts";

/** What a town does not offer, and why. */
const missing: Readonly<Record<string, string>> = {
  "POST /v3/connections/slack/token": "it is about an account at Slack that Val Town holds",
  "POST /v3/connections/google-docs/token": "it is about an account at Google that Val Town holds",
};

/** Where the town takes what Val Town does not describe. */
const wider: Readonly<Record<string, string>> = {
  // Val Town's own client sends the whole address of the next page in the place of its cursor.
  "GET /v2/vals cursor?": "text ..4096",
};

/** What the town takes beyond it: which val a request is about that comes from no run. */
const further: Readonly<Record<string, Fields>> = {
  "GET /v2/blob": { "val_id?": "uuid" },
  "GET /v2/blob/{key}": { "val_id?": "uuid" },
  "POST /v2/blob/{key}": { "val_id?": "uuid" },
  "DELETE /v2/blob/{key}": { "val_id?": "uuid" },
};

const idOf = new Map(
  (Object.keys(routes) as RouteId[])
    .filter((id) => (routes[id] as Route).valTown)
    .map((id) => [callOf(id), id]),
);

suite("Val Town's API", () => {
  test("has no operation that the town lacks, but those that are named with a reason", () => {
    const lacking = Object.keys(valTownApi).filter((call) => !idOf.has(call));
    assert.deepEqual(lacking.toSorted(), Object.keys(missing).toSorted());
  });

  test("has every operation that the town says to share with it", () => {
    assert.deepEqual(
      [...idOf.keys()].filter((call) => !(call in valTownApi)),
      [],
    );
  });

  for (const [call, id] of idOf) {
    const described = valTownApi[call];
    if (described === undefined) continue;
    const { params, query, body, replies }: RouteShape = shapes[id];
    test(`takes what the town takes at ${call}`, () => {
      const ours = { path: params, query, body };
      for (const part of ["path", "query", "body"] as const) {
        const schema = ours[part];
        const taken = within(described[part], schema && describeShape(schema));
        const more = part === "query" ? further[call] : undefined;
        assert.deepEqual(taken, { ...asTaken(call, described[part]), ...more }, part);
      }
    });

    test(`answers what the town answers at ${call}`, () => {
      assert.deepEqual(Object.keys(replies), Object.keys(described.replies));
      for (const [status, fields] of Object.entries(described.replies)) {
        const reply = replies[Number(status)];
        if (fields === "bytes") assert.equal(reply, "binary");
        else if (fields !== "nothing") {
          assert.ok(reply !== null && reply !== undefined && reply !== "binary", status);
          const shown = reply === ErrorBody ? { message: "text" } : describeShape(reply);
          assert.deepEqual(asRead(within(fields, shown), fields), asRead(fields, fields), status);
        }
      }
    });
  }
});

/** Our fields, with those that Val Town's table does not describe further as one. */
function within(described: Fields = {}, ours: Fields = {}): Fields {
  const open = Object.keys(described).filter((name) => described[name] === "");
  const outerOf = (name: string): string | undefined =>
    open.find((outer) => outer === "" || name === outer || /^\??[.[]/.test(after(outer, name)));
  return Object.fromEntries(
    Object.entries(ours).map(([name, rule]) => {
      const outer = outerOf(name);
      return outer === undefined ? [name, rule] : [outer, ""];
    }),
  );
}

function after(outer: string, name: string): string {
  return name.startsWith(outer) ? name.slice(outer.length) : "";
}

function asTaken(call: string, fields: Fields = {}): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, rule]) => [name, wider[`${call} ${name}`] ?? rule]),
  );
}

/**
 * Fields as a reader should take them: no address is refused for its form, and nothing for being absent from an answer
 * that is whole without it. What the town itself sends is held against the table where it is sent.
 */
function asRead(fields: Fields, described: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, rule]) => [
      name.replace("?", "") in described ? name.replace("?", "") : name,
      rule.replace(/^(?:uri|email)\b/, "text"),
    ]),
  );
}
