/** Counts what a run logs and says so, once, when the rest is dropped. */
import { stripVTControlCharacters } from "node:util";
import type { Frame, LogLevel } from "../../protocol/run-event.ts";
import type { NewEvent } from "./event-log.ts";

export interface Output {
  log(level: LogLevel, text: string, frame: Frame | undefined): void;
}

/** @param limit characters of text that are kept */
export function createOutput(
  limit: number,
  append: (event: NewEvent) => void,
  now: () => Date,
): Output {
  let left = limit;
  let truncated = false;
  const emit = (level: LogLevel, text: string, frame: Frame | undefined) =>
    append({
      type: "log",
      level,
      text,
      time: now().toISOString(),
      ...(frame === undefined ? {} : { frame }),
    });
  return {
    log(level, raw, frame) {
      if (truncated) return;
      const text = stripVTControlCharacters(raw);
      if (text.length <= left) {
        left -= text.length;
        emit(level, text, frame);
        return;
      }
      truncated = true;
      if (left > 0) emit(level, text.slice(0, left), frame);
      emit(
        "warn",
        `… The run logged more than ${limit} characters; the rest is not shown.`,
        undefined,
      );
    },
  };
}
