/** A token in a page or an answer is everybody's who asks for it. */
import type ts from "typescript";

import { walk } from "../../syntax/walk.ts";
import type { ReachedUse } from "../effects/reach.ts";
import type { Finding } from "../finding.ts";
import { placeOf } from "../module/module.ts";
import type { TypeScript } from "../module/nodes.ts";
import { runToken } from "../values/token.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const tokenOnClient: Rule = {
  id: "token-on-client",
  title: "A token for the val service is sent to whoever asks",
  severity: "error",
  since: "0.1",
  check(context) {
    const { ts, module } = context;
    const sent = context.uses.flatMap((use) => report(use, module.uri));
    const built: Finding[] = [];
    walk(ts, module.source.file, (node) => {
      const name = builtIn(ts, node);
      if (name !== undefined) built.push(reportBuiltIn(context, node, name));
    });
    return [...sent, ...built];
  },
};

/** Where it is sent, and in other files where what sends it is called. */
function report(
  { kind, place: sentAt, name, confidence, via }: ReachedUse,
  uri: string,
): Finding[] {
  const isHere = sentAt.file === uri;
  const place = isHere ? sentAt : via.findLast(({ file }) => file === uri);
  if (kind !== "tokenOut" || place === undefined) return [];
  const message =
    name === runToken
      ? {
          template:
            "The val's own token leaves with this: whoever gets it may do what this val may.",
          args: [],
        }
      : {
          template: "{0} leaves with this: whoever gets it may do what that token may.",
          args: [name],
        };
  const related = isHere
    ? []
    : [{ place: sentAt, message: { template: "it is sent here", args: [] } }];
  return [finding({ place, message, confidence, related })];
}

/** `import.meta.env.VITE_VAL_TOWN_API_KEY`: a bundler writes the value of such a variable into what browsers load. */
function builtIn(ts: TypeScript, node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const isToken = /^(VITE|NEXT_PUBLIC|PUBLIC|REACT_APP)_VAL_?TOWN(_API)?_(KEY|TOKEN)$/i.test(
    node.name.text,
  );
  return isToken && /^(import\.meta|process)\.env$/.test(node.expression.getText())
    ? node.name.text
    : undefined;
}

function reportBuiltIn({ module }: RuleContext, node: ts.Node, name: string): Finding {
  return finding({
    place: placeOf(module, node),
    message: {
      template:
        "Bundlers write {0} into what browsers load: whoever opens the page may do what that token may.",
      args: [name],
    },
    confidence: "likely",
    related: [],
  });
}

function finding(parts: Pick<Finding, "place" | "message" | "confidence" | "related">): Finding {
  return { rule: tokenOnClient.id, severity: "error", fixes: [], ...parts };
}
