/** The Vals view, and what it says when there is nothing to show. */
import * as vscode from "vscode";
import type { App, Feature } from "../app.ts";
import { localId } from "../connections.ts";
import { registerCommand } from "../register-command.ts";
import type { MoreNode } from "../tree/nodes.ts";
import { createValsTree } from "../tree/vals-tree.ts";

/** Decides which welcome text is shown: `starting`, `failed`, `signedOut` or `ready`. */
const contextKey = "valsmith.service";

export const valsView: Feature = (app) => {
  const { connections, vals } = app;
  const tree = createValsTree(app);
  const view = vscode.window.createTreeView("valsmith.vals", {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const showState = () => {
    const state = overallState(connections);
    void vscode.commands.executeCommand("setContext", contextKey, state);
    const offline = connections.all.filter(
      ({ state: { kind, ...rest } }) =>
        kind === "failed" && "failure" in rest && rest.failure.kind === "offline",
    );
    const names = offline.map(({ label }) => label).join(", ");
    const message =
      names === "" ? "" : vscode.l10n.t("Not reachable: {0}. What was seen last is shown.", names);
    // The editor keeps the line while the text is a string, so an empty one has to go altogether.
    Reflect.set(view, "message", message === "" ? undefined : message);
  };
  showState();
  return vscode.Disposable.from(
    view,
    tree,
    connections.onDidChange(showState),
    registerCommand(app, "valsmith.vals.refresh", async () => {
      for (const { id } of connections.all) vals.forget({ connection: id });
      tree.refresh();
      // One that is away must not keep the others waiting; its outcome shows when it is there.
      const failed = connections.all.filter(({ state }) => state.kind === "failed");
      await Promise.all(failed.map((connection) => connection.connect()));
    }),
    registerCommand(app, "valsmith.vals.more", (node: MoreNode) => tree.more(node)),
  );
};

function overallState(connections: App["connections"]): string {
  const local = connections.get(localId);
  if (!local) return "signedOut";
  return local.state.kind === "idle" ? "starting" : local.state.kind;
}
