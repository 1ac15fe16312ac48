/** A secret in the source is everybody's who can read the val, now or in an old version. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { Finding } from "../finding.ts";
import { knownSecrets, type KnownSecret } from "../known-secrets.ts";
import { placeAt, type Module } from "../module/module.ts";
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
      for (const secret of knownSecrets(text)) found.push(report(module, start, secret));
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

function report(module: Module, from: number, { what, start, end }: KnownSecret): Finding {
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
    fixes: [],
    isSecret: true,
  };
}
