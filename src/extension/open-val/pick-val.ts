/** The list from which a val is opened: own vals at once, others by name, address or search. */
import * as vscode from "vscode";
import { printHandle } from "../../core/handle.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { Val } from "../../protocol/shapes.ts";
import type { App } from "../app.ts";
import type { Connection } from "../connections.ts";
import { privacyName } from "../tree/items.ts";
import { readTyped } from "./read-typed.ts";

export interface ValPick extends vscode.QuickPickItem {
  readonly location: ValLocation;
}

/** Own vals that are listed before anything is typed, per service. */
const firstShown = 100;
/** Typing is followed by a search after this pause, in milliseconds. */
const pause = 250;

/** The val that somebody chose; undefined when they changed their mind. */
export async function pickVal({
  connections,
}: Pick<App, "connections">): Promise<ValLocation | undefined> {
  const { t } = vscode.l10n;
  const pick = vscode.window.createQuickPick<ValPick>();
  pick.title = t("Open Val");
  pick.placeholder = t("A name, @user/name, or the address of a val");
  pick.matchOnDescription = true;
  let own: ValPick[] = [];
  let found: ValPick[] = [];
  let search: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    const typed = typedPicks(pick.value, connections.all);
    const seen = new Set<string>();
    // The editor keeps what does not match the text out of sight, except for what it is told to show. What is known to
    // exist comes before what was merely typed.
    pick.items = [...own, ...found, ...typed].filter(({ location: { connection, user, name } }) => {
      const key = `${connection}/${user}/${name}`;
      return !seen.has(key) && seen.add(key);
    });
  };

  async function loadOwn(connection: Connection): Promise<void> {
    const me = await connection.connect();
    if (!me.ok || me.value === undefined) return;
    const listed = await connection.client.call("listMyVals", { query: { limit: firstShown } });
    if (!listed.ok) return;
    own = [...own, ...listed.value.data.flatMap((val) => toPick(connection, val, true))];
    show();
  }

  async function searchAll(query: string, signal: AbortSignal): Promise<void> {
    const able = connections.all.filter(
      ({ capabilities, state }) => capabilities.search && state.kind === "ready",
    );
    const answers = await Promise.all(
      able.map(async (connection) => {
        const answer = await connection.client.call("searchVals", { query: { query }, signal });
        const { me } = connection;
        const isOwn = ({ author }: Val) => author.username === me?.username;
        return answer.ok
          ? answer.value.data.flatMap((val) => toPick(connection, val, isOwn(val), true))
          : [];
      }),
    );
    if (signal.aborted) return;
    found = answers.flat();
    pick.busy = false;
    show();
  }

  pick.onDidChangeValue((value) => {
    search?.abort();
    clearTimeout(timer);
    found = [];
    show();
    if (value.trim().length < 2) return;
    const current = new AbortController();
    search = current;
    pick.busy = true;
    timer = setTimeout(() => void searchAll(value.trim(), current.signal), pause);
  });
  pick.busy = true;
  void Promise.all(connections.all.map(loadOwn)).finally(() => (pick.busy = false));
  try {
    return await new Promise<ValLocation | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.location));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    search?.abort();
    clearTimeout(timer);
    pick.dispose();
  }
}

/** What the typed text itself names, on every service where it could be. */
function typedPicks(text: string, connections: readonly Connection[]): ValPick[] {
  const typed = readTyped(text);
  if (!typed) return [];
  const locations =
    typed.kind === "location"
      ? [typed.location]
      : connections.map(({ id }) => ({
          ...typed.handle,
          connection: id,
          path: "",
          readonly: true,
        }));
  return locations.map((location) => ({
    label: vscode.l10n.t("Open {0}", printHandle(location)),
    description: location.connection,
    alwaysShow: true,
    location,
  }));
}

function toPick(connection: Connection, val: Val, own: boolean, alwaysShow = false): ValPick[] {
  const { username } = val.author;
  if (username === null) return [];
  const location = {
    connection: connection.id,
    user: username,
    name: val.name,
    path: "",
    readonly: !own,
  };
  const label = printHandle(location);
  return [
    {
      label,
      description: `${connection.label} · ${privacyName(val.privacy)}`,
      alwaysShow,
      location,
    },
  ];
}
