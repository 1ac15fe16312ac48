/** The language server as a process of its own, over its standard streams. */
import { Console } from "node:console";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node.js";

import type { Library } from "./library.ts";
import { presentably } from "./outgoing.ts";
import type { Questions } from "./questions.ts";
import { serve } from "./server.ts";

export interface StdioOptions {
  /** Who knows about vals; the client when absent. */
  readonly questions?: Questions;
  /** Applied to every message on its way in. */
  incoming?<T>(message: T): T;
  /** Applied to every message on its way out, as the last thing. */
  outgoing?<T>(message: T): T;
}

/** Serves until the input ends. */
export function serveStdio(options: StdioOptions = {}): void {
  const reader = new StreamMessageReader(process.stdin);
  const listen = reader.listen.bind(reader);
  reader.listen = (callback) =>
    listen((message) => callback(options.incoming?.(message) ?? message));
  const output = new StreamMessageWriter(process.stdout);
  const write = output.write.bind(output);
  output.write = (message) => write(options.outgoing?.(message) ?? message);
  const writer = presentably(output);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  process.stdin.on("end", () => process.exit(0));
  // One request that fails must not take the editor's other documents with it.
  process.on("unhandledRejection", (error) => {
    connection.console.error(
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  });
  // Whatever a library prints must not get between the messages.
  const lines = new Writable({
    write: (chunk, _encoding, done) => {
      connection.console.log(String(chunk).trimEnd());
      done();
    },
  });
  globalThis.console = new Console(lines);
  serve(connection, {
    typescript: ts,
    library: fileLibrary(libraryFolder()),
    timer: { setImmediate },
    now: Date.now,
    ...(options.questions === undefined ? {} : { questions: options.questions }),
  });
  connection.listen();
}

/** The shipped declaration files, or those of the development dependencies. */
function libraryFolder(): (name: string) => string {
  const shipped = join(import.meta.dirname, "lib");
  if (existsSync(shipped)) return (name) => join(shipped, name);
  const modules = join(import.meta.dirname, "..", "..", "node_modules");
  return (name) => join(modules, name.replace(/^typescript\//, "typescript/lib/"));
}

function fileLibrary(fileOf: (name: string) => string): Library {
  return {
    read: (name) => {
      try {
        return readFileSync(fileOf(name), "utf8");
      } catch {
        return undefined;
      }
    },
    uri: (name) => pathToFileURL(fileOf(name)).href,
  };
}

if (import.meta.main) serveStdio();
