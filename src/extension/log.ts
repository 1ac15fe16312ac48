/** The log channel. Everything that is written loses what looks like a token first. */
import type * as vscode from "vscode";
import type { Failure } from "../core/failure.ts";
import { redactTokens } from "../core/token.ts";

export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  /** Something broke; `error` adds its stack. */
  error(text: string, error?: unknown): void;
  /** Brings the channel to the front. */
  show(): void;
}

export function createLog(channel: vscode.LogOutputChannel): Log {
  return {
    debug: (text) => channel.debug(redactTokens(text)),
    info: (text) => channel.info(redactTokens(text)),
    warn: (text) => channel.warn(redactTokens(text)),
    error: (text, error) =>
      channel.error(redactTokens(error === undefined ? text : `${text}\n${printError(error)}`)),
    show: () => channel.show(true),
  };
}

/** One line about a failure for the log: all its facts but the author's stack. */
export function printFailure(failure: Failure): string {
  const { kind, message, ...facts } = failure;
  const rest = Object.entries(facts).filter(([key]) => key !== "stack");
  const printed = rest.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return [kind, ...printed, message].join(" ");
}

function printError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${printError(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}
