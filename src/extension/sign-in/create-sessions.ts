/** Sessions in the editor's secret storage, one value each, the same in every window. */
import * as vscode from "vscode";
import { parseScope } from "../../core/scope.ts";
import type { Log } from "../log.ts";
import type { Session, Sessions, SessionsChange } from "../sessions.ts";

const prefix = "session/";

interface Stored {
  readonly session: Session;
  readonly token: string;
}

export function createSessions(secrets: vscode.SecretStorage, log: Log): Sessions {
  const changed = new vscode.EventEmitter<SessionsChange>();
  // Reading is a message to another process, and every request needs a token.
  let known: Promise<ReadonlyMap<string, Stored>> | undefined;

  async function load(): Promise<ReadonlyMap<string, Stored>> {
    const keys = (await secrets.keys()).filter((key) => key.startsWith(prefix));
    const found = await Promise.all(keys.map(async (key) => await readOne(key)));
    const stored = found.flatMap((one) => one ?? []);
    const sorted = stored.toSorted((a, b) => a.session.since - b.session.since);
    return new Map(sorted.map((one) => [one.session.id, one]));
  }

  async function readOne(key: string): Promise<Stored | undefined> {
    // A remote window may answer `undefined` for a moment; once is not yet signed out.
    const text = (await secrets.get(key)) ?? (await secrets.get(key));
    const stored = text === undefined ? undefined : parseStored(text);
    if (!stored) log.warn("A stored sign-in cannot be read and is left out.");
    return stored;
  }

  async function reload(): Promise<void> {
    const before = await known;
    known = load();
    const after = await known;
    if (!before) return;
    const added = [...after.values()].filter(({ session }) => !before.has(session.id));
    const removed = [...before.values()].filter(({ session }) => !after.has(session.id));
    if (added.length + removed.length === 0) return;
    changed.fire({ added: added.map(sessionOf), removed: removed.map(sessionOf) });
  }

  /** Looks again, after all looks that were begun before. */
  function refresh(): Promise<void> {
    reloading = reloading.then(reload).catch((error: unknown) => {
      known = undefined;
      log.error("The sign-ins could not be read.", error);
    });
    return reloading;
  }

  let reloading = Promise.resolve();
  const subscription = secrets.onDidChange(({ key }) => {
    if (key.startsWith(prefix)) void refresh();
  });

  /** What is stored, with all changes that were told so far. */
  async function current(): Promise<ReadonlyMap<string, Stored>> {
    await reloading;
    if (!known) await refresh();
    return await (known ?? new Map());
  }

  return {
    onDidChange: changed.event,
    list: async () => [...(await current()).values()].map(sessionOf),
    async current(connection) {
      const all = [...(await current()).values()].map(sessionOf);
      return all.findLast((session) => session.connection === connection);
    },
    async token(id, origin) {
      const stored = (await current()).get(id);
      return stored?.session.origin === origin ? stored.token : undefined;
    },
    async add(session, token) {
      await current();
      await secrets.store(prefix + session.id, JSON.stringify({ session, token }));
      // The editor tells of the change too, but perhaps later.
      await refresh();
    },
    async remove(id) {
      const stored = (await current()).get(id);
      await secrets.delete(prefix + id);
      await refresh();
      return stored?.session;
    },
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

function sessionOf({ session }: Stored): Session {
  return session;
}

function parseStored(text: string): Stored | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { session, token } = (value ?? {}) as { session?: Partial<Session>; token?: unknown };
  if (typeof token !== "string" || typeof session !== "object" || session === null)
    return undefined;
  const { id, connection, origin, user, since, scopes, expiresAt } = session;
  if (typeof id !== "string" || typeof connection !== "string" || typeof origin !== "string") {
    return undefined;
  }
  if (typeof user !== "string" || typeof since !== "number") return undefined;
  return {
    token,
    session: {
      id,
      connection,
      origin,
      user,
      since,
      scopes: Array.isArray(scopes) ? scopes.flatMap((scope) => parseScope(scope) ?? []) : null,
      expiresAt: typeof expiresAt === "string" ? expiresAt : null,
    },
  };
}
