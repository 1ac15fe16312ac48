/** Resolves everything that a classic val refers to, before any of it runs, and decides what of it the code may have. */
import { randomBytes } from "node:crypto";
import { decide, type Actor } from "../../../core/decide.ts";
import { type Handle, printReference } from "../../../core/handle.ts";
import { decideRead, decideWrite, type ReferenceSite, userOf } from "../../../core/library-mode.ts";
import { mainFile } from "../../../core/val.ts";
import type {
  ClassicEntry,
  LinkedModule,
  LinkedReference,
  ReferenceTarget,
  WriteRule,
} from "../../../protocol/sandbox.ts";
import type { RunnableVal, RunPorts } from "../../ports.ts";
import type { Origin } from "../frames.ts";
import { pinnedPath } from "../modules/resolve.ts";
import {
  type CompiledReference,
  type CompiledSource,
  contextSpecifier,
  standardMark,
} from "./compiled.ts";
import type { Compiler } from "./compiler.ts";

export interface LinkInput {
  readonly ports: Pick<RunPorts, "readVal" | "values">;
  readonly compiler: Compiler;
  /** The run's rights. */
  readonly actor: Actor;
  readonly main: RunnableVal;
  readonly source: CompiledSource;
  /** What `@me.secrets` holds for the run's author. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly maxModules: number;
}

/** What the town keeps of a linked module. */
export interface LinkedVal {
  readonly handle: Handle;
  /** Absent for a name that nothing has yet. */
  readonly val: RunnableVal | undefined;
  /** Of compiled source. */
  readonly origin: Origin | undefined;
  readonly references: readonly CompiledReference[];
}

export interface Linked {
  readonly entry: ClassicEntry;
  /** By the indexes of the entry's modules. */
  readonly vals: readonly LinkedVal[];
  /** Whether code of several authors meets in the run. */
  readonly mixed: boolean;
}

/** More vals than one run may pull in. */
export class TooManyModules extends Error {}

/** Links a run. Throws {@link TooManyModules}. */
export async function linkClassic(input: LinkInput): Promise<Linked> {
  const linker = new Linker(input);
  const main = await linker.addMain();
  return linker.finish(main);
}

class Linker {
  readonly #input: LinkInput;
  readonly #modules: LinkedModule[] = [];
  readonly #vals: LinkedVal[] = [];
  readonly #order: number[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #found = new Map<string, Promise<RunnableVal | undefined>>();

  constructor(input: LinkInput) {
    this.#input = input;
  }

  async addMain(): Promise<number> {
    const { main, source } = this.#input;
    const index = this.#reserve(main, main);
    if (!(await this.#takeStored(index, main))) await this.#fill(index, main, source);
    this.#order.push(index);
    return index;
  }

  finish(main: number): Linked {
    const runner = this.#input.main.owner;
    const isOwn = (index: number) => this.#vals[index]?.handle.user === runner;
    const mixed = !this.#order.every(isOwn);
    const ownStandard = mixed ? randomBytes(12).toString("hex") : undefined;
    return {
      entry: {
        dialect: "classic",
        context: contextSpecifier,
        modules: this.#modules.map((module, index) =>
          module.kind === "source" && ownStandard !== undefined && isOwn(index)
            ? { ...module, code: module.code.replaceAll(standardMark, `~${ownStandard}`) }
            : module,
        ),
        order: this.#order,
        main,
        mixed,
        ...(ownStandard === undefined ? {} : { ownStandard }),
      },
      vals: this.#vals,
      mixed,
    };
  }

  /** Gives a val its index, before what it refers to: references may go round in circles. */
  #reserve(handle: Handle, val: RunnableVal | undefined): number {
    if (this.#modules.length >= this.#input.maxModules)
      throw new TooManyModules(
        `The val refers to more than ${this.#input.maxModules} others, directly and through them.`,
      );
    const { user, name } = handle;
    const index = this.#modules.length;
    this.#indexes.set(keyOf(handle), index);
    this.#modules.push({ kind: "value", handle: `${user}/${name}` });
    this.#vals.push({ handle: { user, name }, val, origin: undefined, references: [] });
    return index;
  }

  /** The index of a val whose value is wanted; loads it, and first what it needs. */
  async #load(handle: Handle, val: RunnableVal): Promise<number> {
    const known = this.#indexes.get(keyOf(handle));
    if (known !== undefined && this.#modules[known]?.kind !== "value") return known;
    const index = known ?? this.#reserve(handle, val);
    if (this.#order.includes(index)) return index;
    if (!(await this.#takeStored(index, val))) await this.#loadSource(index, val);
    this.#order.push(index);
    return index;
  }

  /** A value that was stored since the source last changed shadows the source. */
  async #takeStored(index: number, val: RunnableVal): Promise<boolean> {
    const stored = await this.#input.ports.values.read(val.id);
    if (stored?.sourceVersion !== val.version) return false;
    const handle = `${val.user}/${val.name}`;
    this.#modules[index] = { kind: "value", handle, value: JSON.parse(stored.json) };
    return true;
  }

  async #loadSource(index: number, val: RunnableVal): Promise<void> {
    const handle = `${val.user}/${val.name}`;
    const path = mainFile(val.files.map((file) => file.path));
    const text = val.files.find((file) => file.path === path)?.content;
    if (path === undefined || text === undefined) return;
    const compiled = await this.#input.compiler.compile({ handle: val, path, text });
    if (compiled.kind === "classic") await this.#fill(index, val, compiled);
    else if (compiled.kind === "modern")
      this.#modules[index] = {
        kind: "module",
        handle,
        url: `https://esm.town/v/${pinnedPath(val, path)}`,
      };
    else {
      const { line, column } = compiled.place;
      const message = `${printReference(val)} cannot be compiled: ${compiled.message} (${path}:${line}:${column})`;
      this.#modules[index] = { kind: "broken", handle, message };
    }
  }

  async #fill(index: number, val: RunnableVal, source: CompiledSource): Promise<void> {
    const handle = `${val.user}/${val.name}`;
    const references: LinkedReference[] = [];
    const tsx = source.path.endsWith("x");
    const { code, exportName } = source;
    this.#modules[index] = {
      kind: "source",
      handle,
      code,
      tsx,
      references,
      ...(exportName === undefined ? {} : { exportName }),
    };
    this.#vals[index] = {
      handle: { user: val.user, name: val.name },
      val,
      origin: { handle, path: source.path, place: (line, column) => source.place(line, column) },
      references: source.references,
    };
    for (const reference of source.references)
      references.push(await this.#link(val.owner, reference));
  }

  async #link(author: string, reference: CompiledReference): Promise<LinkedReference> {
    if (reference.api) return { target: { kind: "text" } };
    const site: ReferenceSite = {
      author,
      runner: this.#input.main.owner,
      user: reference.user,
    };
    if (reference.key !== undefined) return { target: this.#secret(site, reference.key) };
    const handle = { user: userOf(site), name: reference.name };
    const val = await this.#find(handle);
    const target = await this.#target(site, handle, val);
    if (!reference.written) return { target };
    return { target, write: this.#write(site, handle, val) };
  }

  #secret(site: ReferenceSite, key: string): ReferenceTarget {
    switch (decideRead(site, "secret")) {
      case "allowed": {
        const text = Object.hasOwn(this.#input.secrets, key) ? this.#input.secrets[key] : undefined;
        return text === undefined ? { kind: "text" } : { kind: "text", text };
      }
      case "refused":
        return { kind: "refused" };
      case "nothing":
        return { kind: "text" };
      case "error": {
        const message = `@${userOf(site)}.secrets.${key} belongs to somebody else.`;
        return { kind: "error", message };
      }
    }
  }

  async #target(
    site: ReferenceSite,
    handle: Handle,
    val: RunnableVal | undefined,
  ): Promise<ReferenceTarget> {
    const kind =
      val === undefined ? "absent" : val.privacy === "private" ? "privateVal" : "publicVal";
    switch (decideRead(site, kind)) {
      case "allowed": {
        if (val === undefined) return { kind: "text" };
        const decision = decide(this.#input.actor, "val.read", val);
        if (decision.allow) return { kind: "val", module: await this.#load(handle, val) };
        const message = `${printReference(handle)} is private, and the val was not granted vals:read.`;
        return { kind: "error", message };
      }
      case "nothing":
        return { kind: "val", module: this.#slot(handle, val) };
      case "refused":
        return { kind: "refused" };
      case "error":
        return {
          kind: "error",
          message: `${printReference(handle)} does not exist or is private.`,
        };
    }
  }

  #write(site: ReferenceSite, handle: Handle, val: RunnableVal | undefined): WriteRule {
    switch (decideWrite(site, this.#input.main.grants)) {
      case "allowed":
        return { rule: "allowed", slot: this.#slot(handle, val) };
      case "nothing":
      case "refused":
        return { rule: "ignored" };
      case "ungranted":
        return { rule: "denied", message: writeNeedsGrant(handle) };
      case "error":
        return { rule: "error", message: `${printReference(handle)} belongs to somebody else.` };
    }
  }

  /** The index of a val that is only assigned to, or is not there: nothing of it is loaded. */
  #slot(handle: Handle, val: RunnableVal | undefined): number {
    return this.#indexes.get(keyOf(handle)) ?? this.#reserve(handle, val);
  }

  #find(handle: Handle): Promise<RunnableVal | undefined> {
    const key = keyOf(handle);
    const { main, ports } = this.#input;
    const found =
      this.#found.get(key) ?? (key === keyOf(main) ? Promise.resolve(main) : ports.readVal(handle));
    this.#found.set(key, found);
    return found;
  }
}

/** What an assignment without the grant says. */
export function writeNeedsGrant(handle: Handle): string {
  return `Assigning to ${printReference(handle)} needs the grant vals:write.`;
}

function keyOf({ user, name }: Handle): string {
  return `${user}/${name}`;
}
