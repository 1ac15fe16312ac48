/** Puts a check of a secret before what an endpoint does. */

import type { Endpoint } from "../endpoints.ts";
import type { Edit } from "../finding.ts";
import { placeAt, type Module } from "../module/module.ts";
import type { TypeScript } from "../module/nodes.ts";

/** The variable that holds the secret. */
export const endpointSecret = "ENDPOINT_SECRET";

const imports = 'import { createHash, timingSafeEqual } from "node:crypto";';
const names = ["isAllowed", "createHash", "timingSafeEqual"];

/** Hashes are of one length, and comparing them tells nothing about how much of the secret was right. */
const check = `
/** Whether the request carries the secret: \`Authorization: Bearer …\`. */
function isAllowed(request: Request): boolean {
  const secret = Deno.env.get("${endpointSecret}");
  const given = request.headers.get("authorization")?.replace(/^Bearer /, "");
  if (!secret || !given) return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(secret), hash(given));
}
`;

/**
 * The edits that make an endpoint answer 401 to whoever does not send the secret.
 * @returns undefined in classic code, where a name is taken, and where the function has no body or parameter to add it to
 */
export function guardEndpoint(
  ts: TypeScript,
  module: Module,
  endpoint: Endpoint,
): readonly Edit[] | undefined {
  const { source } = module;
  if (source.dialect === "classic" || names.some((name) => module.bindings.top(name)))
    return undefined;
  const call =
    endpoint.route === undefined ? inBody(ts, module, endpoint) : inRoute(module, endpoint);
  const top = importEdit(ts, module);
  if (call === undefined || top === undefined) return undefined;
  const end = source.text.length;
  const gap = source.text.endsWith("\n") ? "" : "\n";
  return [top, call, { place: placeAt(module, end, end), newText: gap + check }];
}

/** The first thing that a handler does. */
function inBody(ts: TypeScript, module: Module, { handler }: Endpoint): Edit | undefined {
  const body = handler?.body;
  const [first] = handler?.parameters ?? [];
  if (body === undefined || !ts.isBlock(body) || first === undefined) return undefined;
  if (!ts.isIdentifier(first.name)) return undefined;
  const start = body.getStart(module.source.file) + 1;
  const indent = `${indentOf(module.source.text, body.end - 1)}  `;
  const newText = `\n${indent}if (!isAllowed(${first.name.text})) return new Response("Unauthorized", { status: 401 });`;
  return { place: placeAt(module, start, start), newText };
}

/** A function of its own before the one that answers. */
function inRoute(module: Module, { route }: Endpoint): Edit | undefined {
  const path = route?.call.arguments[0];
  if (path === undefined) return undefined;
  const indent = indentOf(module.source.text, path.end);
  const lines = [
    ", async (c, next) => {",
    '  if (!isAllowed(c.req.raw)) return c.text("Unauthorized", 401);',
    "  await next();",
    "}",
  ];
  return { place: placeAt(module, path.end, path.end), newText: lines.join(`\n${indent}`) };
}

/** The blanks at the start of the line that holds an offset. */
function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** After the last import, else at the start, where nothing has to stand before it. */
function importEdit(ts: TypeScript, module: Module): Edit | undefined {
  const { file, text } = module.source;
  const last = file.statements.findLast((one) => ts.isImportDeclaration(one));
  if (last !== undefined)
    return { place: placeAt(module, last.end, last.end), newText: `\n${imports}` };
  const hasPragma = /^(?:#!|\s*\/\*\*?\s*@)/.test(text);
  return hasPragma ? undefined : { place: placeAt(module, 0, 0), newText: `${imports}\n\n` };
}
