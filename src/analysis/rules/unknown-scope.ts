/** Says where the list of a val's permissions ends, rather than let it look complete. */
import type { Gap, GapReason } from "../effects/use.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module/module.ts";
import type { Rule } from "../rule.ts";

export const unknownScope: Rule = {
  id: "unknown-scope",
  title: "It cannot be told from the source which permissions an expression needs",
  severity: "info",
  since: "0.1",
  check({ module, gaps, isSuppressed }) {
    const seen = new Set<GapReason>();
    const here = gaps.filter(({ place }) => place.file === module.uri && !isSuppressed(place));
    return here.toSorted(byPlace).flatMap((gap) => {
      const why = reasons[gap.reason];
      if (why === undefined || seen.has(gap.reason)) return [];
      seen.add(gap.reason);
      return [report(module, gap, why)];
    });
  },
};

/** Reasons that hide permissions. Modules that are not there and text that cannot be read are said to be so anyway. */
const reasons: Readonly<Partial<Record<GapReason, string>>> = {
  computedName: "what is called is only known when it runs",
  computedModule: "which module is imported is only known when it runs",
  computedUrl: "what is requested is only known when it runs",
  handedOn: "code that cannot be read gets hold of it",
};

function byPlace(a: Gap, b: Gap): number {
  const [one, two] = [a.place.range.start, b.place.range.start];
  return one.line - two.line || one.character - two.character;
}

function report(module: Module, { place }: Gap, why: string): Finding {
  return {
    rule: unknownScope.id,
    severity: "info",
    confidence: "possible",
    place,
    message: {
      template: "Cannot tell which permissions {0} needs: {1}.",
      args: [textAt(module, place.range), why],
    },
    related: [],
    fixes: [],
  };
}

const maxShown = 60;

function textAt({ source }: Module, { start, end }: Gap["place"]["range"]): string {
  const from = source.file.getPositionOfLineAndCharacter(start.line, start.character);
  const to = source.file.getPositionOfLineAndCharacter(end.line, end.character);
  const text = source.text.slice(from, to).replaceAll(/\s+/g, " ");
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
