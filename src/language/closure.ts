/**
 * Brings in what a file needs, level by level: its own dependencies in one question, then theirs. Two callers never ask
 * for the same file at once, and a program that would grow too large is cut off.
 */
import { printUri, type ValLocation } from "../core/uri.ts";
import type { ReadResult } from "../protocol/lsp.ts";
import type { Dependency } from "./dependencies.ts";
import { fileNameOf, locationOf } from "./file-name.ts";
import type { Questions } from "./questions.ts";
import type { Sources } from "./sources.ts";

/** Where a dependency leads. */
export type Resolution =
  | { readonly kind: "file"; readonly fileName: string }
  | { readonly kind: "missing"; readonly reason: MissingReason };

/** `capped`: the closure is too large to be read whole. */
export type MissingReason = Extract<ReadResult, { reason: string }>["reason"] | "capped";

export interface Limits {
  readonly files: number;
  /** UTF-16 units of all files that are not open. */
  readonly size: number;
  /** URIs in one question. */
  readonly batch: number;
  /** Milliseconds after which something that could not be read is asked again. */
  readonly retry: number;
}

export const defaultLimits: Limits = { files: 1000, size: 20_000_000, batch: 200, retry: 10_000 };

export interface Closure {
  /** Where a dependency leads, as far as it is known by now. */
  resolution(name: string): Resolution | undefined;
  /** Resolves once all that can be had is there. */
  ensure(fileName: string): Promise<void>;
  /** The version of its val at which a file came to be as it is; 0 when it is not known, as of open documents. */
  versionOf(fileName: string): number;
  /** The files that a file needs, itself first, nearest first. */
  filesOf(fileName: string): readonly string[];
  /** Brings in one val, for what is said about it; the name of its main file, undefined when it cannot be read. */
  fetch(location: ValLocation): Promise<string | undefined>;
  /** Forgets what is known about a val, or a file of it, so that it is asked again. Tells whether anything was known. */
  invalidate(location: ValLocation): boolean;
  /** Forgets all files that no open document needs. */
  prune(): readonly string[];
}

/** @param changed called whenever something new is known */
export function createClosure(
  sources: Sources,
  questions: Pick<Questions, "read">,
  { limits, now, changed }: { limits: Limits; now: () => number; changed: () => void },
): Closure {
  const known = new Map<string, Resolution & { readonly askAgain?: number }>();
  const asking = new Map<string, { readonly done: Promise<void>; stale: boolean }>();
  const sizes = new Map<string, number>();
  const versions = new Map<string, number>();
  let size = 0;

  const resolution = (name: string): Resolution | undefined => {
    if (sources.opened(name)) return { kind: "file", fileName: name };
    const found = known.get(name);
    if (found?.kind === "file" && sources.snapshot(found.fileName) === undefined) return undefined;
    return found;
  };

  const needsAsking = (name: string): boolean => {
    const found = resolution(name);
    if (found === undefined) return true;
    const askAgain = known.get(name)?.askAgain;
    return found.kind === "missing" && askAgain !== undefined && askAgain <= now();
  };

  const forget = (fileName: string): void => {
    size -= sizes.get(fileName) ?? 0;
    sizes.delete(fileName);
    versions.delete(fileName);
    sources.forget(fileName);
  };

  const learn = (name: string, result: ReadResult | undefined): void => {
    if (result === undefined || "reason" in result) {
      const reason = result?.reason ?? "absent";
      const askAgain =
        reason === "offline" || reason === "denied" ? now() + limits.retry : undefined;
      known.set(name, { kind: "missing", reason, ...(askAgain === undefined ? {} : { askAgain }) });
      return;
    }
    const full = sizes.size >= limits.files || size + result.text.length > limits.size;
    const fileName = full ? undefined : sources.store(result.uri, result.text);
    if (fileName === undefined) {
      known.set(name, { kind: "missing", reason: full ? "capped" : "absent" });
      return;
    }
    size += result.text.length - (sizes.get(fileName) ?? 0);
    sizes.set(fileName, result.text.length);
    versions.set(fileName, result.version);
    known.set(name, { kind: "file", fileName });
    known.set(fileName, { kind: "file", fileName });
  };

  const ask = async (batch: readonly Dependency[]): Promise<void> => {
    const byUri = new Map(batch.map((one) => [printUri(one.location), one.name]));
    const read = questions.read([...byUri.keys()]);
    const answer = { done: read.then(() => undefined), stale: false };
    for (const name of byUri.values()) asking.set(name, answer);
    const files = await read;
    for (const [uri, name] of byUri) {
      asking.delete(name);
      if (!answer.stale) learn(name, files[uri]);
    }
    changed();
  };

  const load = async (wanted: ReadonlyMap<string, Dependency>): Promise<void> => {
    const underway = [...wanted.keys()].flatMap((name) => asking.get(name)?.done ?? []);
    const missing = [...wanted.values()].filter(
      (one) => !asking.has(one.name) && needsAsking(one.name),
    );
    const batches: Promise<void>[] = [];
    for (let start = 0; start < missing.length; start += limits.batch)
      batches.push(ask(missing.slice(start, start + limits.batch)));
    await Promise.all([...underway, ...batches]);
  };

  const levelsOf = function* (root: string): Generator<Map<string, Dependency>, void, void> {
    const seen = new Set([root]);
    let level = [root];
    while (level.length > 0) {
      const wanted = new Map(
        level.flatMap((file) => sources.dependencies(file)).map((one) => [one.name, one]),
      );
      yield wanted;
      const next = [...wanted.keys()].flatMap((name) => {
        const found = resolution(name);
        return found?.kind === "file" ? [found.fileName] : [];
      });
      level = [...new Set(next)].filter((file) => !seen.has(file));
      for (const file of level) seen.add(file);
    }
  };

  const filesOf = (root: string): readonly string[] => {
    const files = new Set([root]);
    for (const wanted of levelsOf(root)) {
      for (const name of wanted.keys()) {
        const found = resolution(name);
        if (found?.kind === "file") files.add(found.fileName);
      }
    }
    return [...files];
  };

  return {
    resolution,
    versionOf: (name) => (sources.opened(name) ? 0 : (versions.get(name) ?? 0)),
    filesOf,
    ensure: async (root) => {
      for (const wanted of levelsOf(root)) await load(wanted);
    },
    fetch: async (location) => {
      const name = fileNameOf(location);
      const place = { start: 0, end: 0, kind: "reference", assigned: false } as const;
      await load(new Map([[name, { name, location, ...place }]]));
      const found = resolution(name);
      return found?.kind === "file" ? found.fileName : undefined;
    },
    invalidate: (location) => {
      let any = false;
      for (const [name, answer] of asking) {
        if (!concerns(locationOf(name), location)) continue;
        answer.stale = true;
        any = true;
      }
      for (const [name, found] of known) {
        if (!concerns(locationOf(name), location)) continue;
        if (found.kind === "file") forget(found.fileName);
        known.delete(name);
        any = true;
      }
      if (any) changed();
      return any;
    },
    prune: () => {
      const needed = new Set(sources.openNames().flatMap(filesOf));
      const unused = sources.storedNames().filter((file) => !needed.has(file));
      unused.forEach(forget);
      const gone = new Set(unused);
      for (const [name, found] of known) {
        if (found.kind === "missing" ? found.reason === "capped" : gone.has(found.fileName))
          known.delete(name);
      }
      return unused;
    },
  };
}

/** Whether a change of `changed` may change `location`: the same val, and the same file or its main file. */
function concerns(location: ValLocation | undefined, changed: ValLocation): boolean {
  return (
    location !== undefined &&
    location.connection === changed.connection &&
    location.user === changed.user &&
    location.name === changed.name &&
    location.branch === changed.branch &&
    location.version === undefined &&
    (changed.path === "" || location.path === "" || location.path === changed.path)
  );
}
