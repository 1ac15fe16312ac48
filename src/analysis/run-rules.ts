/** Runs rules one by one, so that one that breaks costs only its own findings. */
import type { Place } from "../core/effect.ts";
import type { Finding } from "./finding.ts";
import type { Rule, RuleContext } from "./rule.ts";
import type { Suppression } from "./suppression.ts";

/** The rule about comments that silence rules, which has to know what the others found. */
const last = "suppression";

export interface RulesResult {
  readonly findings: readonly Finding[];
  /** Rules that threw: bugs, to be reported as such. */
  readonly broken: readonly { readonly rule: string; readonly error: unknown }[];
}

export function runRules(
  rules: readonly Rule[],
  context: Omit<RuleContext, "isSuppressed" | "suppressions" | "ran">,
  suppressions: readonly Suppression[],
): RulesResult {
  const findings: Finding[] = [];
  const broken: { rule: string; error: unknown }[] = [];
  const states = suppressions.map((one) => ({ ...one, used: new Set<string>() }));
  const ran = new Set(rules.map(({ id }) => id));
  for (const rule of rules.toSorted((a, b) => Number(a.id === last) - Number(b.id === last))) {
    const isSuppressed = ({ file, range }: Place) => {
      if (file !== context.module.uri) return false;
      const silencing = states.filter(
        ({ line, reason, rules: named }) =>
          line === range.start.line && reason !== "" && named.some(({ id }) => id === rule.id),
      );
      for (const { used } of silencing) used.add(rule.id);
      return silencing.length > 0;
    };
    try {
      const found = rule.check({ ...context, isSuppressed, suppressions: states, ran });
      findings.push(...found.filter((one) => !isSuppressed(one.place)));
    } catch (error) {
      broken.push({ rule: rule.id, error });
      ran.delete(rule.id);
    }
  }
  return { findings: findings.toSorted(byPlace), broken };
}

function byPlace(a: Finding, b: Finding): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  return one.line - two.line || one.character - two.character || (a.rule < b.rule ? -1 : 1);
}
