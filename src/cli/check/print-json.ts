/** The report as JSON, positions zero-based in UTF-16 units. */
import { printMessage, type Finding, type Fix } from "../../analysis/finding.ts";
import { printHandle } from "../../core/handle.ts";
import { parseUri } from "../../core/uri.ts";
import type { Effect } from "../../core/effect.ts";
import type { Report, ValReport } from "./report.ts";

export function printJson({ findings, vals }: Report): string {
  const value = { findings: findings.map(findingJson), vals: vals.map(valJson) };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function findingJson({ rule, severity, confidence, place, message, related, fixes }: Finding) {
  return {
    rule,
    severity,
    confidence,
    ...place,
    message: printMessage(message),
    related: related.map((one) => ({ ...one.place, message: printMessage(one.message) })),
    fixes: fixes.map(fixJson),
  };
}

function fixJson({ title, safe, intent, edits }: Fix) {
  return {
    title: printMessage(title),
    safe,
    intent: intent.kind === "grant" ? { ...intent, val: handleOf(intent.val) } : intent,
    edits: edits.map(({ place, newText }) => ({ ...place, newText })),
  };
}

function valJson({ facts, file, effects, missing, unused }: ValReport) {
  const { uses, ...rest } = effects;
  return {
    val: printHandle(facts.handle),
    file,
    effects: { uses: uses.map(useJson), ...rest },
    granted: facts.granted,
    grantsSource: facts.grantsSource,
    missing,
    unused,
  };
}

function useJson({ kind, name, place, confidence, via }: Effect) {
  return { kind, name, ...place, confidence, via };
}

function handleOf(valUri: string): string {
  const location = parseUri(valUri);
  return location === undefined ? valUri : printHandle(location);
}
