/** From the stacks of a sandbox process to places in vals' files. */
import { parseModuleUrl } from "../../core/uri.ts";
import { columnBefore, type Insertion } from "./modules/identity.ts";
import type { Frame } from "../../protocol/run-event.ts";

/** A place in what a process loaded; line and column count from one. */
export interface RawFrame {
  readonly function?: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Where compiled source came from. */
export interface Origin {
  readonly handle: string;
  readonly path: string;
  /** The place in the author's text; undefined for code that the author did not write. */
  place(
    line: number,
    column: number,
  ): { readonly line: number; readonly column: number } | undefined;
}

export interface FrameFinder {
  /** Remembers that `url` is a classic val's compiled source. */
  add(url: string, origin: Origin): void;
  /** Remembers that something was put into a module. @param path its pinned URL below `/v/` */
  shift(path: string, insertion: Insertion): void;
  /** The frames of a stack that lie in vals, outermost last; the standard vals are left out. */
  frames(stack: string): Frame[];
  /** The first place named in a message, for errors of loading. */
  placeIn(message: string): Frame | undefined;
  /** Text from the process with the URLs of its modules as authors know them. */
  readable(text: string): string;
}

const line = /^\s*at (?:(.*?) \()?((?:https?|blob):[^\s)]+?):(\d+):(\d+)\)?$/;
const maxFrames = 50;

/** @param prefix what the process has in place of `https://esm.town/v/` */
export function frameFinder(prefix: string): FrameFinder {
  const origins = new Map<string, Origin>();
  const insertions = new Map<string, Insertion>();
  const readable = (text: string) => text.replaceAll(prefix, "https://esm.town/v/");
  const frameAt = (raw: RawFrame): Frame | undefined => {
    const named = raw.function === undefined ? {} : { function: raw.function };
    const origin = origins.get(raw.url);
    if (origin !== undefined) {
      const place = origin.place(raw.line, raw.column);
      return place && { handle: origin.handle, path: origin.path, ...place, ...named };
    }
    const location = parseModuleUrl(readable(raw.url), "local");
    if (location === undefined || location.user === "std" || location.path === "") return undefined;
    const { user, name, path } = location;
    const insertion = insertions.get(raw.url);
    const column = insertion === undefined ? raw.column : columnBefore(insertion, raw);
    return { handle: `${user}/${name}`, path, line: raw.line, column, ...named };
  };
  return {
    add: (url, origin) => void origins.set(url, origin),
    shift: (path, insertion) => void insertions.set(prefix + path, insertion),
    frames: (stack) =>
      parseStack(stack).flatMap((raw) => {
        const frame = frameAt(raw);
        return frame === undefined ? [] : [frame];
      }),
    placeIn(message) {
      const found = /((?:https?|blob):[^\s"']+?):(\d+):(\d+)/.exec(message);
      const [, url, row, column] = found ?? [];
      if (url === undefined) return undefined;
      return frameAt({ url, line: Number(row), column: Number(column) });
    },
    readable,
  };
}

/** Reads V8's stack format; lines that name no place are left out. */
export function parseStack(stack: string): RawFrame[] {
  return stack
    .split("\n", maxFrames * 4)
    .flatMap((text): RawFrame[] => {
      const [, called, url, row, column] = line.exec(text) ?? [];
      if (url === undefined) return [];
      const name = functionName(called);
      const place = { url, line: Number(row), column: Number(column) };
      return [name === undefined ? place : { function: name, ...place }];
    })
    .slice(0, maxFrames);
}

/** `async Module.inner` → `inner`; anonymous functions have no name. */
function functionName(called: string | undefined): string | undefined {
  const name = called
    ?.replace(/^async /, "")
    .replace(/^new /, "")
    .replace(/^(Module|Object)\./, "");
  return name === undefined || name === "" || name === "<anonymous>" ? undefined : name;
}
