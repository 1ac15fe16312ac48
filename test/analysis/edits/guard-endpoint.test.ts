import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { openEndpoint } from "../../../src/analysis/rules/open-endpoint.ts";
import { applySafeFixes } from "../../../src/cli/check/apply-fixes.ts";
import { analyseCase } from "../../support/analysis-case.ts";

const blob = 'import { blob } from "https://esm.town/v/std/blob";';
const plain = `${blob}

export default async (request: Request) => {
  await blob.set("last", request.url);
  return new Response("stored");
};
`;

/** The findings in a val of one file. */
const found = (text: string) =>
  analyseCase({ files: new Map([["@ann/digest/main.ts", text]]) }, {}, { rules: [openEndpoint] })
    .findings;

/** The text after the fix of the first finding; undefined when none is offered. */
function fixed(text: string): string | undefined {
  const findings = found(text);
  assert.notEqual(findings.length, 0, "something is found");
  const safe = findings.slice(0, 1).map((one) => ({
    ...one,
    fixes: one.fixes.map((fix) => ({ ...fix, safe: true })),
  }));
  const [changed] = applySafeFixes(safe, () => text).values();
  return changed;
}

const check = `
/** Whether the request carries the secret: \`Authorization: Bearer …\`. */
function isAllowed(request: Request): boolean {
  const secret = Deno.env.get("ENDPOINT_SECRET");
  const given = request.headers.get("authorization")?.replace(/^Bearer /, "");
  if (!secret || !given) return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(secret), hash(given));
}
`;

suite("Checking a secret before an endpoint", () => {
  test("comes first in a function, with what it needs", () => {
    const after = `${blob}
import { createHash, timingSafeEqual } from "node:crypto";

export default async (request: Request) => {
  if (!isAllowed(request)) return new Response("Unauthorized", { status: 401 });
  await blob.set("last", request.url);
  return new Response("stored");
};
${check}`;
    assert.equal(fixed(plain), after);
    assert.deepEqual(found(after), [], "and ends the finding");
  });

  test("comes before the function of a route, and of this route alone", () => {
    const route = `import { Hono } from "npm:hono";
${blob}
const app = new Hono();
app.get("/last", async (c) => c.json(await blob.getJSON("last")));
app.post("/last", async (c) => {
  await blob.setJSON("last", await c.req.json());
  return c.text("stored");
});
export default app.fetch;
`;
    const after = fixed(route);
    assert.equal(
      after,
      `import { Hono } from "npm:hono";
${blob}
import { createHash, timingSafeEqual } from "node:crypto";
const app = new Hono();
app.get("/last", async (c) => c.json(await blob.getJSON("last")));
app.post("/last", async (c, next) => {
  if (!isAllowed(c.req.raw)) return c.text("Unauthorized", 401);
  await next();
}, async (c) => {
  await blob.setJSON("last", await c.req.json());
  return c.text("stored");
});
export default app.fetch;
${check}`,
    );
    assert.deepEqual(found(after ?? ""), [], "and ends the finding");
  });

  test("lets in who sends the secret, and nobody else", async () => {
    const stored: string[] = [];
    const after = fixed(plain)?.replace(blob, "const { blob } = globalThis.testing;") ?? "";
    const env = new Map<string, string>();
    Object.assign(globalThis, {
      testing: { blob: { set: (_key: string, url: string) => stored.push(url) } },
      Deno: { env: { get: (key: string) => env.get(key) } },
    });
    const { stripTypeScriptTypes } = await import("node:module");
    const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(after))}`;
    const { default: handler } = (await import(url)) as {
      default: (request: Request) => Promise<Response>;
    };
    const answer = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const { status } = await handler(new Request("https://digest.example/", { headers }));
      return status;
    };
    assert.equal(await answer("Bearer "), 401, "while the secret is not set");
    env.set("ENDPOINT_SECRET", "open sesame");
    assert.deepEqual(
      [await answer(), await answer("Bearer open"), await answer("Bearer open sesame")],
      [401, 401, 200],
    );
    assert.equal(stored.length, 1);
    Reflect.deleteProperty(globalThis, "Deno");
    Reflect.deleteProperty(globalThis, "testing");
  });

  const refused: readonly (readonly [what: string, text: string])[] = [
    ["where a name is taken", plain.replace("export", "const isAllowed = 1;\nexport")],
    ["without a parameter to look at", plain.replace("request: Request", "{ url }: Request")],
    [
      "without a body to add it to",
      `${blob}\nexport default async (request: Request) => new Response(await blob.set("a", request.url));`,
    ],
    [
      "in classic code",
      "export const digest = (request: Request) => {\n  @me.last = request.url;\n};\n",
    ],
  ];
  for (const [what, text] of refused)
    test(`is not offered ${what}`, () => assert.equal(fixed(text), undefined));
});
