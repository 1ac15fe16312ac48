/** The only place where the server's own data takes the shapes of the Language Server Protocol. */
import type * as lsp from "@volar/language-service";

import type { Edit, Finding, Fix, Severity } from "../analysis/finding.ts";
import { applyIntentCommand, type EntryResult } from "../protocol/lsp.ts";
import type { ApiSignature } from "./features/api-signature.ts";
import type { Definition } from "./features/find-definition.ts";
import type { Problem } from "./features/problem.ts";
import type { Suggestion } from "./features/suggestion.ts";
import type { ValEntry } from "./features/val-entry.ts";
import type { Say } from "./say.ts";

/** A text with its lines. */
export type TextDocument = ReturnType<lsp.LanguageServiceContext["documents"]["get"]>;

/** What people see as the origin of a message. */
export const diagnosticSource = "valsmith";

const severities: Readonly<Record<Severity, lsp.DiagnosticSeverity>> = {
  error: 1,
  warning: 2,
  info: 3,
  hint: 4,
};

export function toRange(document: TextDocument, part: { start: number; end: number }): lsp.Range {
  return { start: document.positionAt(part.start), end: document.positionAt(part.end) };
}

export function toDiagnostic(document: TextDocument, problem: Problem, say: Say): lsp.Diagnostic {
  return {
    range: toRange(document, problem),
    severity: severities[problem.severity],
    code: problem.code,
    source: diagnosticSource,
    message: say(problem.message),
  };
}

/** The value of a val for the client, which runs it. */
export function toEntryResult(document: TextDocument, entry: ValEntry): EntryResult {
  const { callable, parameters } = entry;
  return { range: toRange(document, entry), callable, parameters };
}

/** A finding with the places that explain it; `code` is its rule. */
export function toFindingDiagnostic(finding: Finding, say: Say): lsp.Diagnostic {
  return {
    range: finding.place.range,
    severity: severities[finding.severity],
    code: finding.rule,
    source: diagnosticSource,
    message: say(finding.message),
    relatedInformation: finding.related.map(({ place, message }) => ({
      location: { uri: place.file, range: place.range },
      message: say(message),
    })),
  };
}

/** A fix is a change of text or, where that is not enough, its intent for the client to ask about and carry out. */
export function toFixAction(fix: Fix, diagnostic: lsp.Diagnostic, say: Say): lsp.CodeAction {
  const title = say(fix.title);
  const common = { title, kind: "quickfix", diagnostics: [diagnostic], isPreferred: fix.safe };
  if (fix.edits.length > 0) return { ...common, edit: { changes: toChanges(fix.edits) } };
  return { ...common, command: { title, command: applyIntentCommand, arguments: [fix.intent] } };
}

function toChanges(edits: readonly Edit[]): Record<string, lsp.TextEdit[]> {
  const changes: Record<string, lsp.TextEdit[]> = {};
  for (const { place, newText } of edits)
    (changes[place.file] ??= []).push({ range: place.range, newText });
  return changes;
}

const itemKinds: Readonly<Record<Suggestion["kind"], lsp.CompletionItemKind>> = {
  user: 9,
  val: 3,
  secret: 21,
  import: 6,
};

/** What a completion item of ours carries until it is resolved. */
export interface SuggestionData {
  readonly suggestion: true;
  readonly val?: string;
}

export function toCompletionItem(
  document: TextDocument,
  suggestion: Suggestion,
  say: Say,
): lsp.CompletionItem {
  const { label, newText, detail, filter, also, val, rank } = suggestion;
  const data: SuggestionData = { suggestion: true, ...(val === undefined ? {} : { val }) };
  return {
    label,
    kind: itemKinds[suggestion.kind],
    // Names are in order below their rank; TypeScript's own items start at 11.
    sortText: `${String(rank).padStart(2, "0")}${label}`,
    textEdit: { range: toRange(document, suggestion), newText },
    ...(detail === undefined ? {} : { detail: typeof detail === "string" ? detail : say(detail) }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(also === undefined ? {} : { additionalTextEdits: [toInsertion(document, also)] }),
    data,
  };
}

export function toInsertion(
  document: TextDocument,
  edit: { readonly start: number; readonly newText: string },
): lsp.TextEdit {
  return {
    range: toRange(document, { start: edit.start, end: edit.start }),
    newText: edit.newText,
  };
}

export function toSignatureHelp(signature: ApiSignature): lsp.SignatureHelp {
  return {
    activeSignature: signature.activeSignature,
    activeParameter: signature.activeParameter,
    signatures: signature.signatures.map((one) => ({
      label: one.label,
      documentation: markdown(one.documentation),
      parameters: one.parameters.map(({ start, end, documentation }) => ({
        label: [start, end],
        documentation: markdown(documentation),
      })),
    })),
  };
}

/** TypeScript to read, with text below it. */
export function toHover(code: string, text: string, range: lsp.Range): lsp.Hover {
  return { contents: codeAndText(code, text), range };
}

export function codeAndText(code: string, text: string): lsp.MarkupContent {
  return markdown(`\`\`\`typescript\n${code}\n\`\`\`${text === "" ? "" : `\n\n${text}`}`);
}

export function toLocation(
  document: TextDocument,
  uri: string,
  part: { readonly start: number; readonly end: number },
): lsp.Location {
  return { uri, range: toRange(document, part) };
}

export function toLocationLink(
  definition: Definition,
  { from, target, targetUri }: { from: TextDocument; target: TextDocument; targetUri: string },
): lsp.LocationLink {
  const targetRange = toRange(target, definition);
  return {
    originSelectionRange: toRange(from, definition.from),
    targetUri,
    targetRange,
    targetSelectionRange: { start: targetRange.start, end: targetRange.start },
  };
}

/** An action that changes one document, offered for the diagnostics that it ends. */
export function toEditAction(
  title: string,
  { uri, edits }: { uri: string; edits: lsp.TextEdit[] },
  diagnostics: lsp.Diagnostic[],
): lsp.CodeAction {
  return { title, kind: "quickfix", diagnostics, edit: { changes: { [uri]: edits } } };
}

function markdown(value: string): lsp.MarkupContent {
  return { kind: "markdown", value };
}
