/**
 * Loads the vals of a classic run and gives each of them its references. Which of them mean what was decided by the town.
 *
 * All vals of a run share one realm. A library gets no rights here, but it can tamper with built-ins that the author's own
 * code uses afterwards, as any package can: what holds against hostile code is `api()`, a process of its own.
 */
import type { ClassicEntry, LinkedModule, LinkedReference } from "../protocol/sandbox.ts";
import { apiFor } from "./api.ts";
import { type Bindings, importBound } from "./bound-module.ts";
import { valueOfModule } from "./call-val.ts";
import type { Channel } from "./channel.ts";
import { type Slot, Writes } from "./writes.ts";

export interface LoadedClassic {
  value(): unknown;
  settle(): Promise<void>;
}

/** Loads every val of the run in order; one that fails throws where it is used, and here when it is the main one. */
export async function loadClassic(channel: Channel, entry: ClassicEntry): Promise<LoadedClassic> {
  const slots: Slot[] = entry.modules.map(() => ({ current: () => undefined }));
  const writes = new Writes(channel, slots);
  const realm: Realm = { channel, slots, writes, context: entry.context };
  for (const index of entry.order) {
    const slot = slots[index];
    const module = entry.modules[index];
    if (slot === undefined || module === undefined) continue;
    try {
      const current = await loadModule(realm, module, index);
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

interface Realm {
  readonly channel: Channel;
  readonly slots: readonly Slot[];
  readonly writes: Writes;
  readonly context: string;
}

async function loadModule(
  realm: Realm,
  module: LinkedModule,
  index: number,
): Promise<() => unknown> {
  switch (module.kind) {
    case "value":
      return () => module.value;
    case "broken":
      return () => {
        throw new Error(module.message);
      };
    case "module": {
      const value = valueOfModule(await import(module.url));
      return () => value;
    }
    case "source": {
      const { channel, context } = realm;
      const type = module.tsx ? "text/tsx" : "application/typescript";
      const bindings = {
        ...bindReferences(realm, module.references, index),
        api: apiFor(channel, index),
      };
      const loaded = await importBound({ text: module.code, type, context }, bindings, (url) =>
        channel.send({ kind: "loaded", module: index, url }),
      );
      const { exportName } = module;
      return () => (exportName === undefined ? undefined : loaded[exportName]);
    }
  }
}

function bindReferences(
  { channel, slots, writes }: Realm,
  references: readonly LinkedReference[],
  module: number,
): Omit<Bindings, "api"> {
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
    writes.add(module, reference, write.slot, by, before ?? 0);
    return old ? before : (before ?? 0) + by;
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
