/** The commands that run vals, stop runs and show their results. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import type { App } from "../app.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { createLastArguments } from "../running/last-args.ts";
import { createResultProvider, resultScheme, resultUri } from "../running/result-document.ts";
import type { RunRecord } from "../running/run-record.ts";
import { runVal } from "../running/run-val.ts";
import { tellEnd } from "../running/tell-end.ts";
import { noTargetVal, targetVal } from "../target-val.ts";
import type { ValName } from "../vals.ts";

export function runCommands(app: App): vscode.Disposable {
  const { vals, language, runs, grants, report, connections, log } = app;
  const last = createLastArguments(app.context.workspaceState);

  async function run(name: ValName, args?: readonly unknown[]): Promise<CommandOutcome> {
    const outcome = await runVal({ vals, language, runs, last }, name, args);
    if (!outcome.ok)
      return failureOf(outcome, vscode.l10n.t("{0} was not run.", printHandle(name)));
    if (outcome.value) tell(outcome.value);
    return undefined;
  }

  function tell(record: RunRecord): void {
    const showLog = () => vscode.commands.executeCommand("valsmith.run.showLog");
    const parts = { vals, grants, report, connections, again, showLog, showResult };
    // The command is over; a message may stay for as long as it likes.
    tellEnd(parts, record).catch((error: unknown) => log.error("A run's message failed.", error));
  }

  const again = ({ key }: RunRecord) => vscode.commands.executeCommand("valsmith.runAgain", key);

  async function showResult(record: RunRecord): Promise<void> {
    const document = await vscode.workspace.openTextDocument(resultUri(record));
    await vscode.window.showTextDocument(document, {
      preview: true,
      preserveFocus: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  /** The run that is meant: by key, else the newest one of the val that is open, else the newest of all. */
  function recordOf(argument: unknown): RunRecord | undefined {
    if (typeof argument === "string") return runs.get(argument);
    const target = targetVal(argument);
    const mine = target && runs.latest(target.connection, target);
    return mine ?? runs.all.at(-1);
  }

  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(resultScheme, createResultProvider(runs)),
    registerCommand(app, "valsmith.run", async (argument: unknown) => {
      const target = targetVal(argument);
      return target ? await run(target) : noTargetVal();
    }),
    registerCommand(app, "valsmith.runAgain", async (argument: unknown) => {
      const record = recordOf(argument);
      if (record)
        return await run({ ...record.handle, connection: record.connection }, record.args);
      const target = targetVal(argument);
      return target ? await run(target) : noTargetVal();
    }),
    registerCommand(app, "valsmith.run.stop", (argument: unknown) => {
      if (typeof argument === "string") return runs.stop(argument);
      const running = runs.all.filter(({ state }) => state.kind === "running");
      const target = targetVal(argument);
      const mine = running.filter((record) => target && isRunOf(record, target));
      for (const { key } of mine.length > 0 ? mine : running) runs.stop(key);
      return undefined;
    }),
    registerCommand(app, "valsmith.run.showResult", async (argument: unknown) => {
      const record = recordOf(argument);
      if (record?.state.kind === "succeeded") return await showResult(record);
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no result yet. Run a val first."),
      );
      return undefined;
    }),
  );
}

function isRunOf({ connection, handle }: RunRecord, name: ValName): boolean {
  return connection === name.connection && handle.user === name.user && handle.name === name.name;
}
