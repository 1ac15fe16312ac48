/** One file of a val, read once per version: its tree, names, exports and imports. */
import type ts from "typescript";

import { parseUri, type ValLocation } from "../../core/uri.ts";
import type { Place } from "../../core/effect.ts";
import { moduleImports, type ModuleImport } from "../../syntax/module-imports.ts";
import { readSource } from "../../syntax/read-source.ts";
import type { Reference, Source } from "../../syntax/source.ts";
import type { Bindings } from "./binding.ts";
import { bind } from "./bind.ts";
import { exportsOf, type Exports } from "./exports.ts";
import type { TypeScript } from "./nodes.ts";
import { createStructure, type Structure } from "./structure.ts";

export interface Module {
  readonly uri: string;
  readonly location: ValLocation;
  readonly source: Source;
  readonly bindings: Bindings;
  readonly exports: Exports;
  readonly structure: Structure;
  readonly imports: readonly ModuleImport[];
  /** The reference that spans a node. */
  readonly references: ReadonlyMap<ts.Node, Reference>;
}

/** Reads a file; undefined when the URI names no val. Never throws, whatever the text is. */
export function readModule(
  ts: TypeScript,
  uri: string,
  text: string,
  known?: Source,
): Module | undefined {
  const location = parseUri(uri);
  if (location === undefined) return undefined;
  const source = known ?? readSource(ts, location.path, text);
  try {
    return moduleOf(ts, uri, location, source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested deeper than the stack: looked at as if it were blank, and said to be unreadable.
    const problem = { kind: "tooDeep", start: 0, end: text.length } as const;
    const blank = { ...readSource(ts, location.path, ""), text, problems: [problem] };
    return moduleOf(ts, uri, location, blank);
  }
}

function moduleOf(ts: TypeScript, uri: string, location: ValLocation, source: Source): Module {
  const bindings = bind(ts, source.file);
  return {
    uri,
    location,
    source,
    bindings,
    structure: createStructure(ts, bindings),
    exports: exportsOf(ts, source.file),
    imports: moduleImports(ts, source, location.connection),
    references: new Map(source.references.map((one) => [one.node, one])),
  };
}

/** Whether the code of the file could not be looked at. */
export function isUnreadable({ source }: Module): boolean {
  return source.problems.some(({ kind }) => kind === "tooDeep" || kind === "reservedLetter");
}

/** Where a node stands. */
export function placeOf(module: Module, node: ts.Node): Place {
  return placeAt(module, node.getStart(module.source.file), node.end);
}

/** Where a stretch of the text stands. */
export function placeAt(module: Module, start: number, end: number): Place {
  const { file } = module.source;
  return {
    file: module.uri,
    range: {
      start: file.getLineAndCharacterOfPosition(start),
      end: file.getLineAndCharacterOfPosition(end),
    },
  };
}
