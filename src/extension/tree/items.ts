/** How the things of the Vals view look and read aloud. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import type { Privacy } from "../../core/val.ts";
import { type Connection, localId } from "../connections.ts";
import { explainFailure } from "../explain-failure.ts";
import { plainLine } from "../plain-text.ts";
import type { FileNode, ListNode, Node, ValNode } from "./nodes.ts";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function toItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case "service":
      return serviceItem(node.connection);
    case "list":
      return listItem(node);
    case "val":
      return valItem(node);
    case "file":
    case "directory":
      return fileItem(node);
    case "more":
      return action(
        `${node.connection.id}/${node.list}/more`,
        vscode.l10n.t("More vals ({0} shown)", node.shown),
        "ellipsis",
        { title: "", command: "valsmith.vals.more", arguments: [node] },
      );
    case "trouble":
      return action(`${node.connection.id}/trouble`, node.reason, "warning", {
        title: "",
        command: "valsmith.vals.refresh",
      });
    case "empty":
      return action(`${node.connection.id}/empty`, vscode.l10n.t("No vals yet: make one"), "add", {
        title: "",
        command: "valsmith.newVal",
        arguments: [node.connection.id],
      });
  }
}

/** Privacy in a word, for people. */
export function privacyName(privacy: Privacy): string {
  switch (privacy) {
    case "public":
      return vscode.l10n.t("public");
    case "unlisted":
      return vscode.l10n.t("unlisted");
    case "private":
      return vscode.l10n.t("private");
  }
}

const privacyIcons: Readonly<Record<Privacy, string>> = {
  public: "globe",
  unlisted: "link",
  private: "lock",
};

function serviceItem(connection: Connection): vscode.TreeItem {
  const item = new vscode.TreeItem(connection.label, Expanded);
  item.id = connection.id;
  item.contextValue = `service;${needsSignIn(connection) ? "signIn" : connection.state.kind}`;
  const { icon, description } = describeState(connection);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.description = description;
  item.accessibilityInformation = { label: `${connection.label}, ${description}` };
  return item;
}

function needsSignIn({ id, state }: Connection): boolean {
  const refused = state.kind === "failed" && state.failure.kind === "unauthorized";
  return id !== localId && (refused || state.kind === "signedOut");
}

function describeState({ id, state, me }: Connection): { icon: string; description: string } {
  const { t } = vscode.l10n;
  const icon = id === localId ? "vm" : "cloud";
  switch (state.kind) {
    case "idle":
    case "starting":
      return { icon, description: t("connecting…") };
    case "signedOut":
      return { icon, description: t("not signed in") };
    case "ready":
      return { icon, description: me?.username ?? "" };
    case "failed":
      return { icon: "warning", description: explainFailure(state.failure).reason };
  }
}

function listItem({ connection, list }: ListNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const label = list === "std" ? t("Standard vals") : t("Public vals of others");
  const item = new vscode.TreeItem(label, Collapsed);
  item.id = `${connection.id}/${list}`;
  item.contextValue = "list";
  item.iconPath = new vscode.ThemeIcon(list === "std" ? "library" : "organization");
  return item;
}

function valItem({ val, list, location, uri, connection }: ValNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const handle = printHandle(location);
  const own = list === "own";
  const item = new vscode.TreeItem(own ? val.name : handle, Collapsed);
  item.id = `${connection.id}/${list}/${val.id}`;
  item.contextValue = own ? "val;own" : list === "std" ? "std" : "val";
  const privacy = privacyName(val.privacy);
  // Other people's listed vals are all public: saying so on each would be noise.
  if (own) item.description = privacy;
  item.iconPath = new vscode.ThemeIcon(privacyIcons[val.privacy]);
  item.resourceUri = uri;
  item.tooltip = valTooltip(handle, privacy, val.description);
  item.accessibilityInformation = { label: t("{0}, {1} val", handle, privacy) };
  item.command = { title: t("Open"), command: "valsmith.openVal", arguments: [uri] };
  return item;
}

function valTooltip(
  handle: string,
  privacy: string,
  description: string | null,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${handle} (${privacy})`);
  if (description) tooltip.appendMarkdown("\n\n").appendText(plainLine(description));
  return tooltip;
}

function fileItem({ kind, location, uri, file }: FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(uri, kind === "directory" ? Collapsed : None);
  item.id = uri.toString();
  item.contextValue = location.readonly ? kind : `${kind};own`;
  if (kind === "directory") return item;
  const role = roleName(file.type);
  item.description = role;
  item.accessibilityInformation = { label: role === "" ? file.name : `${file.name}, ${role}` };
  item.command = {
    title: vscode.l10n.t("Open"),
    command: "vscode.open",
    arguments: [uri],
  };
  return item;
}

/** What a file is for, where it is for more than being imported. */
function roleName(type: FileNode["file"]["type"]): string {
  switch (type) {
    case "http":
      return vscode.l10n.t("web");
    case "interval":
      return vscode.l10n.t("cron");
    case "email":
      return vscode.l10n.t("email");
    case "script":
    case "file":
    case "directory":
      return "";
  }
}

function action(id: string, label: string, icon: string, command: vscode.Command): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  item.id = id;
  item.contextValue = "action";
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { ...command, title: label };
  return item;
}
