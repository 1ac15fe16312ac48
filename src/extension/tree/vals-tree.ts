/** The Vals view: services, their lists, vals, and the files in them. Everything is asked for when it is looked at. */
import * as vscode from "vscode";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { Val } from "../../protocol/shapes.ts";
import type { App } from "../app.ts";
import { parseAddress } from "../connections/addresses.ts";
import { type Connection, localId } from "../connections.ts";
import { uriOf } from "../documents/locations.ts";
import { isShipped, standardUser, standardVal } from "../documents/standard-vals.ts";
import { explainFailure } from "../explain-failure.ts";
import { toItem } from "./items.ts";
import type { ListKind, MoreNode, Node, ValNode } from "./nodes.ts";
import { createValList, type ListedVals, type ValList } from "./val-list.ts";

export interface ValsTree extends vscode.TreeDataProvider<Node>, vscode.Disposable {
  /** Reads on in a list. */
  more(node: MoreNode): Promise<void>;
  /** Forgets all lists and shows what the services have now. */
  refresh(): void;
}

export function createValsTree({
  connections,
  vals,
  sessions,
}: Pick<App, "connections" | "vals" | "sessions">): ValsTree {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const lists = new Map<string, ValList>();
  /** Lists from before the last refresh, shown while a service cannot be reached. */
  const former = new Map<string, ValList>();

  function listOf(connection: Connection, kind: ListKind): ValList {
    const key = `${connection.id}/${kind}`;
    const known = lists.get(key);
    if (known) return known;
    const list = createValList(connection, kind);
    lists.set(key, list);
    return list;
  }

  async function readList(connection: Connection, kind: ListKind): Promise<Result<ListedVals>> {
    const read = await listOf(connection, kind).read();
    const before = read.ok ? undefined : former.get(`${connection.id}/${kind}`)?.peek();
    return before ? ok(before) : read;
  }

  /** The own town, and every service that somebody signed in to or added. */
  async function services(): Promise<Connection[]> {
    const signedIn = new Set((await sessions.list()).map(({ connection }) => connection));
    const added = vscode.workspace.getConfiguration().get<string[]>("valsmith.connections") ?? [];
    return connections.all.filter(
      ({ id }) =>
        id === localId || signedIn.has(id) || added.some((text) => parseAddress(text)?.id === id),
    );
  }

  async function serviceChildren(connection: Connection): Promise<Node[]> {
    // Showing a failure is no reason to try again: that would fail, be shown, and so on.
    const { state } = connection;
    const me = state.kind === "failed" ? fail(state.failure) : await connection.connect();
    const seen =
      former.get(`${connection.id}/own`)?.peek() ?? lists.get(`${connection.id}/own`)?.peek();
    if (!me.ok && !seen) return [];
    const signedIn = !me.ok || me.value !== undefined;
    const own = signedIn ? await listed(connection, "own") : [];
    const others: Node[] = [
      { kind: "list", connection, list: "others" },
      { kind: "list", connection, list: "std" },
    ];
    const none = signedIn && own.length === 0;
    return [...(none ? [{ kind: "empty", connection } as const] : own), ...others];
  }

  async function listed(connection: Connection, list: ListKind): Promise<Node[]> {
    if (list === "std" && isShipped(connection, standardUser)) return await shipped(connection);
    const read = await readList(connection, list);
    if (!read.ok) return [trouble(connection, read.failure)];
    const mine = connection.me?.username;
    const nodes = read.value.vals.flatMap((val): Node[] => {
      const user = val.author.username;
      if (user === null) return [];
      if (list === "others" && (user === mine || user === standardUser)) return [];
      return [toNode(connection, list, val, user)];
    });
    if (read.value.more) nodes.push({ kind: "more", connection, list, shown: nodes.length });
    return nodes;
  }

  async function shipped(connection: Connection): Promise<Node[]> {
    const names = await vals.standardNames();
    return names.map((name) => toNode(connection, "std", standardVal(name), standardUser));
  }

  async function filesBelow(location: ValLocation): Promise<Node[]> {
    const files = await vals.files(location);
    if (!files.ok) {
      const connection = connections.get(location.connection);
      return connection ? [trouble(connection, files.failure)] : [];
    }
    const below = location.path === "" ? "" : `${location.path}/`;
    const children = files.value.filter(
      ({ path }) =>
        path.startsWith(below) && path !== location.path && !path.slice(below.length).includes("/"),
    );
    return children.toSorted(directoriesFirst).map((file) => {
      const below = { ...location, path: file.path };
      const kind = file.type === "directory" ? "directory" : "file";
      return { kind, location: below, uri: uriOf(below), file };
    });
  }

  const subscriptions = [
    connections.onDidChange(() => changed.fire(undefined)),
    vals.onDidChange(() => changed.fire(undefined)),
  ];

  return {
    onDidChangeTreeData: changed.event,
    getTreeItem: toItem,
    async getChildren(node) {
      if (!node) {
        const all = await services();
        const [only, ...rest] = all;
        // One service needs no heading: its vals are the view.
        if (only && rest.length === 0) return await serviceChildren(only);
        return all.map((connection) => ({ kind: "service", connection }));
      }
      switch (node.kind) {
        case "service":
          return await serviceChildren(node.connection);
        case "list":
          return await listed(node.connection, node.list);
        case "val":
        case "directory":
          return await filesBelow(node.location);
        case "file":
        case "more":
        case "trouble":
        case "empty":
          return [];
      }
    },
    async more({ connection, list }) {
      await listOf(connection, list).more();
      changed.fire(undefined);
    },
    refresh() {
      for (const [key, list] of lists) if (list.peek()) former.set(key, list);
      lists.clear();
      changed.fire(undefined);
    },
    dispose() {
      for (const one of [...subscriptions, changed]) one.dispose();
    },
  };
}

function toNode(connection: Connection, list: ListKind, val: Val, user: string): ValNode {
  const readonly = list !== "own";
  const location = { connection: connection.id, user, name: val.name, path: "", readonly };
  return { kind: "val", connection, list, val, location, uri: uriOf(location) };
}

function trouble(connection: Connection, failure: Failure): Node {
  return { kind: "trouble", connection, reason: explainFailure(failure).reason };
}

function directoriesFirst(
  a: { readonly type: string; readonly name: string },
  b: { readonly type: string; readonly name: string },
): number {
  const [first, second] = [a, b].map(({ type }) => (type === "directory" ? 0 : 1));
  return (first ?? 0) - (second ?? 0) || a.name.localeCompare(b.name);
}
