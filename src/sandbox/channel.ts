/**
 * The val realm's way to the supervisor. The port and the built-ins that it needs are taken before any code of a val
 * runs and stay in closures, so that code which replaces built-ins later neither reads what goes through nor gets the
 * port.
 */
import type { CallError, FromSandbox, Job, Reply, TownCall } from "../protocol/sandbox.ts";

/** Calls that may be under way; more of them wait here. The town refuses what goes far beyond it. */
const maxCalls = 16;

export interface Channel {
  /** The job, once it comes. */
  readonly job: Promise<Job>;
  send(message: FromSandbox): void;
  /** Asks the town; rejects with a {@link TownError} when it refuses. */
  call(call: TownCall): Promise<unknown>;
}

/** What the town answered instead of a value. */
export class TownError extends Error {
  readonly code: string | undefined;
  readonly missingScopes: readonly string[];

  constructor(error: CallError) {
    super(error.message);
    this.name = error.name;
    this.code = error.code;
    this.missingScopes = error.missingScopes ?? [];
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Takes the port over; nothing else in the realm may use it. */
export function openChannel(port: MessagePort): Channel {
  const { parse, stringify } = JSON;
  const post: (text: string) => void = MessagePort.prototype.postMessage.bind(port);
  sealMessageData();
  const waiting = Object.create(null) as Record<number, Waiting>;
  const { promise: job, resolve: takeJob } = Promise.withResolvers<Job>();
  const queued: (() => void)[] = [];
  let lastId = 0;
  let calls = 0;
  const finishCall = () => {
    calls--;
    queued.shift()?.();
  };

  port.onmessage = (event: MessageEvent<string>) => {
    const message = parse(event.data) as Job | Reply;
    if (message.kind === "job") {
      takeJob(message);
      return;
    }
    const one = waiting[message.id];
    delete waiting[message.id];
    finishCall();
    if (message.ok) one?.resolve(message.value);
    else one?.reject(new TownError(message.error));
  };
  return {
    job,
    send: (message) => post(stringify(message)),
    call: (call) =>
      new Promise((resolve, reject) => {
        const start = () => {
          const id = ++lastId;
          calls++;
          waiting[id] = { resolve, reject };
          post(stringify({ ...call, id }));
        };
        if (calls < maxCalls) start();
        else queued.push(start);
      }),
  };
}

/**
 * Deno's events get their data by assignment, which a setter on a prototype would see. This setter comes first, cannot be
 * replaced, and does what assignment would do.
 */
function sealMessageData(): void {
  const define = Object.defineProperty;
  define(MessageEvent.prototype, "data", {
    get: () => undefined,
    set(this: object, value: unknown) {
      define(this, "data", {
        __proto__: null,
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      } as PropertyDescriptor);
    },
    configurable: false,
  });
}
