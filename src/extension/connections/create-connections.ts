/** Which services there are: the own town, Val Town, those that the settings name and those that somebody signed in to. */
import * as vscode from "vscode";
import { fail, ok } from "../../core/failure.ts";
import type { App } from "../app.ts";
import { townCapabilities, valTownCapabilities } from "../capabilities.ts";
import { type Connections, localId, valTownId } from "../connections.ts";
import type { TownHost } from "../host.ts";
import type { Session } from "../sessions.ts";
import { type Address, parseAddress } from "./addresses.ts";
import { createConnection, type OwnedConnection } from "./create-connection.ts";

/** Application-scoped, so that no repository can add a service. */
const setting = "valsmith.connections";

export function createConnections(app: Pick<App, "host" | "sessions" | "log">): Connections {
  const { host, sessions, log } = app;
  const changed = new vscode.EventEmitter<void>();
  const known = new Map<string, OwnedConnection>();

  function add(address: Address): void {
    if (known.has(address.id)) return;
    const connection =
      address.id === localId
        ? host.town && connectToTown(address, host.town)
        : connectToRemote(address, app);
    if (!connection) return;
    known.set(address.id, connection);
    connection.onDidChange(() => changed.fire());
  }

  function addConfigured(): void {
    for (const text of vscode.workspace.getConfiguration().get<unknown[]>(setting) ?? []) {
      const address = typeof text === "string" ? parseAddress(text) : undefined;
      if (address) add(address);
      else log.warn(`The setting ${setting} holds something that is not an address.`);
    }
  }

  function addSession({ connection }: Session): void {
    const address = parseAddress(connection);
    if (address) add(address);
  }

  for (const id of [localId, valTownId]) {
    const address = parseAddress(id);
    if (address) add(address);
  }
  addConfigured();
  const loaded = sessions.list().then(
    (list) => {
      list.forEach(addSession);
      if (list.length > 0) changed.fire();
    },
    (error: unknown) => log.error("The sign-ins could not be read.", error),
  );

  const subscriptions = [
    sessions.onDidChange(({ added, removed }) => {
      added.forEach(addSession);
      for (const { connection } of [...added, ...removed]) known.get(connection)?.reset();
      changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(setting)) return;
      addConfigured();
      changed.fire();
    }),
  ];

  return {
    onDidChange: changed.event,
    get all() {
      return [...known.values()];
    },
    get: (id) => known.get(id),
    async find(id) {
      await loaded;
      return known.get(id);
    },
    reset: (id) => known.get(id)?.reset(),
    dispose() {
      for (const one of [...subscriptions, ...known.values(), changed]) one.dispose();
    },
  };
}

function connectToTown(address: Address, town: TownHost): OwnedConnection {
  return createConnection({
    ...address,
    label: vscode.l10n.t("Local"),
    capabilities: townCapabilities,
    async fetch(url, init) {
      const link = await town.attach();
      if (!link.ok) throw new Error(link.failure.message);
      return await link.value.fetch(url, init);
    },
    async signedIn() {
      const link = await town.attach();
      return link.ok ? ok({ token: link.value.session, user: link.value.handle }) : link;
    },
  });
}

function connectToRemote(
  address: Address,
  { host, sessions }: Pick<App, "host" | "sessions">,
): OwnedConnection {
  return createConnection({
    ...address,
    label: address.id,
    capabilities: address.id === valTownId ? valTownCapabilities : townCapabilities,
    fetch: host.fetch,
    async signedIn() {
      const session = await sessions.current(address.id);
      if (!session) return ok(undefined);
      const token = await sessions.token(session.id, address.origin);
      // A session of another origin is not sent; calling anonymously instead would hide that.
      return token === undefined
        ? fail({ kind: "unauthorized", code: "no_token", message: "The sign-in has no token." })
        : ok({ token, user: session.user });
    },
  });
}
