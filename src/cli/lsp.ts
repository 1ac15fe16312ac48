/** `valsmith lsp`: the language server for any editor, alone or over a folder of vals. */
import { Option, type Command } from "commander";
import type { GrantProfile } from "../core/scope.ts";
import { serveStdio } from "../language/node.ts";
import { createFileUris } from "./lsp/file-uris.ts";
import { openFolder } from "./lsp/open-folder.ts";

interface LspSettings {
  readonly root?: string;
  readonly defaultGrants: GrantProfile;
}

export function configure(command: Command): void {
  command
    .addOption(new Option("--stdio", "talk over the standard streams").makeOptionMandatory())
    .option("--root <folder>", "answer questions about vals from a folder that holds @user/name/…")
    .addOption(
      new Option("--default-grants <profile>", "what vals may touch of which nothing says so")
        .choices(["least", "valtown"])
        .default("least"),
    )
    .action(lsp);
}

async function lsp({ root, defaultGrants: profile }: LspSettings): Promise<void> {
  if (root === undefined) return serveStdio();
  const folder = await openFolder(root, { profile, now: Date.now });
  serveStdio({ questions: folder.questions, ...createFileUris(folder) });
}
