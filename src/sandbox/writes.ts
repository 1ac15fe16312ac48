/** Assignments to classic values: visible at once in the run, stored by the town one after the other. */
import type { WriteCall } from "../protocol/sandbox.ts";
import type { Channel } from "./channel.ts";

/** What one val of the run is at the moment. */
export interface Slot {
  /** Its loaded value. */
  current: () => unknown;
  /** What the run assigned, which shadows it. */
  assigned?: { readonly value: unknown };
}

export class Writes {
  readonly #channel: Channel;
  readonly #slots: readonly Slot[];
  readonly #stringify = JSON.stringify;
  readonly #parse = JSON.parse;
  #stored: Promise<unknown> = Promise.resolve();

  constructor(channel: Channel, slots: readonly Slot[]) {
    this.#channel = channel;
    this.#slots = slots;
  }

  /** Assigns a value, which must be JSON. */
  assign(module: number, reference: number, slot: number, value: unknown): void {
    const json = this.#stringify(value);
    if (json === undefined && value !== undefined)
      throw new TypeError(`A val can hold JSON only, not a ${typeof value}.`);
    const stored = json ?? "null";
    this.#show(slot, this.#parse(stored));
    this.#store({ kind: "write", module, reference, change: { json: stored } });
  }

  /** Adds to a number. The town adds to what is stored then, so that no other run's addition is lost. */
  add(module: number, reference: number, slot: number, by: number, from: number): void {
    this.#show(slot, from + by);
    this.#store({ kind: "write", module, reference, change: { add: by, from } });
  }

  /** Waits until everything is stored; rejects with the first failure. */
  async settle(): Promise<void> {
    await this.#stored;
  }

  #show(slot: number, value: unknown): void {
    const one = this.#slots[slot];
    if (one !== undefined) one.assigned = { value };
  }

  #store(call: WriteCall): void {
    const next = this.#stored.then(() => this.#channel.call(call));
    next.catch(() => undefined);
    this.#stored = next;
  }
}
