/** The language server as a web worker that talks with the page, or the extension host, that started it. */
import ts from "typescript";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from "vscode-languageserver/browser.js";

import { embeddedFiles } from "./embedded-library.ts";
import { presentably } from "./outgoing.ts";
import { serve } from "./server.ts";

/** Serves for as long as the worker lives. */
function serveWorker(): void {
  // The types of Node do not know a worker's own scope.
  const scope = globalThis as never;
  const writer = presentably(new BrowserMessageWriter(scope));
  const connection = createConnection(new BrowserMessageReader(scope), writer);
  serve(connection, {
    typescript: ts,
    library: { read: (name) => embeddedFiles[name], uri: () => undefined },
    timer: { setImmediate: (callback, ...args: unknown[]) => setTimeout(callback, 0, ...args) },
    now: Date.now,
  });
  connection.listen();
}

if (import.meta.main) serveWorker();
