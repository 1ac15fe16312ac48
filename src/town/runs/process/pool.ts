/** Keeps a few sandbox processes ready. Each serves one run and is never used again. */
import type { Sandbox } from "./sandbox.ts";

export interface Pool {
  /** A process that has started or is starting; nobody else gets it. */
  take(): Promise<Sandbox>;
  /** Starts what is missing. Called when there is time for it: after a run rather than before. */
  refill(): void;
  /** Ends the spare processes; taken ones belong to their takers. */
  close(): Promise<void>;
}

/**
 * @param start starts one process
 * @param spares how many are kept ready
 */
export function createPool(start: () => Promise<Sandbox>, spares: number): Pool {
  let ready: Promise<Sandbox>[] = [];
  let failures = 0;
  let isClosed = false;

  const add = () => {
    const starting = start();
    ready.push(starting);
    const drop = () => {
      failures++;
      ready = ready.filter((one) => one !== starting);
    };
    starting.then((sandbox) => {
      void sandbox.ready.then(() => {
        failures = 0;
      }, drop);
      void sandbox.gone.then(() => {
        ready = ready.filter((one) => one !== starting);
      });
    }, drop);
  };

  return {
    async take() {
      for (let spare = ready.shift(); spare !== undefined; spare = ready.shift()) {
        const sandbox = await spare.catch(() => undefined);
        if (sandbox?.isAlive === true) return sandbox;
      }
      const started = await start();
      // It works (again): spare processes are worth a try.
      void started.ready.then(
        () => {
          failures = 0;
        },
        () => undefined,
      );
      return started;
    },
    refill() {
      // A runtime that cannot start is not tried over and over; the next run tells why.
      while (!isClosed && failures < 3 && ready.length < spares) add();
    },
    async close() {
      isClosed = true;
      const rest = ready;
      ready = [];
      await Promise.all(
        rest.map(async (one) => {
          const sandbox = await one.catch(() => undefined);
          sandbox?.kill();
          await sandbox?.gone;
        }),
      );
    },
  };
}
