/** The report for people, with the lines it is about. */
import { styleText } from "node:util";
import { printMessage, type Finding, type Message, type Severity } from "../../analysis/finding.ts";
import type { Place } from "../../core/effect.ts";
import type { Report } from "./report.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Severity, Style>> = {
  error: "red",
  warning: "yellow",
  info: "blue",
  hint: "gray",
};

/** @param colour whether the terminal shows colours */
export function printText({ findings, vals, textOf }: Report, colour: boolean): string {
  const paint: Paint = (style, text) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const secrets = findings.filter((one) => one.isSecret).map((one) => one.place);
  const parts = findings.map((one) => {
    const text = textOf(one.place.file);
    const here = secrets.filter(({ file }) => file === one.place.file);
    return findingText(one, text === undefined ? text : withoutSecrets(text, here), paint);
  });
  return [...parts, `${total(findings, vals.length)}\n`].join("\n");
}

/** The text with a dot for each letter of a secret. */
function withoutSecrets(text: string, secrets: readonly Place[]): string {
  const lines = text.split("\n");
  for (const { range } of secrets)
    for (let index = range.start.line; index <= range.end.line; index++) {
      const line = lines[index] ?? "";
      const from = index === range.start.line ? range.start.character : 0;
      const to = index === range.end.line ? range.end.character : line.length;
      lines[index] = line.slice(0, from) + "•".repeat(to - from) + line.slice(to);
    }
  return lines.join("\n");
}

function findingText(finding: Finding, text: string | undefined, paint: Paint): string {
  const { severity, rule, place, message, related, fixes } = finding;
  const style = styles[severity];
  const head = `${at(place)} ${paint(style, severity)} ${said(message)} ${paint("dim", rule)}`;
  const frame = text === undefined ? [] : codeFrame(text, place, (one) => paint(style, one));
  const notes = related.map((one) => `       ${at(one.place)}: ${said(one.message)}`);
  const ways = fixes.map(({ title }) => `       fix: ${said(title)}`);
  return [head, ...frame, ...notes, ...ways, ""].join("\n");
}

function at({ file, range: { start } }: Place): string {
  return `${plain(file)}:${start.line + 1}:${start.character + 1}`;
}

function said(message: Message): string {
  return plain(printMessage(message));
}

/** Longest part of a line that is shown. */
const maxWidth = 160;

function codeFrame(text: string, { range }: Place, mark: (text: string) => string): string[] {
  const line = text.split(/\r\n|\n|\r/)[range.start.line] ?? "";
  const from = Math.max(0, range.start.character - maxWidth / 2);
  const shown = plain(line.slice(from, from + maxWidth));
  const last = range.end.line === range.start.line ? range.end.character : line.length;
  const start = range.start.character - from;
  const length = Math.max(1, Math.min(last - from, shown.length) - start);
  const number = String(range.start.line + 1).padStart(5);
  return [`${number} | ${shown}`, `      | ${" ".repeat(start)}${mark("^".repeat(length))}`];
}

// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * Text from a val, in which nothing may move the cursor, change colours or turn the reading direction. Each unit keeps
 * its width, so that marks below stay in place.
 */
export function plain(text: string): string {
  return text.replaceAll(controls, (one) => (one === "\t" ? " " : "·"));
}

function total(findings: readonly Finding[], vals: number): string {
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const errors = plural(count("error"), "error");
  const warnings = plural(count("warning"), "warning");
  return `${errors} and ${warnings} in ${plural(vals, "val")}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
