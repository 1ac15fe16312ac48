/** The console of a val: every call becomes an event of the run. */
import type { EmailCall } from "../protocol/sandbox.ts";
import type { LogLevel } from "../protocol/run-event.ts";
import type { Channel } from "./channel.ts";
import { formatLog } from "./format-log.ts";

/** V8's addition to `Error`. */
interface CapturingError extends ErrorConstructor {
  captureStackTrace(target: object, above: object): void;
}

/** What `console.email` takes besides plain text. */
interface Email {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
}

/**
 * Replaces the logging methods of the global console. What is not replaced (`table`, for one) still prints to standard
 * output, which the town reads too.
 * @returns sets how many characters are sent; the first call that exceeds it is cut, later ones are dropped. The town
 * counts again, and tells the reader.
 */
export function replaceConsole(channel: Channel): (maxLog: number) => void {
  let left = 0;
  let indent = "";
  const counts: Record<string, number> = Object.create(null);
  const timers: Record<string, number> = Object.create(null);

  const write = (level: LogLevel, args: readonly unknown[], caller: object) => {
    if (left < 0) return;
    const text = formatLog(args);
    const indented = indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`);
    // One character too many tells the town that something was dropped.
    const cut = indented.slice(0, left + 1);
    left -= cut.length;
    channel.send({ kind: "log", level, text: cut, stack: callSite(caller) });
  };
  const level = (name: LogLevel) =>
    function log(...args: unknown[]) {
      write(name, args, log);
    };
  const elapsed = (label: string) =>
    `${label}: ${(performance.now() - (timers[label] ?? performance.now())).toFixed(3)}ms`;

  const methods = {
    log: level("log"),
    info: level("info"),
    debug: level("debug"),
    warn: level("warn"),
    error: level("error"),
    dir: (value: unknown) => write("log", [Deno.inspect(value, { colors: false })], methods.dir),
    trace: (...args: unknown[]) => write("error", ["Trace:", ...args], methods.trace),
    assert: (condition: unknown, ...args: unknown[]) => {
      if (!condition) write("error", ["Assertion failed", ...args], methods.assert);
    },
    group: (...args: unknown[]) => {
      if (args.length > 0) write("log", args, methods.group);
      indent += "  ";
    },
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = "default") => {
      counts[label] = (counts[label] ?? 0) + 1;
      write("log", [`${label}: ${counts[label]}`], methods.count);
    },
    countReset: (label = "default") => {
      counts[label] = 0;
    },
    time: (label = "default") => {
      timers[label] = performance.now();
    },
    timeLog: (label = "default", ...args: unknown[]) =>
      write("log", [elapsed(label), ...args], methods.timeLog),
    timeEnd: (label = "default") => write("log", [elapsed(label)], methods.timeEnd),
    email: async (content: unknown, subject?: unknown): Promise<void> => {
      const stack = callSite(methods.email);
      try {
        await channel.call(emailCall(content, subject, stack));
      } catch (error) {
        throw withCallSite(error, stack);
      }
    },
  };
  Object.assign(console, methods, { groupCollapsed: methods.group });
  return (maxLog) => {
    left = maxLog;
  };
}

/** `console.email(text | {html, subject, text}, subject?)`. */
function emailCall(content: unknown, subject: unknown, stack: string): EmailCall {
  const email: Email =
    typeof content === "object" && content !== null
      ? (content as Email)
      : { text: formatLog([content]) };
  const chosen = subject ?? email.subject;
  return {
    kind: "email",
    stack,
    ...(chosen === undefined ? {} : { subject: formatLog([chosen]) }),
    ...(email.text === undefined ? {} : { text: String(email.text) }),
    ...(email.html === undefined ? {} : { html: String(email.html) }),
  };
}

/** An error that arose where no code of the val was running, with the stack of the call that it answers. */
export function withCallSite(error: unknown, stack: string): unknown {
  if (error instanceof Error)
    error.stack = `${error.name}: ${error.message}${stack.replace(/^[^\n]*/, "")}`;
  return error;
}

/** The stack above `caller`. */
export function callSite(caller: object): string {
  const place: { stack?: unknown } = {};
  (Error as CapturingError).captureStackTrace(place, caller);
  return typeof place.stack === "string" ? place.stack : "";
}
