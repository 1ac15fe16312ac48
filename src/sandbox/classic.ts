/** Loads the vals of a classic run and gives each of them its references. Which of them mean what was decided by the town. */
import type { ClassicEntry, LinkedModule, LinkedReference } from "../protocol/sandbox.ts";
import { type Api, apiFor } from "./api.ts";
import { valueOfModule } from "./call-val.ts";
import type { Channel } from "./channel.ts";
import { type Slot, Writes } from "./writes.ts";

/**
 * What compiled source exports: a function that runs the val's top level and returns a way to ask what the val is.
 * @param read a reference's value
 * @param cells the references as properties `r0`, `r1`, … that can be assigned to
 * @param add `+=` and `++` on a reference; returns the new value, or the old one when `old` is true
 */
type Factory = (
  read: (reference: number) => unknown,
  cells: object,
  add: (reference: number, by: unknown, old?: boolean) => unknown,
  api: Api,
) => Promise<() => unknown>;

export interface LoadedClassic {
  value(): unknown;
  settle(): Promise<void>;
}

/** Loads every val of the run in order; one that fails throws where it is used, and here when it is the main one. */
export async function loadClassic(channel: Channel, entry: ClassicEntry): Promise<LoadedClassic> {
  const slots: Slot[] = entry.modules.map(() => ({ current: () => undefined }));
  const writes = new Writes(channel, slots);
  for (const [index, module] of entry.modules.entries()) {
    const slot = slots[index];
    if (slot === undefined) continue;
    try {
      const current = await loadModule(channel, module, index, slots, writes);
      slot.current = current;
    } catch (error) {
      if (index === entry.main) throw error;
      slot.current = () => {
        throw error;
      };
    }
  }
  return {
    value: () => readSlot(slots[entry.main]),
    settle: () => writes.settle(),
  };
}

async function loadModule(
  channel: Channel,
  module: LinkedModule,
  index: number,
  slots: readonly Slot[],
  writes: Writes,
): Promise<() => unknown> {
  switch (module.kind) {
    case "value":
      return () => module.value;
    case "module": {
      const value = valueOfModule(await import(module.url));
      return () => value;
    }
    case "source": {
      const factory = await importSource(channel, module, index);
      const context = contextOf(channel, module.references, index, slots, writes);
      return await factory(context.read, context.cells, context.add, apiFor(channel, index));
    }
  }
}

/** Source of vals travels in the job and is gone from the realm's address space of URLs once it is loaded. */
async function importSource(
  channel: Channel,
  module: Extract<LinkedModule, { kind: "source" }>,
  index: number,
): Promise<Factory> {
  const type = module.tsx ? "text/tsx" : "application/typescript";
  const url = URL.createObjectURL(new Blob([module.code], { type }));
  channel.send({ kind: "loaded", module: index, url });
  try {
    return ((await import(url)) as { default: Factory }).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

interface Context {
  read(this: void, reference: number): unknown;
  readonly cells: object;
  add(this: void, reference: number, by: unknown, old?: boolean): unknown;
}

function contextOf(
  channel: Channel,
  references: readonly LinkedReference[],
  module: number,
  slots: readonly Slot[],
  writes: Writes,
): Context {
  const reported: boolean[] = [];
  const report = (reference: number) => {
    if (reported[reference] === true) return;
    reported[reference] = true;
    channel.send({ kind: "refused", module, reference });
  };
  const read = (reference: number): unknown => {
    const target = references[reference]?.target;
    switch (target?.kind) {
      case "val":
        return readSlot(slots[target.module]);
      case "text":
        return target.text;
      case "refused":
        report(reference);
        return undefined;
      case "error":
        throw new Error(target.message);
      case undefined:
        return undefined;
    }
  };
  const assign = (reference: number, value: unknown): void => {
    const write = references[reference]?.write;
    if (write === undefined) return;
    if (write.rule === "error") throw new Error(write.message);
    if (write.rule !== "allowed") report(reference);
    if (write.rule === "denied") throw new MissingGrantError(write.message);
    if (write.rule === "allowed") writes.assign(module, reference, write.slot, value);
  };
  const add = (reference: number, by: unknown, old = false): unknown => {
    const before = read(reference);
    const write = references[reference]?.write;
    const numbers = (before === undefined || typeof before === "number") && typeof by === "number";
    if (!numbers || write?.rule !== "allowed") {
      const after = (before as number) + (by as number);
      assign(reference, after);
      return old ? before : after;
    }
    const after = (before ?? 0) + by;
    writes.add(module, reference, write.slot, by, after);
    return old ? before : after;
  };
  return { read, cells: cellsOf(references.length, read, assign), add };
}

function cellsOf(
  count: number,
  read: (reference: number) => unknown,
  assign: (reference: number, value: unknown) => void,
): object {
  const cells = Object.create(null) as object;
  for (let reference = 0; reference < count; reference++) {
    Object.defineProperty(cells, `r${reference}`, {
      get: () => read(reference),
      set(value: unknown) {
        assign(reference, value);
      },
    });
  }
  return Object.freeze(cells);
}

function readSlot(slot: Slot | undefined): unknown {
  if (slot?.assigned !== undefined) return slot.assigned.value;
  return slot?.current();
}

/** An assignment without the grant `vals:write`. */
class MissingGrantError extends Error {
  override readonly name = "MissingGrantError";
}
