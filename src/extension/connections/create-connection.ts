/** One service: its client, how it is doing, and who is signed in to it. */
import * as vscode from "vscode";
import { type Client, createClient } from "../../client/client.ts";
import type { Fetch } from "../../client/transport.ts";
import { type Failure, ok, type Result } from "../../core/failure.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Connection, ConnectionState, Person } from "../connections.ts";
import type { Address } from "./addresses.ts";

export interface ConnectionParts extends Address {
  readonly label: string;
  readonly capabilities: Capabilities;
  readonly fetch: Fetch;
  /** Who is signed in; undefined when nobody is, a failure when the service cannot even be started. */
  readonly signedIn: () => Promise<Result<SignedIn | undefined>>;
}

export interface SignedIn {
  readonly token: string;
  readonly user: string;
}

export interface OwnedConnection extends Connection, vscode.Disposable {
  /** Forgets who is signed in; the next `connect` finds out anew. */
  reset(): void;
}

export function createConnection(parts: ConnectionParts): OwnedConnection {
  const changed = new vscode.EventEmitter<void>();
  let state: ConnectionState = { kind: "idle" };
  let me: Person | undefined;
  let connecting: Promise<Result<Person | undefined>> | undefined;
  let generation = 0;

  function become(next: ConnectionState): void {
    const same = next.kind === state.kind && kindOfFailure(next) === kindOfFailure(state);
    state = next;
    if (!same) changed.fire();
  }

  const credential = async (): Promise<Result<string | undefined>> => {
    const signedIn = await parts.signedIn();
    return signedIn.ok ? ok(signedIn.value?.token) : signedIn;
  };
  const { origin, fetch } = parts;
  const client = observe(createClient({ origin, fetch, credential }), (failure) => {
    // What one call finds out holds for the whole service, in both directions.
    if (failure === undefined) {
      if (state.kind === "failed" && isAboutService(state.failure) && me) become({ kind: "ready" });
    } else if (isAboutService(failure) && state.kind === "ready") {
      become({ kind: "failed", failure });
    }
  });

  async function findOut(): Promise<Result<Person | undefined>> {
    const asked = generation;
    // Another try after a failure is made in silence: what is shown changes when it has an outcome.
    if (state.kind === "idle") become({ kind: "starting" });
    const answer = await askWho(parts, client);
    if (asked !== generation) return answer;
    connecting = undefined;
    me = answer.ok ? answer.value : undefined;
    if (!answer.ok) become({ kind: "failed", failure: answer.failure });
    else become({ kind: me === undefined ? "signedOut" : "ready" });
    return answer;
  }

  return {
    id: parts.id,
    label: parts.label,
    origin: parts.origin,
    capabilities: parts.capabilities,
    client,
    onDidChange: changed.event,
    get state() {
      return state;
    },
    get me() {
      return me;
    },
    connect() {
      if (state.kind === "ready") return Promise.resolve(ok(me));
      if (state.kind === "signedOut") return Promise.resolve(ok(undefined));
      return (connecting ??= findOut());
    },
    reset() {
      generation++;
      connecting = undefined;
      me = undefined;
      state = { kind: "idle" };
      changed.fire();
    },
    dispose: () => changed.dispose(),
  };
}

/** Who the service says is signed in. A token that may not ask is still somebody's. */
async function askWho(
  { signedIn }: ConnectionParts,
  client: Client,
): Promise<Result<Person | undefined>> {
  const session = await signedIn();
  if (!session.ok) return session;
  if (session.value === undefined) return ok(undefined);
  const { user } = session.value;
  const me = await client.call("getMe", {});
  if (!me.ok) return me.failure.kind === "forbidden" ? ok({ username: user, id: undefined }) : me;
  return ok({ username: me.value.username ?? user, id: me.value.id });
}

/** Whether a failure says something about the service or the sign-in, rather than about one request. */
function isAboutService(failure: Failure): boolean {
  return failure.kind === "offline" || failure.kind === "unauthorized";
}

function kindOfFailure(state: ConnectionState): string | undefined {
  return state.kind === "failed" ? state.failure.kind : undefined;
}

/** A client that tells the outcome of every call: undefined for a success. */
function observe(client: Client, told: (failure: Failure | undefined) => void): Client {
  const watch = async <T>(outcome: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await outcome;
    told(result.ok ? undefined : result.failure);
    return result;
  };
  return {
    origin: client.origin,
    call: (route, request) => watch(client.call(route, request)),
    exchange: (route, request) => watch(client.exchange(route, request)),
    events: (route, request) => watch(client.events(route, request)),
  };
}
