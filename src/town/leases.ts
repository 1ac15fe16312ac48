/** Who holds the town open. A lease is a request that stays open: it ends when its holder lets go, or is gone. */
import { PassThrough, type Readable } from "node:stream";

export interface Leases {
  readonly count: number;
  /** A stream that is the lease: it lives until it is destroyed. A line comes now and then, so that nothing times out. */
  hold(): Readable;
  /** Called when the last lease ended. */
  onRelease(action: () => void): void;
  /** Called when a lease begins. */
  onHold(action: () => void): void;
  close(): void;
}

/** How often a held connection shows that it lives, in milliseconds. */
const beat = 20_000;

/** A register of leases. */
export function createLeases(): Leases {
  const open = new Set<PassThrough>();
  const released: (() => void)[] = [];
  const held: (() => void)[] = [];
  return {
    get count() {
      return open.size;
    },
    hold() {
      const stream = new PassThrough();
      stream.write("\n");
      const timer = setInterval(() => stream.write("\n"), beat);
      timer.unref();
      open.add(stream);
      stream.once("close", () => {
        clearInterval(timer);
        open.delete(stream);
        if (open.size === 0) for (const action of released) action();
      });
      for (const action of held) action();
      return stream;
    },
    onRelease: (action) => void released.push(action),
    onHold: (action) => void held.push(action),
    close() {
      for (const stream of open) stream.destroy();
    },
  };
}
