/** The commands of `valsmith`. Each is a module that is loaded only when it is called. */
import type { Command } from "commander";

export interface CommandModule {
  /** Adds arguments, options and the action to the command, which has its name and summary already. */
  configure(command: Command): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "check",
    summary: "find missing permissions and other problems in vals",
    load: () => import("./check.ts"),
  },
  {
    name: "lsp",
    summary: "run the language server, for any editor",
    load: () => import("./lsp.ts"),
  },
  { name: "town", summary: "run the embedded val service", load: () => import("./town.ts") },
];
