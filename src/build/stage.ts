/** Runs the parts of `npm run check` and `npm test`, shows what they say and remembers which failed. */
import { start } from "./processes.ts";
import { root } from "./paths.ts";

export interface Stages {
  /** Runs a program; all it prints is shown. */
  run(title: string, command: string, args: readonly string[]): Promise<void>;
  /** Runs files of tests by Node's test runner; skipped or missing tests count as failures. */
  test(title: string, args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<void>;
  /** Runs several lots of tests at the same time; what each says is shown when it is over. */
  testAtOnce(lots: readonly Lot[]): Promise<void>;
  /** Runs work of this process. */
  work(title: string, action: () => Promise<unknown>): Promise<void>;
  /** Prints the verdict; true when nothing failed. */
  finish(): boolean;
}

/** Files of tests with the runner's flags, as {@link Stages.test} takes them. */
export interface Lot {
  readonly title: string;
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

interface Result {
  readonly title: string;
  readonly seconds: number;
  readonly failure: string | undefined;
}

/** A fresh list. A stage that fails does not stop those after it, except where `work` fails: those build on it. */
export function createStages(
  show: (text: string) => void = (text) => void process.stdout.write(text),
): Stages {
  const results: Result[] = [];
  const begunAll = performance.now();
  const stage = async (
    title: string,
    action: () => Promise<string | undefined>,
    write: (text: string) => void = show,
  ): Promise<string | undefined> => {
    write(`\n── ${title}\n`);
    const begun = performance.now();
    const failure = await action();
    const seconds = (performance.now() - begun) / 1000;
    results.push({ title, seconds, failure });
    write(failure ? `✖ ${title}: ${failure}\n` : `✔ ${title} (${seconds.toFixed(1)} s)\n`);
    return failure;
  };
  const test = async (
    { title, args, environment = {} }: Lot,
    write: (text: string) => void = show,
  ): Promise<void> => {
    const tests = async (): Promise<string | undefined> => {
      const flags = ["--test", "--test-reporter=spec", "--no-warnings", ...args];
      const { code, output } = await execute(process.execPath, flags, write, environment);
      return exitFailure(code) ?? runFailure(output);
    };
    await stage(title, tests, write);
  };
  return {
    async run(title, command, args) {
      await stage(title, async () => exitFailure((await execute(command, args, show)).code));
    },
    test: (title, args, environment = {}) => test({ title, args, environment }),
    async testAtOnce(lots) {
      const run = async (lot: Lot): Promise<void> => {
        let said = "";
        await test(lot, (text) => (said += text));
        show(said);
      };
      await Promise.all(lots.map(run));
    },
    async work(title, action) {
      const failure = await stage(title, async () => {
        try {
          await action();
          return undefined;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      });
      if (failure) throw new StageFailed(title);
    },
    finish() {
      const failed = results.filter((result) => result.failure);
      const total = (performance.now() - begunAll) / 1000;
      show("\n");
      for (const { title, seconds, failure } of results)
        show(`${failure ? "✖" : "✔"} ${title} (${seconds.toFixed(1)} s)\n`);
      show(
        failed.length > 0
          ? `\n${failed.length} of ${results.length} failed.\n`
          : `\nAll passed in ${total.toFixed(0)} s.\n`,
      );
      return failed.length === 0;
    },
  };
}

/** Thrown when what comes next has nothing to stand on. */
export class StageFailed extends Error {
  constructor(title: string) {
    super(`${title} failed`);
    this.name = "StageFailed";
  }
}

function exitFailure(code: number | null): string | undefined {
  return code === 0 ? undefined : `ended with ${code ?? "a signal"}`;
}

/** A run that tested nothing, or left something out, is no success. Reads the runner's closing lines. */
export function runFailure(output: string): string | undefined {
  const count = (name: string): number | undefined => {
    const found = [...output.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, "gm"))].at(-1)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const tests = count("tests");
  if (!tests) return "no test ran";
  const left = ["cancelled", "skipped", "todo"].filter((name) => count(name) !== 0);
  return left.length > 0 ? `some tests were ${left.join(" or ")}` : undefined;
}

async function execute(
  command: string,
  args: readonly string[],
  write: (text: string) => void,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  const running = start(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const stop = (): void => void running.end(1000).then(() => process.exit(130));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  let output = "";
  for (const stream of [running.child.stdout, running.child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      write(text);
    });
  }
  const { code } = await running.closed;
  for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  return { code, output };
}
