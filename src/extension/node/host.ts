/** The extension host that is a process with Node. */
import { join } from "node:path";
import type { HostParts } from "../activate.ts";
import type { Host } from "../host.ts";
import { createProcessClient } from "./language-client.ts";
import { createPrivateFiles } from "./private-files.ts";

export function createNodeHost({ context }: HostParts): Host {
  return {
    kind: "node",
    // VS Code replaces the global fetch by one that follows its proxy and certificate settings; look it up per call.
    fetch: (url, init) => globalThis.fetch(url, init),
    town: undefined,
    privateFiles: createPrivateFiles(join(context.globalStorageUri.fsPath, "drafts")),
    createLanguageClient: (options) => createProcessClient(context.extensionPath, options),
  };
}
