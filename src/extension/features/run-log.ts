/** The log channel of runs: what vals print while they run, and how they end. */
import * as vscode from "vscode";
import type { App } from "../app.ts";
import { registerCommand } from "../register-command.ts";
import { writeStep } from "../running/run-log.ts";

/** When the channel comes to the front. */
type Reveal = "onOutput" | "always" | "never";

export function runLog(app: Pick<App, "runs" | "report">): vscode.Disposable {
  const channel = vscode.window.createOutputChannel("Valsmith Runs", { log: true });
  /** Runs whose output was brought to the front: once each, since the person may have put it away. */
  const revealed = new Set<string>();
  return vscode.Disposable.from(
    channel,
    app.runs.onDidStep((step) => {
      const isWorthSeeing = writeStep(channel, step);
      const { key, state } = step.record;
      const reveal = vscode.workspace
        .getConfiguration("valsmith")
        .get<Reveal>("run.revealLog", "onOutput");
      if (reveal !== "never" && !revealed.has(key) && (isWorthSeeing || reveal === "always")) {
        revealed.add(key);
        channel.show(true);
      }
      if (state.kind !== "running") revealed.delete(key);
    }),
    registerCommand(app, "valsmith.run.showLog", () => channel.show(true)),
  );
}
