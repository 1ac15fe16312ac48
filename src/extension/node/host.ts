/** The extension host that is a process with Node. */
import { join } from "node:path";
import { workspace } from "vscode";
import type { HostParts } from "../activate.ts";
import type { Host } from "../host.ts";
import { createProcessClient } from "./language-client.ts";
import { createPrivateFiles } from "./private-files.ts";
import { createTownHost } from "./town-host.ts";
import { townEnvironment } from "./town-environment.ts";

/** Machine-scoped: which folder of this machine holds the local service's data. */
const folderSetting = "valsmith.local.dataFolder";
/** Machine-scoped: the Deno that runs vals of the local service. */
const denoSetting = "valsmith.local.deno";

export function createNodeHost({ context, log }: HostParts): Host {
  const ownFolder = join(context.globalStorageUri.fsPath, "town");
  const town = createTownHost({
    command: () => ({
      program: process.execPath,
      args: [context.asAbsolutePath(join("dist", "cli.cjs"))],
      environment: townEnvironment(process.env, setting(denoSetting)),
    }),
    folder: () => setting(folderSetting) ?? ownFolder,
    log,
  });
  return {
    kind: "node",
    // VS Code replaces the global fetch by one that follows its proxy and certificate settings; look it up per call.
    fetch: (url, init) => globalThis.fetch(url, init),
    town,
    privateFiles: createPrivateFiles(join(context.globalStorageUri.fsPath, "drafts")),
    createLanguageClient: (options) => createProcessClient(context.extensionPath, options),
  };
}

function setting(name: string): string | undefined {
  return workspace.getConfiguration().get<string>(name)?.trim() || undefined;
}
