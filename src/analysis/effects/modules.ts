/** The files that an analysis looks at: read once per version, and remembered between analyses. */
import { printUri, type ValLocation } from "../../core/uri.ts";
import type { Privacy } from "../../core/val.ts";
import { readModule, type Module } from "../module/module.ts";
import type { TypeScript } from "../module/nodes.ts";
import type { Vals } from "../vals.ts";

export interface Modules {
  /** Undefined when there is no source, or none yet. */
  readonly at: (uri: string) => Module | undefined;
  /** The version of the val in which all its files that were looked at are as they are now; undefined when it is not known. */
  readonly versionOf: (location: ValLocation) => number | undefined;
  readonly privacyOf: (valUri: string) => Privacy | undefined;
  /** URIs that were asked for and are not loaded yet. */
  readonly wanted: ReadonlySet<string>;
}

/** Modules by URI, for as long as their version stays. */
export type ModuleCache = Map<string, { readonly text: string; readonly module: Module }>;

/** Most files that are kept; the ones that were not used for longest go first. */
const maxCached = 300;

export function createModules(ts: TypeScript, vals: Vals, cache: ModuleCache): Modules {
  const wanted = new Set<string>();
  const versions = new Map<string, number>();
  const asked = new Map<string, Module | undefined>();
  const load = (uri: string): Module | undefined => {
    const loaded = vals.source(uri);
    if (loaded === undefined) wanted.add(uri);
    if (loaded === undefined || "reason" in loaded) return undefined;
    versions.set(loaded.uri, loaded.version);
    const known = cache.get(loaded.uri);
    const module =
      known?.text === loaded.text
        ? known.module
        : readModule(ts, loaded.uri, loaded.text, loaded.source);
    if (module === undefined) return undefined;
    cache.delete(loaded.uri);
    cache.set(loaded.uri, { text: loaded.text, module });
    const [oldest] = cache.keys();
    if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest);
    return module;
  };
  return {
    at(uri) {
      if (!asked.has(uri)) asked.set(uri, load(uri));
      return asked.get(uri);
    },
    versionOf(location) {
      const start = `${printUri({ ...location, path: "" })}/`;
      const here = [...versions].flatMap(([uri, version]) =>
        uri.startsWith(start) ? version : [],
      );
      return here.length === 0 || here.includes(0) ? undefined : Math.max(...here);
    },
    privacyOf: vals.privacy,
    wanted,
  };
}
