/**
 * Which version the text in an editor was made from. The editor does not say, so it is recognised: whenever a document
 * is clean, its text is one that was given out before. A base outlives a reload of the window, because unsaved text
 * does too.
 */
import type * as vscode from "vscode";
import { fingerprint } from "./fingerprint.ts";

export interface Base {
  readonly version: number;
  /** Fingerprint of the text of that version. */
  readonly mark: string;
}

export interface Bases {
  /** Notes that a text was given out as a version of the file. */
  gave(uri: vscode.Uri, version: number, text: string): void;
  /** Notes that a document is clean with this text, if it is one that was given out. */
  settle(uri: vscode.Uri, text: string): void;
  /** Forgets the base of a clean document whose text is not that of the base. */
  doubt(uri: vscode.Uri, text: string): void;
  /** Notes that what is in the editor is made from this version now. */
  set(uri: vscode.Uri, version: number, text: string): void;
  of(uri: vscode.Uri): Base | undefined;
  forget(uri: vscode.Uri): void;
}

const stateKey = "bases";
/** Texts given out that are still recognised, per document. */
const memory = 20;
/** Documents whose base is remembered; the ones settled longest ago are forgotten first. */
const most = 500;

/** @param state survives a reload of the window; holds URIs, versions and fingerprints, never text */
export function createBases(state: vscode.Memento): Bases {
  const given = new Map<string, Base[]>();
  const bases = new Map<string, Base>(
    Object.entries(state.get<Record<string, Base>>(stateKey) ?? {}),
  );

  function put(key: string, base: Base): void {
    const before = bases.get(key);
    if (before?.version === base.version && before.mark === base.mark) return;
    bases.delete(key);
    bases.set(key, base);
    const [oldest] = bases.keys();
    if (bases.size > most && oldest !== undefined) bases.delete(oldest);
    store();
  }

  function store(): void {
    void state.update(stateKey, Object.fromEntries(bases));
  }

  function gave(uri: vscode.Uri, version: number, text: string): Base {
    const key = uri.toString();
    const base = { version, mark: fingerprint(text) };
    const others = given.get(key)?.filter((one) => one.version !== version) ?? [];
    given.set(key, [...others.slice(1 - memory), base]);
    return base;
  }

  return {
    gave,
    settle(uri, text) {
      const key = uri.toString();
      const mark = fingerprint(text);
      const found = given.get(key)?.findLast((one) => one.mark === mark);
      if (found) put(key, found);
    },
    doubt(uri, text) {
      const key = uri.toString();
      if (bases.get(key)?.mark !== fingerprint(text) && bases.delete(key)) store();
    },
    set(uri, version, text) {
      put(uri.toString(), gave(uri, version, text));
    },
    of: (uri) => bases.get(uri.toString()),
    forget(uri) {
      const key = uri.toString();
      given.delete(key);
      if (bases.delete(key)) store();
    },
  };
}
