/** A secret in the source is everybody's who can read the val, now or in an old version. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Finding, Fix } from "../finding.ts";
import { knownSecrets, type KnownSecret } from "../known-secrets.ts";
import { placeAt, placeOf, type Module } from "../module/module.ts";
import type { TypeScript } from "../module/nodes.ts";
import type { Rule } from "../rule.ts";

export const hardCodedSecret: Rule = {
  id: "hard-coded-secret",
  title: "A secret stands in the source",
  severity: "error",
  since: "0.1",
  check({ ts, module, isSuppressed }) {
    const found: Finding[] = [];
    walk(ts, module.source.file, (node) => {
      if (!isText(ts, node)) return;
      const start = node.getStart(module.source.file);
      const text = module.source.text.slice(start, node.end);
      for (const secret of knownSecrets(text))
        found.push(report(module, start, secret, fixes(ts, module, node, secret)));
    });
    return found.filter(({ place }) => !isSuppressed(place));
  },
};

/** Text of the val itself; comments and types are none. */
function isText(ts: TypeScript, node: ts.Node): boolean {
  if (node.parent !== undefined && ts.isLiteralTypeNode(node.parent)) return false;
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node)
  );
}

/** A text that is the secret and nothing else is read from a variable of the val instead. */
function fixes(
  ts: TypeScript,
  module: Module,
  node: ts.Node,
  { what, start, end }: KnownSecret,
): Fix[] {
  const { file, dialect } = module.source;
  const isWhole = start === 1 && end === node.end - node.getStart(file) - 1;
  const isValue = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
  if (!isWhole || !isValue || isName(ts, node)) return [];
  const words = what.toUpperCase().split(" ");
  const key = words.join("_");
  const read = dialect === "classic" ? `@me.secrets.${key}` : `Deno.env.get("${key}")!`;
  const newText = ts.isJsxAttribute(node.parent) ? `{${read}}` : read;
  const place = placeOf(module, node);
  const title = { template: "Read it from the variable {0} instead", args: [key] };
  return [{ title, safe: false, intent: { kind: "edit" }, edits: [{ place, newText }] }];
}

/** Where a text names something, only a text may stand. */
function isName(ts: TypeScript, node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isTaggedTemplateExpression(parent) ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isEnumMember(parent) ||
    ((ts.isPropertyAssignment(parent) || ts.isClassElement(parent)) && parent.name === node)
  );
}

function report(
  module: Module,
  from: number,
  { what, start, end }: KnownSecret,
  offered: readonly Fix[],
): Finding {
  return {
    rule: hardCodedSecret.id,
    severity: "error",
    confidence: "proved",
    place: placeAt(module, from + start, from + end),
    message: {
      template:
        "This {0} stands in the source, and stays in its old versions. Revoke it, and read a new one from a secret.",
      args: [what],
    },
    related: [],
    fixes: offered,
    isSecret: true,
  };
}
