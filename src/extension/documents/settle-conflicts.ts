/** Tells of saves that were refused and carries out what the person decides. */
import * as vscode from "vscode";
import type { Failure } from "../../core/failure.ts";
import type { App } from "../app.ts";
import { localId } from "../connections.ts";
import { type CommandFailure, failureOf, registerCommand } from "../register-command.ts";
import {
  compare,
  type DecisionParts,
  type Disputed,
  merge,
  overwrite,
  recreate,
} from "./decisions.ts";
import { atVersion, locationOf, nameOf, openDocument, uriOf } from "./locations.ts";
import { explainConflict, type Finished } from "./saving.ts";
import { tellMarkers } from "./tell-markers.ts";

export function settleConflicts(
  app: Pick<App, "report" | "connections" | "vals" | "drafts">,
  parts: DecisionParts,
): vscode.Disposable {
  const { t } = vscode.l10n;
  const { report, connections } = app;
  const asked = new Set<string>();

  function find(target: unknown): Disputed | undefined {
    const uri =
      target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
    const location = uri && locationOf(uri);
    const conflict = uri && parts.conflicts.get(uri);
    const document = uri && openDocument(uri);
    return location && conflict && document ? { document, location, conflict } : undefined;
  }

  /** Registers a command about the conflict of the given or active document. */
  function register(
    id: string,
    decide: (disputed: Disputed) => Promise<CommandFailure | undefined>,
  ): vscode.Disposable {
    return registerCommand(app, id, async (target: unknown) => {
      const disputed = find(target);
      if (disputed) return await decide(disputed);
      void vscode.window.showInformationMessage(
        t("There is nothing to decide about this file any more."),
      );
      return undefined;
    });
  }

  /** Asks once per document, however often its save is refused meanwhile. */
  async function ask(uri: vscode.Uri): Promise<void> {
    const disputed = find(uri);
    const key = uri.toString();
    if (!disputed || asked.has(key)) return;
    asked.add(key);
    const { conflict, location } = disputed;
    const choices =
      conflict.kind === "moved"
        ? ([
            [t("Compare"), "valsmith.conflict.compare"],
            [t("Merge"), "valsmith.conflict.merge"],
            [t("Overwrite"), "valsmith.conflict.overwrite"],
          ] as const)
        : ([
            [t("Create It Again"), "valsmith.conflict.recreate"],
            [t("Save a Copy…"), "workbench.action.files.saveAs"],
          ] as const);
    // Without the version: it may be another one by the time this is read.
    const sentence =
      conflict.kind === "moved"
        ? t("{0} was changed by someone else.", nameOf(location))
        : explainConflict(conflict, location);
    const chosen = await vscode.window.showWarningMessage(
      `${sentence} ${t("Nothing was overwritten and your text is kept.")}`,
      ...choices.map(([title]) => title),
    );
    asked.delete(key);
    const command = choices.find(([title]) => title === chosen)?.[1];
    if (command) await vscode.commands.executeCommand(command, uri);
  }

  async function tellOverwritten(
    uri: vscode.Uri,
    version: number,
    unforeseen: boolean,
  ): Promise<void> {
    const location = locationOf(uri);
    if (!location) return;
    const name = nameOf(location);
    const show = t("Show What Was Overwritten");
    const chosen = unforeseen
      ? await vscode.window.showWarningMessage(
          t(
            "Someone saved {0} in the same moment; your save replaced theirs, version {1}.",
            name,
            version,
          ),
          show,
        )
      : await vscode.window.showInformationMessage(
          t("{0} is saved. Version {1}, which it replaced, is kept in the history.", name, version),
          show,
        );
    if (chosen !== show) return;
    const title = t("{0} (version {1} ↔ now)", name, version);
    const old = uriOf(atVersion(location, version));
    await vscode.commands.executeCommand("vscode.diff", old, uri, title);
  }

  async function follow({ uri, outcome }: Finished): Promise<void> {
    if (outcome.kind === "saved" && outcome.overwrote !== undefined) {
      await tellOverwritten(uri, outcome.overwrote, outcome.unforeseen === true);
    } else if (outcome.kind === "failed") {
      tellFailure(uri, outcome.failure);
    } else {
      await ask(uri);
    }
  }

  /** The editor shows every failed save itself; what is said here is the step that helps. */
  function tellFailure(uri: vscode.Uri, failure: Failure): void {
    const location = locationOf(uri);
    if (!location) return;
    const what = t("{0} was not saved; your text is kept as a draft.", nameOf(location));
    const { connection } = location;
    if (failure.kind === "unauthorized" && connection !== localId) {
      report.failure(failure, what, {
        title: t("Sign In"),
        run: () => vscode.commands.executeCommand("valsmith.signIn", connection),
      });
    }
    // The local service gives its session itself: one that it refuses, or that is not to be had, takes a new start.
    const restartHelps = failure.kind === "offline" || failure.kind === "unauthorized";
    if (restartHelps && connection === localId) {
      report.failure(failure, what, {
        title: t("Restart Local Service"),
        run: () => vscode.commands.executeCommand("valsmith.restartLocalService"),
      });
    }
  }

  return vscode.Disposable.from(
    parts.saving.onDidFinish((finished) => {
      follow(finished).catch((error: unknown) => report.bug(error, "Telling of a save failed."));
    }),
    register("valsmith.conflict.compare", async (disputed) => {
      await compare(disputed);
      return undefined;
    }),
    register("valsmith.conflict.overwrite", async (disputed) => {
      await overwrite(parts, disputed);
      return undefined;
    }),
    register("valsmith.conflict.merge", async (disputed) => {
      const name = nameOf(disputed.location);
      const merged = await merge(parts, disputed);
      if (!merged.ok) return failureOf(merged, t("{0} was not merged.", name));
      if (merged.value.conflicts > 0) tellMarkers(disputed.location);
      return undefined;
    }),
    register("valsmith.conflict.recreate", async (disputed) => {
      const connection = connections.get(disputed.location.connection);
      if (!connection) return undefined;
      const made = await recreate(parts, connection.client, disputed);
      return failureOf(made, t("{0} was not created again.", nameOf(disputed.location)));
    }),
  );
}
