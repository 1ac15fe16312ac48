/** Writes what runs tell into their log channel, as it comes. */
import { l10n, type LogOutputChannel } from "vscode";
import { printHandle } from "../../core/handle.ts";
import { redactTokens } from "../../core/token.ts";
import type { LogLevel } from "../../protocol/run-event.ts";
import { explainFailure } from "../explain-failure.ts";
import { plainText } from "../plain-text.ts";
import { explainValProblem } from "./explain-end.ts";
import { previewValue } from "./preview.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunStep } from "./runs.ts";

type Channel = Pick<LogOutputChannel, "debug" | "info" | "warn" | "error">;

/** Most UTF-16 units of one entry; what a val writes beyond that is cut, and said so. */
const longestEntry = 20_000;

/** Writes one step of a run; says whether it is worth looking at (output of the val, or trouble). */
export function writeStep(channel: Channel, { record, event }: RunStep): boolean {
  const name = label(record);
  switch (event?.type) {
    case "started":
      channel.info(
        `▷ ${name} ${l10n.t("version {0}, arguments {1}", event.version, previewValue(record.args, 200))}`,
      );
      return false;
    case "log":
      write(channel, event.level, name, event.text);
      return true;
    case "refused":
      write(channel, "warn", name, `${l10n.t("Refused:")} ${event.message}`);
      return true;
    case "result":
    case "error":
    case undefined:
      return writeEnd(channel, name, record);
  }
}

function writeEnd(channel: Channel, name: string, record: RunRecord): boolean {
  const { state } = record;
  switch (state.kind) {
    case "running":
      return false;
    case "succeeded":
      channel.info(
        `✓ ${name} ${duration(state.milliseconds)} → ${previewValue(state.value, 1000)}`,
      );
      return false;
    case "cancelled":
      channel.info(`■ ${name} ${l10n.t("stopped")}`);
      return false;
    case "failed": {
      const { problem } = state;
      if (problem.from === "service") {
        write(channel, "error", `✗ ${name}`, explainFailure(problem.failure).reason);
        return true;
      }
      const text = explainValProblem(record, problem);
      // A sentence that begins with the val's name is not told twice whose it is.
      const whose = text.startsWith(printHandle(record.handle)) ? `#${record.key}` : name;
      write(channel, "error", `✗ ${whose}`, [text, ...problem.frames.map(printFrame)].join("\n"));
      return true;
    }
  }
}

/** `34 ms`, `2.1 s` */
export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? l10n.t("{0} ms", Math.round(milliseconds))
    : l10n.t("{0} s", Math.round(milliseconds / 100) / 10);
}

function printFrame(frame: {
  readonly handle: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}): string {
  const place = `@${frame.handle}/${frame.path}:${frame.line}:${frame.column}`;
  return `    at ${frame.function === undefined ? place : `${frame.function} (${place})`}`;
}

/** `@ann/add #3`: runs of the same val at the same time are told apart by their numbers. */
function label(record: RunRecord): string {
  return `${printHandle(record.handle)} #${record.key}`;
}

function write(channel: Channel, level: LogLevel, name: string, text: string): void {
  const shown = redactTokens(plainText(text.slice(0, longestEntry)));
  const cut = text.length > longestEntry ? `… ${l10n.t("(cut)")}` : "";
  // What a val prints with console.debug was meant to be seen while it is being written.
  channel[level === "log" || level === "debug" ? "info" : level](`${name} ${shown}${cut}`);
}
