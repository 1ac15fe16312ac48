/** Applies fixes that cannot change what a val does. */
import type { Edit, Finding } from "../../analysis/finding.ts";
import type { Position } from "../../core/effect.ts";

/** New texts by file, of those that change. Of fixes that overlap only the first is taken. */
export function applySafeFixes(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): ReadonlyMap<string, string> {
  const taken = new Map<string, Span[]>();
  for (const finding of findings) {
    const fix = finding.fixes.find((one) => one.safe && one.edits.length > 0);
    const spans = fix?.edits.map((edit) => spanOf(edit, textOf(edit.place.file) ?? "")) ?? [];
    const isFree = spans.every((span) =>
      (taken.get(span.file) ?? []).every(
        (other) => span.end <= other.start || other.end <= span.start,
      ),
    );
    if (isFree)
      for (const span of spans) taken.set(span.file, [...(taken.get(span.file) ?? []), span]);
  }
  const changed = new Map<string, string>();
  for (const [file, spans] of taken) {
    let text = textOf(file) ?? "";
    for (const { start, end, newText } of spans.toSorted((a, b) => b.start - a.start))
      text = text.slice(0, start) + newText + text.slice(end);
    changed.set(file, text);
  }
  return changed;
}

interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

function spanOf({ place: { file, range }, newText }: Edit, text: string): Span {
  const lines = text.split("\n");
  const offset = ({ line, character }: Position) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return { file, start: offset(range.start), end: offset(range.end), newText };
}
