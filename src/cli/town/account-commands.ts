/** `valsmith town session`, `import-token` and `migrate-tokens`: the credentials of a town, for whoever owns its folder. */
import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  addSession,
  importToken,
  migrateTokens,
  record,
  safeScopes,
  withAccounts,
} from "../../town/main.ts";

interface Place {
  readonly data: string;
}

/** Adds the commands below `valsmith town`. */
export function addAccountCommands(town: Command): void {
  town.addCommand(sessionCommand()).addCommand(importCommand()).addCommand(migrateCommand());
}

function sessionCommand(): Command {
  return placed("session")
    .summary("list interactive sessions, end them, start new ones")
    .description(
      "List the interactive sessions of a town, end one, or start a new one. The town may run meanwhile.",
    )
    .addOption(new Option("--new <handle>", "start a session of a member").conflicts("revoke"))
    .addOption(
      new Option(
        "--to <file>",
        "with --new: file to make for the credential, closed to others; else standard output",
      ),
    )
    .option(
      "--revoke <id>",
      "end the session of that id; a client that holds it has to sign in again",
    )
    .action(async (options: Place & { new?: string; to?: string; revoke?: string }) => {
      if (options.new !== undefined) await startSession(options.data, options.new, options.to);
      else if (options.revoke !== undefined) await endSession(options.data, options.revoke);
      else await listSessions(options.data);
    });
}

async function listSessions(data: string): Promise<void> {
  const sessions = await within(data, ({ tokenWatch }) => tokenWatch.sessions());
  for (const { id, owner, last4, createdAt, lastUsedAt } of sessions)
    say(`${id} @${owner} …${last4} since ${createdAt}, last used ${lastUsedAt ?? "never"}`);
}

async function endSession(data: string, id: string): Promise<void> {
  await within(data, async ({ tokenWatch, tokens, audit }) => {
    const session = (await tokenWatch.sessions()).find((one) => one.id === id);
    if (session === undefined) throw new Error(`there is no session ${id}`);
    await tokens.revoke(id, "admin", null);
    const after = { revoked: true, reason: "admin" };
    await record(audit, "session.end", { resource: `token/${id}`, about: session.owner, after });
  });
}

async function startSession(data: string, handle: string, to: string | undefined): Promise<void> {
  if (to === undefined && process.stdout.isTTY)
    throw new Error("a credential is not shown on a screen; give --to FILE, or a pipe");
  await within(data, async ({ users, tokens, audit }) => {
    const user = await users.byHandle(handle);
    if (user === undefined) throw new Error(`there is nobody called ${handle}`);
    // Made first, so that no session is started whose credential cannot be kept.
    const file = to === undefined ? undefined : await open(to, "wx", 0o600);
    const secret = await addSession(tokens, user.id);
    await record(audit, "session.start", { resource: `member/${handle}`, about: handle });
    if (file === undefined) say(secret);
    else await file.writeFile(`${secret}\n`);
    await file?.close();
  });
}

function importCommand(): Command {
  return placed("import-token")
    .summary("take in an old token that may do everything")
    .description(
      "Take in a token of another service, from standard input, so that what uses it goes on working. It may do\n" +
        "everything that its person may; replace it with a narrower one soon.",
    )
    .requiredOption("--user <handle>", "whose token it shall be")
    .option("--name <name>", "what it is called", "Old token")
    .action(async ({ data, user: handle, name }: Place & { user: string; name: string }) => {
      if (process.stdin.isTTY)
        throw new Error("give the token on standard input, from a file or a pipe");
      const secret = (await text(process.stdin)).trim();
      say(await within(data, (stores) => importToken(stores, { handle, name, secret })));
    });
}

function migrateCommand(): Command {
  return placed("migrate-tokens")
    .summary("bring old tokens down to what is safe, but for those who need more")
    .description(
      `Bring old tokens down to ${safeScopes.join(", ")} from a date on. The tokens of people whose tokens or vals\n` +
        "created, changed or deleted vals, as far back as the audit log goes, stay as they are and are listed.",
    )
    .addOption(
      new Option("--on <date>", "from when on: 2027-01-31, or with a time")
        .argParser(readDate)
        .makeOptionMandatory(),
    )
    .option("--dry-run", "only say what would be done")
    .action(async ({ data, on, dryRun = false }: Place & { on: string; dryRun?: boolean }) => {
      const done = await within(data, (stores) => migrateTokens(stores, { on, dryRun }));
      for (const { id, owner, name, last4 } of done.narrowed)
        say(`narrow @${owner} ${JSON.stringify(name)} …${last4} ${id} on ${on}`);
      for (const { owner, tokens, action, tokenName, time } of done.deferred)
        say(
          `defer @${owner} ${tokens} tokens: ${JSON.stringify(tokenName)} did ${action} at ${time}`,
        );
      if (dryRun) process.stderr.write("valsmith: nothing was changed\n");
    });
}

function placed(name: string): Command {
  return new Command(name).exitOverride().requiredOption("--data <folder>", "the town's folder");
}

function within<T>(data: string, act: Parameters<typeof withAccounts<T>>[2]): Promise<T> {
  return withAccounts(data, process.env["VALSMITH_DATABASE_URL"], act);
}

function readDate(given: string): string {
  const time = new Date(given);
  if (!/^\d{4}-\d\d-\d\d(?:T.+)?$/.test(given) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("a date is written like 2027-01-31");
  return time.toISOString();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
