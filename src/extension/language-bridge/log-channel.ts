/** The language client's output as lines of the extension's log, where tokens are taken out. */
import type * as vscode from "vscode";
import type { Log } from "../log.ts";

/** A channel that writes whole lines to `log`. */
export function createLogChannel(log: Log, level: "info" | "debug"): vscode.OutputChannel {
  let rest = "";
  const append = (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") log[level](`[language] ${line.trimEnd()}`);
  };
  const nothing = () => {};
  return {
    name: "Valsmith",
    append,
    appendLine: (text) => append(`${text}\n`),
    replace: nothing,
    clear: nothing,
    show: () => log.show(),
    hide: nothing,
    dispose: nothing,
  };
}
