/** Diagnostics, code actions and lenses. */
import type { URI } from "vscode-uri";
import { DiagnosticSeverity } from "./enums.ts";
import type { Location, Range, WorkspaceEdit } from "./positions.ts";

export class Diagnostic {
  range: Range;
  message: string;
  severity: number;
  source?: string;
  code?: unknown;
  relatedInformation?: DiagnosticRelatedInformation[];
  tags?: number[];

  constructor(range: Range, message: string, severity: number = DiagnosticSeverity.Error) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export class DiagnosticRelatedInformation {
  location: Location;
  message: string;

  constructor(location: Location, message: string) {
    this.location = location;
    this.message = message;
  }
}

/** What `languages.createDiagnosticCollection` gives. */
export class FakeDiagnosticCollection {
  readonly name: string;
  readonly #entries = new Map<string, { uri: URI; diagnostics: readonly Diagnostic[] }>();

  constructor(name: string) {
    this.name = name;
  }

  set(uri: URI, diagnostics: readonly Diagnostic[] | undefined): void {
    this.#entries.set(uri.toString(), { uri, diagnostics: diagnostics ?? [] });
  }
  get(uri: URI): readonly Diagnostic[] | undefined {
    return this.#entries.get(uri.toString())?.diagnostics;
  }
  has(uri: URI): boolean {
    return this.#entries.has(uri.toString());
  }
  delete(uri: URI): void {
    this.#entries.delete(uri.toString());
  }
  clear(): void {
    this.#entries.clear();
  }
  forEach(visit: (uri: URI, diagnostics: readonly Diagnostic[]) => void): void {
    for (const { uri, diagnostics } of this.#entries.values()) visit(uri, diagnostics);
  }
  dispose(): void {
    this.clear();
  }
}

export class CodeActionKind {
  static readonly Empty = new CodeActionKind("");
  static readonly QuickFix = new CodeActionKind("quickfix");
  static readonly Refactor = new CodeActionKind("refactor");
  static readonly RefactorRewrite = new CodeActionKind("refactor.rewrite");
  static readonly Source = new CodeActionKind("source");
  static readonly SourceFixAll = new CodeActionKind("source.fixAll");

  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
  append(part: string): CodeActionKind {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
  contains(other: CodeActionKind): boolean {
    return !this.value || other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}

export class CodeAction {
  title: string;
  kind: CodeActionKind | undefined;
  edit?: WorkspaceEdit;
  command?: unknown;
  diagnostics?: Diagnostic[];
  isPreferred?: boolean;

  constructor(title: string, kind?: CodeActionKind) {
    this.title = title;
    this.kind = kind;
  }
}

export class CodeLens {
  range: Range;
  command: unknown;

  constructor(range: Range, command?: unknown) {
    this.range = range;
    this.command = command;
  }
  get isResolved(): boolean {
    return this.command !== undefined;
  }
}
