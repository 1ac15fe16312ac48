/** The report in SARIF 2.1.0, which code hosts show beside the lines (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). */
import { sep } from "node:path";
import { printMessage, type Finding, type Severity } from "../../analysis/finding.ts";
import type { Rule } from "../../analysis/rule.ts";
import type { Place } from "../../core/effect.ts";
import type { Report } from "./report.ts";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

export function printSarif({ findings }: Report, rules: readonly Rule[]): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Valsmith",
            rules: rules.map(({ id, title, severity }) => ({
              id,
              shortDescription: { text: `${title}.` },
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((one) => resultOf(one, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: Finding, rules: readonly Rule[]) {
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex((rule) => rule.id === finding.rule),
    level: levels[finding.severity],
    message: { text: printMessage(finding.message) },
    locations: [locationOf(finding.place)],
    relatedLocations: finding.related.map(({ place, message }, index) => ({
      id: index + 1,
      ...locationOf(place),
      message: { text: printMessage(message) },
    })),
    properties: { confidence: finding.confidence },
  };
}

/** Lines and columns count from one. */
function locationOf({ file, range: { start, end } }: Place) {
  return {
    physicalLocation: {
      artifactLocation: {
        uri: file.split(sep).map(encodeURIComponent).join("/").replaceAll("%40", "@"),
      },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
