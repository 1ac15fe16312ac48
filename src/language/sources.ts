/** The texts of vals' files: open documents first, then what the client has given. */
import type { IScriptSnapshot } from "@volar/language-core";
import type ts from "typescript";
import type { URI } from "vscode-uri";

import { parseUri, type ValLocation } from "../core/uri.ts";
import { readSource } from "../syntax/read-source.ts";
import type { Source } from "../syntax/source.ts";
import { dependencies, type Dependency } from "./dependencies.ts";
import { fileNameOf, locationOf } from "./file-name.ts";

/** An open document, as the connection keeps it. */
export interface OpenDocument {
  readonly uri: URI;
  /** One object per version. */
  snapshot(): IScriptSnapshot;
}

export interface Sources {
  open(fileName: string, document: OpenDocument): void;
  close(fileName: string): void;
  /** Keeps what the client gave for a file that may not be open. */
  store(uri: string, text: string): string | undefined;
  /** Forgets what the client gave. */
  forget(fileName: string): void;
  opened(fileName: string): OpenDocument | undefined;
  openNames(): readonly string[];
  storedNames(): readonly string[];
  snapshot(fileName: string): IScriptSnapshot | undefined;
  /** The document's own URI, as its client spells it; undefined for a file that was never seen. */
  uri(fileName: string): string | undefined;
  location(fileName: string): ValLocation | undefined;
  source(fileName: string): Source | undefined;
  /** The file read from a given snapshot of it. */
  sourceOf(fileName: string, snapshot: IScriptSnapshot): Source;
  dependencies(fileName: string): readonly Dependency[];
}

interface Stored {
  readonly uri: string;
  readonly snapshot: IScriptSnapshot;
}

export function createSources(typescript: typeof ts): Sources {
  const documents = new Map<string, OpenDocument>();
  const stored = new Map<string, Stored>();
  const read = new WeakMap<IScriptSnapshot, Source>();
  const needed = new WeakMap<Source, readonly Dependency[]>();

  const snapshot = (fileName: string) =>
    documents.get(fileName)?.snapshot() ?? stored.get(fileName)?.snapshot;
  const uri = (fileName: string) =>
    documents.get(fileName)?.uri.toString() ?? stored.get(fileName)?.uri;
  const location = (fileName: string): ValLocation | undefined => {
    const known = uri(fileName);
    return known === undefined ? locationOf(fileName) : parseUri(known);
  };
  const sourceOf = (fileName: string, of: IScriptSnapshot): Source => {
    const cached = read.get(of);
    if (cached !== undefined) return cached;
    const source = readSource(typescript, fileName, of.getText(0, of.getLength()));
    read.set(of, source);
    return source;
  };
  const source = (fileName: string): Source | undefined => {
    const current = isScript(fileName) ? snapshot(fileName) : undefined;
    return current && sourceOf(fileName, current);
  };

  return {
    open: (fileName, document) => void documents.set(fileName, document),
    close: (fileName) => void documents.delete(fileName),
    store: (storedUri, text) => {
      const found = parseUri(storedUri);
      if (found === undefined || found.path === "") return undefined;
      const fileName = fileNameOf(found);
      stored.set(fileName, {
        uri: storedUri,
        snapshot: typescript.ScriptSnapshot.fromString(text),
      });
      return fileName;
    },
    forget: (fileName) => void stored.delete(fileName),
    opened: (fileName) => documents.get(fileName),
    openNames: () => [...documents.keys()],
    storedNames: () => [...stored.keys()],
    snapshot,
    uri,
    location,
    source,
    sourceOf,
    dependencies: (fileName) => {
      const current = source(fileName);
      const where = location(fileName);
      if (current === undefined || where === undefined) return [];
      const cached = needed.get(current);
      if (cached !== undefined) return cached;
      const found = dependencies(typescript, current, where);
      needed.set(current, found);
      return found;
    },
  };
}

/** Whether a file holds TypeScript or JavaScript that is checked as a val. */
export function isScript(fileName: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(fileName) && !fileName.endsWith(".d.ts");
}
