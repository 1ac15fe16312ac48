/** A comment that silences nothing, or says not why, is one that nobody can trust. */
import { closestName } from "../closest-name.ts";
import type { Edit, Finding, Fix, Message } from "../finding.ts";
import { placeAt, type Module } from "../module/module.ts";
import type { Rule, RuleContext, SuppressionState } from "../rule.ts";
import type { NamedRule } from "../suppression.ts";

export const suppression: Rule = {
  id: "suppression",
  title: "A comment that silences a rule has no reason or nothing to silence",
  severity: "warning",
  since: "0.1",
  check: (context) => context.suppressions.flatMap((one) => reportsOf(context, one)),
};

function reportsOf(context: RuleContext, one: SuppressionState): readonly Finding[] {
  const { module, ran } = context;
  if (one.rules.length === 0)
    return [
      report(module, one, {
        template: 'Name the rules that this is about: "valsmith-ignore some-rule -- why".',
        args: [],
      }),
    ];
  const unknown = one.rules.filter(({ id }) => !ran.has(id));
  if (unknown.length > 0) return unknown.map((rule) => reportUnknown(context, rule));
  if (one.reason === "")
    return [
      report(module, one, {
        template: 'Say why after "--"; without a reason this silences nothing.',
        args: [],
      }),
    ];
  if (!context.isComplete) return [];
  const unused = one.rules.filter(({ id }) => !one.used.has(id) && id !== suppression.id);
  return unused.map((rule) =>
    reportUnused(module, rule, unused.length === one.rules.length ? one : undefined),
  );
}

function reportUnknown({ module, ran }: RuleContext, rule: NamedRule): Finding {
  const meant = closestName(rule.id, [...ran]);
  const fixes: Fix[] =
    meant === undefined
      ? []
      : [
          fixOf(
            { template: "Write {0}", args: [meant] },
            { place: placeAt(module, rule.start, rule.end), newText: meant },
            false,
          ),
        ];
  return report(module, rule, { template: "There is no rule {0}.", args: [rule.id] }, fixes);
}

/** @param whole the comment, when nothing of it is of use */
function reportUnused(
  module: Module,
  rule: NamedRule,
  whole: SuppressionState | undefined,
): Finding {
  const edit = whole && removal(module, whole);
  const title = { template: "Remove the comment", args: [] };
  return report(
    module,
    rule,
    { template: "{0} finds nothing here, so there is nothing to silence.", args: [rule.id] },
    edit === undefined ? [] : [fixOf(title, edit, true)],
  );
}

/** Takes a comment out, with its line when it stands alone there. Undefined where more than the comment would have to go. */
function removal(module: Module, { start, end }: SuppressionState): Edit | undefined {
  const { text } = module.source;
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const before = text.slice(lineStart, start);
  const lineEnd = text.indexOf("\n", end);
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  const opening = /(?:\/\/|\/\*\*?)\s*$/.exec(before);
  if (opening === null || !/^\s*(?:\*\/)?\s*$/.test(rest)) return undefined;
  const from = before.slice(0, opening.index).trimEnd();
  if (from.endsWith("{")) return undefined;
  const isAlone = from === "" && lineEnd >= 0;
  const to = isAlone ? lineEnd + 1 : end + rest.trimEnd().length;
  return { place: placeAt(module, isAlone ? lineStart : lineStart + from.length, to), newText: "" };
}

function fixOf(title: Message, edit: Edit, safe: boolean): Fix {
  return { title, safe, intent: { kind: "edit" }, edits: [edit] };
}

function report(
  module: Module,
  { start, end }: { readonly start: number; readonly end: number },
  message: Message,
  fixes: readonly Fix[] = [],
): Finding {
  return {
    rule: suppression.id,
    severity: "warning",
    confidence: "proved",
    place: placeAt(module, start, end),
    message,
    related: [],
    fixes,
  };
}
