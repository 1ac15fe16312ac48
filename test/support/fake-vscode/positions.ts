/** Positions, ranges and edits, zero-based as in the editor. */
import { URI, Utils } from "vscode-uri";

/** The editor's class has the functions that the package keeps apart. */
export const Uri = Object.assign(URI, { joinPath: Utils.joinPath });

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    if (line < 0 || character < 0) throw new Error("a position has no negative parts");
    this.line = line;
    this.character = character;
  }

  isEqual(other: Position): boolean {
    return this.compareTo(other) === 0;
  }
  isBefore(other: Position): boolean {
    return this.compareTo(other) < 0;
  }
  isBeforeOrEqual(other: Position): boolean {
    return this.compareTo(other) <= 0;
  }
  isAfter(other: Position): boolean {
    return this.compareTo(other) > 0;
  }
  isAfterOrEqual(other: Position): boolean {
    return this.compareTo(other) >= 0;
  }
  compareTo(other: Position): number {
    return Math.sign(this.line - other.line || this.character - other.character);
  }
  translate(lines = 0, characters = 0): Position {
    return new Position(this.line + lines, this.character + characters);
  }
  with(line = this.line, character = this.character): Position {
    return new Position(line, character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position);
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number);
  constructor(a: Position | number, b: Position | number, c = 0, d = 0) {
    const first = typeof a === "number" ? new Position(a, Number(b)) : a;
    const second = b instanceof Position ? b : new Position(c, d);
    [this.start, this.end] = first.isBeforeOrEqual(second) ? [first, second] : [second, first];
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }
  get isSingleLine(): boolean {
    return this.start.line === this.end.line;
  }
  contains(inner: Position | Range): boolean {
    const [start, end] = inner instanceof Range ? [inner.start, inner.end] : [inner, inner];
    return this.start.isBeforeOrEqual(start) && this.end.isAfterOrEqual(end);
  }
  isEqual(other: Range): boolean {
    return this.start.isEqual(other.start) && this.end.isEqual(other.end);
  }
  intersection(other: Range): Range | undefined {
    const start = this.start.isAfter(other.start) ? this.start : other.start;
    const end = this.end.isBefore(other.end) ? this.end : other.end;
    return start.isAfter(end) ? undefined : new Range(start, end);
  }
  union(other: Range): Range {
    const start = this.start.isBefore(other.start) ? this.start : other.start;
    const end = this.end.isAfter(other.end) ? this.end : other.end;
    return new Range(start, end);
  }
  with(start = this.start, end = this.end): Range {
    return new Range(start, end);
  }
}

export class Selection extends Range {
  readonly anchor: Position;
  readonly active: Position;

  constructor(anchor: Position, active: Position) {
    super(anchor, active);
    this.anchor = anchor;
    this.active = active;
  }
}

export class Location {
  uri: URI;
  range: Range;

  constructor(uri: URI, place: Range | Position) {
    this.uri = uri;
    this.range = place instanceof Range ? place : new Range(place, place);
  }
}

export class TextEdit {
  static replace(range: Range, text: string): TextEdit {
    return new TextEdit(range, text);
  }
  static insert(at: Position, text: string): TextEdit {
    return new TextEdit(new Range(at, at), text);
  }
  static delete(range: Range): TextEdit {
    return new TextEdit(range, "");
  }

  range: Range;
  newText: string;

  constructor(range: Range, newText: string) {
    this.range = range;
    this.newText = newText;
  }
}

export class WorkspaceEdit {
  readonly #edits = new Map<string, { uri: URI; edits: TextEdit[] }>();

  get size(): number {
    return this.#edits.size;
  }
  replace(uri: URI, range: Range, text: string): void {
    this.get(uri).push(TextEdit.replace(range, text));
  }
  insert(uri: URI, at: Position, text: string): void {
    this.get(uri).push(TextEdit.insert(at, text));
  }
  delete(uri: URI, range: Range): void {
    this.get(uri).push(TextEdit.delete(range));
  }
  set(uri: URI, edits: TextEdit[]): void {
    this.#edits.set(uri.toString(), { uri, edits: [...edits] });
  }
  has(uri: URI): boolean {
    return this.#edits.has(uri.toString());
  }
  get(uri: URI): TextEdit[] {
    if (!this.has(uri)) this.set(uri, []);
    return this.#edits.get(uri.toString())?.edits ?? [];
  }
  entries(): [URI, TextEdit[]][] {
    return [...this.#edits.values()].map(({ uri, edits }) => [uri, edits]);
  }
}
