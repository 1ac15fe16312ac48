/** Holds what the town sends against what Val Town describes. */
import assert from "node:assert/strict";
import { routes, type Route, type RouteId } from "../../../src/core/routes.ts";
import { valTownApi, type Fields } from "../val-town-api.ts";

/** The described operation of a route, as `val-town-api.ts` names it. */
export function callOf(id: RouteId): string {
  const { method, path }: Route = routes[id];
  return `${method} ${path.replace("*}", "}")}`;
}

/**
 * Why a reply of a route that Val Town has too differs from the described one: it has every described field, as it is
 * described, and no other one. A refusal may say more.
 */
export function fieldsDiffer(id: RouteId, status: number, body: unknown): string | undefined {
  const fields = valTownApi[callOf(id)]?.replies[status];
  if (typeof fields !== "object") return undefined;
  const shown = status >= 400 && "message" in fields ? pick(body, "message") : body;
  try {
    checkFields(fields, shown, JSON.stringify(body).slice(0, 500));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function pick(body: unknown, name: string): object {
  return {
    [name]: body !== null && typeof body === "object" ? Reflect.get(body, name) : undefined,
  };
}

/** Fields of one level: what comes before the first dot or bracket, with what follows it. */
function levelOf(
  fields: Fields,
): Map<string, { optional: boolean; inner: Record<string, string> }> {
  const level = new Map<string, { optional: boolean; inner: Record<string, string> }>();
  for (const [path, rule] of Object.entries(fields)) {
    const [, name = "", mark, rest = ""] = /^([^.[?]*)(\??)(.*)$/.exec(path) ?? [];
    const entry = level.get(name) ?? { optional: mark === "?", inner: {} };
    entry.inner[rest.replace(/^\./, "")] = rule;
    level.set(name, entry);
  }
  return level;
}

function checkFields(fields: Fields, value: unknown, where: string): void {
  const rule = fields[""];
  if (rule !== undefined) {
    assert.ok(
      rule === "" || isAs(rule, value),
      `not ${rule}: ${JSON.stringify(value)} in ${where}`,
    );
    return;
  }
  const items = Object.entries(fields).filter(([path]) => path.startsWith("[]"));
  if (items.length > 0) {
    assert.ok(Array.isArray(value), where);
    const inner = Object.fromEntries(
      items.map(([path, one]) => [path.slice(2).replace(/^\./, ""), one]),
    );
    for (const item of value) checkFields(inner, item, where);
    return;
  }
  assert.ok(value !== null && typeof value === "object", where);
  const members = new Map(Object.entries(value));
  for (const [name, { optional, inner }] of levelOf(fields)) {
    if (members.has(name)) checkFields(inner, members.get(name), where);
    else assert.ok(optional, `no ${name} in ${where}`);
    members.delete(name);
  }
  assert.deepEqual([...members.keys()], [], where);
}

function isAs(rule: string, value: unknown): boolean {
  if (rule.endsWith(" or null")) return value === null || isAs(rule.slice(0, -8), value);
  if (rule === "integer" || rule.startsWith("integer ")) return Number.isInteger(value);
  if (rule === "number") return typeof value === "number";
  if (typeof value !== "string") return false;
  if (rule === "text") return true;
  if (rule === "uri") return URL.canParse(value);
  if (rule === "time") return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  if (rule === "uuid") return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value);
  return rule.split("|").includes(value);
}
