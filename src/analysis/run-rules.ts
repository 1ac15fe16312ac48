/** Runs rules one by one, so that one that breaks costs only its own findings. */
import type { Place } from "../core/effect.ts";
import type { Finding } from "./finding.ts";
import type { Rule, RuleContext } from "./rule.ts";
import type { Suppression } from "./suppression.ts";

export interface RulesResult {
  readonly findings: readonly Finding[];
  /** Rules that threw: bugs, to be reported as such. */
  readonly broken: readonly { readonly rule: string; readonly error: unknown }[];
}

export function runRules(
  rules: readonly Rule[],
  context: Omit<RuleContext, "isSuppressed">,
  suppressions: readonly Suppression[],
): RulesResult {
  const findings: Finding[] = [];
  const broken: { rule: string; error: unknown }[] = [];
  for (const rule of rules) {
    const isSuppressed = ({ file, range }: Place) =>
      file === context.module.uri &&
      suppressions.some((one) => one.line === range.start.line && one.rules.includes(rule.id));
    try {
      const found = rule.check({ ...context, isSuppressed });
      findings.push(...found.filter((one) => !isSuppressed(one.place)));
    } catch (error) {
      broken.push({ rule: rule.id, error });
    }
  }
  return { findings: findings.toSorted(byPlace), broken };
}

function byPlace(a: Finding, b: Finding): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  return one.line - two.line || one.character - two.character || (a.rule < b.rule ? -1 : 1);
}
