/** Drafts as private files, one per document, named by a digest of its URI. */
import * as vscode from "vscode";
import type { Draft, Drafts } from "../drafts.ts";
import type { PrivateFiles } from "../host.ts";
import type { Log } from "../log.ts";

export function createDrafts(files: PrivateFiles, log: Log): Drafts {
  const changed = new vscode.EventEmitter<string>();

  async function readOne(name: string): Promise<Draft | undefined> {
    const text = await files.read(name);
    const draft = text === undefined ? undefined : parseDraft(text);
    if (text !== undefined && !draft)
      log.warn(`The draft in ${name} cannot be read; it stays there.`);
    return draft;
  }

  return {
    onDidChange: changed.event,
    get: async (uri) => await readOne(await nameOf(uri)),
    async all() {
      const found = await Promise.all((await files.list()).map(readOne));
      return found.flatMap((draft) => draft ?? []).toSorted((a, b) => a.keptAt - b.keptAt);
    },
    async keep(draft) {
      await files.write(await nameOf(draft.uri), JSON.stringify(draft));
      changed.fire(draft.uri);
    },
    async discard(uri) {
      await files.delete(await nameOf(uri));
      changed.fire(uri);
    },
    dispose: () => changed.dispose(),
  };
}

async function nameOf(uri: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(uri));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${hex.slice(0, 16).join("")}.json`;
}

function parseDraft(text: string): Draft | undefined {
  try {
    const { uri, text: kept, base, keptAt, kind } = JSON.parse(text) as Partial<Draft>;
    if (typeof uri !== "string" || typeof kept !== "string" || typeof keptAt !== "number") {
      return undefined;
    }
    return {
      uri,
      text: kept,
      base: typeof base === "number" ? base : undefined,
      keptAt,
      kind: kind === "auto" ? "auto" : "refused",
    };
  } catch {
    return undefined;
  }
}
