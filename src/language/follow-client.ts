/** What the client tells without being asked: which documents are open, and what has changed elsewhere. */
import type { createServerBase } from "@volar/language-server/lib/server.js";
import type { Connection } from "vscode-languageserver";
import { URI } from "vscode-uri";

import { parseUri } from "../core/uri.ts";
import type { ClientNotifications } from "../protocol/lsp.ts";
import type { Project } from "./project.ts";

type Server = ReturnType<typeof createServerBase>;

export function followDocuments(server: Server, project: Project): void {
  const nameOf = (uri: string) => project.names.fileNameOf(URI.parse(uri));
  server.documents.onDidOpen(({ document }) => {
    const fileName = nameOf(document.uri);
    if (fileName === undefined) return;
    const snapshot = () => document.getSnapshot();
    project.open(fileName, { uri: URI.parse(document.uri), snapshot });
  });
  server.documents.onDidChangeContent(() => project.touch());
  server.documents.onDidClose(({ document }) => {
    const fileName = nameOf(document.uri);
    if (fileName !== undefined) project.close(fileName);
  });
}

/** Follows changes of vals and of what is known about them. `refresh` has all that is shown asked for again. */
export function followKnowledge(parts: {
  readonly connection: Connection;
  readonly server: Server;
  readonly project: Project;
  readonly refresh: () => void;
}): void {
  const { connection, server, project, refresh } = parts;
  const changed = (uris: readonly string[]): void => {
    project.index.invalidate();
    const known = locations(uris).map((location) => project.closure.invalidate(location));
    if (known.some(Boolean)) refresh();
  };
  const factsChanged = (uris: readonly string[]): void => {
    for (const location of locations(uris)) project.facts.invalidate(location);
    project.touch();
    refresh();
  };
  connection.onNotification("val/changed", ({ uris }: ClientNotifications["val/changed"]) =>
    changed(uris),
  );
  connection.onNotification(
    "val/factsChanged",
    ({ uris }: ClientNotifications["val/factsChanged"]) => factsChanged(uris),
  );
  server.fileWatcher.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map((one) => one.uri);
    changed(uris);
    // A file of facts tells about any val, and a manifest about its own.
    const open = server.documents.all().map((document) => document.uri);
    if (uris.some((uri) => /\/(?:vals|permissions)\.json$/.test(uri))) factsChanged(open);
  });
}

function locations(uris: readonly string[]) {
  return uris.flatMap((uri) => parseUri(uri) ?? []);
}
