#!/usr/bin/env node
/** The command line: finds the command, and says in one line what went wrong. */
import { Command, CommanderError } from "commander";
import { commands } from "./commands.ts";
import { findSecretArgument } from "./secret-argument.ts";

/** Exit code of what could not be run: wrong usage, or a reason outside the program. */
const couldNotRun = 2;

if (import.meta.main) {
  // Whoever reads the output may stop early, as `head` does; there is nobody left to tell anything.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  void main(process.argv.slice(2));
}

async function main(argv: readonly string[]): Promise<void> {
  const secret = findSecretArgument(argv);
  if (secret !== undefined) return fail(secret);
  const program = new Command("valsmith").exitOverride().enablePositionalOptions();
  program.description(
    "Write, check and run vals. Unofficial; works with its own service and with Val Town.",
  );
  for (const { name, summary, load } of commands) {
    const command = program.command(name).summary(summary).description(summary).exitOverride();
    if (argv.find((argument) => !argument.startsWith("-")) === name)
      (await load()).configure(command);
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : couldNotRun;
    else fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message: string): void {
  process.stderr.write(`valsmith: ${message}\n`);
  process.exitCode = couldNotRun;
}
