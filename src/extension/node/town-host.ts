/** The own town as the extension uses it: found or started on first use, held as long as the window lives. */
import { EventEmitter } from "vscode";
import { fail, ok, type Result } from "../../core/failure.ts";
import { routes } from "../../core/routes.ts";
import type { TownHost, TownLink } from "../host.ts";
import type { Log } from "../log.ts";
import { endTown, findTown, type FoundTown, startTown, type TownCommand } from "./town-process.ts";

export interface TownHostParts {
  /** How a town is started; asked for at each start, because settings are in it. */
  readonly command: () => TownCommand;
  /** The data folder; asked for at each start, because it is a setting. */
  readonly folder: () => string;
  readonly log: Log;
  readonly now?: () => number;
}

/** A town that crashes this often within {@link crashSpan} is left alone until somebody restarts it. */
const mostCrashes = 2;
/** In milliseconds. */
const crashSpan = 5 * 60_000;

interface Held {
  readonly link: TownLink;
  readonly town: FoundTown;
  letGo(): void;
}

export function createTownHost({ command, folder, log, now = Date.now }: TownHostParts): TownHost {
  const crashed = new EventEmitter<void>();
  const crashes: number[] = [];
  let attaching: Promise<Result<Held>> | undefined;
  let held: Held | undefined;
  let disposed = false;

  async function findOrStart(): Promise<Result<Held>> {
    const place = folder();
    const found = await findTown(place);
    if (found) log.info(`Using the local service of process ${found.announcement.pid}.`);
    const town = found ? ok(found) : await startTown(command(), place);
    if (!town.ok) return town;
    if (!found) log.info(`Started the local service as process ${town.value.announcement.pid}.`);
    return await hold(town.value);
  }

  /** Takes the lease: a request that stays open as long as the window wants the town. */
  async function hold(town: FoundTown): Promise<Result<Held>> {
    const { connection } = town;
    const lease = new AbortController();
    const { method, path } = routes.holdTown;
    let response: Response;
    try {
      response = await connection.fetch(`http://localhost${path}`, {
        method,
        headers: { authorization: `Bearer ${town.session}` },
        signal: lease.signal,
      });
    } catch (error) {
      log.error("The local service could not be held.", error);
      return fail({ kind: "offline", message: "It ended while it was being asked." });
    }
    if (!response.ok) {
      lease.abort();
      return fail({ kind: "service", message: "It refuses to be held.", status: response.status });
    }
    const link: TownLink = {
      fetch: connection.fetch,
      session: town.session,
      handle: town.announcement.handle,
    };
    const mine: Held = {
      link,
      town,
      letGo() {
        if (held === mine) held = undefined;
        lease.abort();
        connection.dispose();
      },
    };
    held = mine;
    void readToEnd(response).then(() => lost(mine));
    return ok(mine);
  }

  function lost(mine: Held): void {
    if (held !== mine || disposed) return;
    mine.letGo();
    crashes.push(now());
    log.warn(`The local service of process ${mine.town.announcement.pid} ended.`);
    crashed.fire();
  }

  function tooManyCrashes(): boolean {
    return crashes.filter((time) => now() - time < crashSpan).length >= mostCrashes;
  }

  async function attach(): Promise<Result<Held>> {
    if (held) return ok(held);
    if (disposed) return fail({ kind: "cancelled", message: "The window closes." });
    if (tooManyCrashes()) {
      return fail({ kind: "offline", message: "It ended unexpectedly more than once." });
    }
    attaching ??= findOrStart().finally(() => (attaching = undefined));
    return await attaching;
  }

  const linkOf = (result: Result<Held>) => (result.ok ? ok(result.value.link) : result);

  return {
    onDidCrash: crashed.event,
    attach: async () => linkOf(await attach()),
    async restart() {
      crashes.length = 0;
      held?.letGo();
      const running = await findTown(folder());
      if (running) {
        await endTown(running);
        running.connection.dispose();
      }
      return linkOf(await attach());
    },
    dispose() {
      disposed = true;
      held?.letGo();
      crashed.dispose();
    },
  };
}

/** Resolves when an answer ends, however it does. */
async function readToEnd(response: Response): Promise<void> {
  try {
    for await (const _ of response.body ?? []);
  } catch {
    // A broken connection is an end like any other.
  }
}
