/** What may follow an `@`: users, then their vals; and whole references where `api()` wants a val. */
import { reservedUsers } from "../../core/handle.ts";
import type { IndexedVal } from "../../protocol/lsp.ts";
import { callAround } from "../../syntax/call-around.ts";
import { nodeAt } from "../../syntax/node-at.ts";
import type { Reference } from "../../syntax/source.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";
import { message } from "../say.ts";
import { ownerOf } from "../reference-target.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

/** Whole references offered in `api(`; more than these are found by typing `@`. */
const maxWhole = 200;

export async function suggestReferences(
  project: Project,
  place: Place,
  offset: number,
): Promise<Suggestions | undefined> {
  const reference = place.code.source.references.findLast(
    (one) => one.start < offset && offset <= Math.max(one.end, one.nameEnd),
  );
  if (reference === undefined) {
    const items = await wholeReferences(project, place, offset);
    return items.length === 0 ? undefined : { items, only: false };
  }
  if (offset <= reference.userEnd)
    return { items: await users(project, place, reference), only: true };
  if (!isAtName(place.code.source.text, reference, offset)) return undefined;
  return { items: await valsOf(project, place, { reference, offset }), only: true };
}

function isAtName(text: string, reference: Reference, offset: number): boolean {
  if (text[reference.userEnd] === "[" || reference.nameStart < 0) return false;
  const afterDot = text[offset - 1] === "." && offset <= reference.nameStart;
  return afterDot || (offset >= reference.nameStart && offset <= reference.nameEnd);
}

async function users(project: Project, place: Place, at: Reference): Promise<Suggestion[]> {
  const vals = await project.index.vals(place.uri);
  const { source } = place.code;
  const counts = new Map<string, number>(reservedUsers.map((user) => [user, 0]));
  for (const { user, start } of source.references) {
    if (start !== at.start && user !== "") counts.set(user, counts.get(user) ?? 0);
  }
  for (const val of vals) counts.set(userOf(val), (counts.get(userOf(val)) ?? 0) + 1);
  return [...counts].map(([user, count]) => ({
    label: `@${user}`,
    kind: "user",
    start: at.start,
    end: at.userEnd,
    newText: `@${user}`,
    ...(user === "me" ? { detail: `@${place.location.user}` } : {}),
    ...(count > 0
      ? { detail: count === 1 ? message("1 val") : message("{0} vals", String(count)) }
      : {}),
    rank: user === "me" ? 0 : user === "std" ? 1 : 2,
  }));
}

async function valsOf(
  project: Project,
  place: Place,
  { reference, offset }: { reference: Reference; offset: number },
): Promise<Suggestion[]> {
  const { source } = place.code;
  const user = ownerOf(reference.user, place.location);
  const vals = await project.index.vals(place.uri, user);
  const within = offset >= reference.nameStart;
  const start = within ? reference.nameStart : offset;
  const end = within ? reference.nameEnd : offset;
  const items = vals.map((val): Suggestion => {
    const name = nameOf(val);
    const common = {
      label: name,
      kind: "val",
      detail: val.privacy,
      rank: 1,
      val: val.uri,
    } as const;
    if (/^[\w$]+$/.test(name)) return { ...common, start, end, newText: name };
    // `@ann.` becomes `@ann["a-b"]`, so the dot is replaced as well.
    const dot = reference.userEnd;
    const filter = source.text.slice(dot, start) + name;
    return { ...common, start: dot, end, newText: `[${JSON.stringify(name)}]`, filter };
  });
  const known = new Set(items.map((item) => item.label));
  for (const other of source.references) {
    const { name } = other;
    if (name === undefined || other.start === reference.start || known.has(name)) continue;
    if (ownerOf(other.user, place.location) !== user) continue;
    known.add(name);
    items.push({ label: name, kind: "val", start, end, newText: name, rank: 2 });
  }
  if (reference.user === "me" && !known.has("secrets"))
    items.push({ label: "secrets", kind: "secret", start, end, newText: "secrets", rank: 0 });
  return items;
}

async function wholeReferences(
  project: Project,
  place: Place,
  offset: number,
): Promise<Suggestion[]> {
  const { typescript } = project;
  const { source } = place.code;
  const around = callAround(typescript, source.file, offset);
  if (around === undefined || around.argument > 0) return [];
  const { expression } = around.call;
  if (!typescript.isIdentifier(expression) || expression.text !== "api") return [];
  const node = nodeAt(typescript, source.file, offset);
  const word =
    typescript.isIdentifier(node) && node !== expression && node.end >= offset ? node : undefined;
  if (around.call.arguments?.length !== 0 && word === undefined) return [];
  const start = word?.getStart(source.file) ?? offset;
  const own = place.location.user;
  const vals = await project.index.vals(place.uri);
  const nearest = vals.toSorted((a, b) => Number(userOf(b) === own) - Number(userOf(a) === own));
  return nearest.slice(0, maxWhole).map((val): Suggestion => {
    const user = userOf(val) === own ? "me" : userOf(val);
    const name = nameOf(val);
    const text = /^[\w$]+$/.test(name) ? `@${user}.${name}` : `@${user}[${JSON.stringify(name)}]`;
    const filter = `${name} ${text}`;
    return {
      label: text,
      kind: "val",
      start,
      end: offset,
      newText: text,
      filter,
      detail: val.privacy,
      rank: user === "me" ? 0 : 1,
      val: val.uri,
    };
  });
}

function userOf(val: IndexedVal): string {
  return val.handle.slice(0, val.handle.indexOf("/"));
}

function nameOf(val: IndexedVal): string {
  return val.handle.slice(val.handle.indexOf("/") + 1);
}
