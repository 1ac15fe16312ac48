/**
 * `npm run bench`: packages the extension, runs every `test/bench/*.bench.ts` one after the other and prints one table.
 * A bench prints a line of JSON (`Figure`) for each thing it measured. Fails when a figure is over its limit. Names on
 * the command line choose benches.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.ts";
import { packageExtension } from "./package.ts";
import { root } from "./paths.ts";
import { start } from "./processes.ts";
import { terminalProgress } from "./progress.ts";
import { table } from "./table.ts";
import { installVscode } from "./vscode/install.ts";
import { chosenRelease } from "./vscode/releases.ts";

/** What a bench measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value that must hold; more is a failure. */
  readonly limit?: number;
  /** The value we aim at. */
  readonly target?: number;
  /** What the value depends on: size of the input, number of rounds. */
  readonly note?: string;
}

const folder = join(root, "test", "bench");

if (import.meta.main) {
  const progress = terminalProgress();
  await packageExtension(progress);
  await installVscode(chosenRelease(), progress);
  await findChromium(progress);
  const wanted = process.argv.slice(2);
  const files = readdirSync(folder).filter(
    (name) =>
      name.endsWith(".bench.ts") &&
      (wanted.length === 0 || wanted.some((one) => name.startsWith(one))),
  );
  const figures: Figure[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const measured = progress.step(file.replace(".bench.ts", ""), () => measure(file));
    await measured.then(
      (more) => figures.push(...more),
      (error: unknown) => problems.push(error instanceof Error ? error.message : String(error)),
    );
  }
  if (figures.length === 0) problems.push("nothing was measured");
  for (const { name, value, unit, limit } of figures.filter(isOver)) {
    problems.push(`${name}: ${value} ${unit}, more than ${limit}`);
  }
  process.stdout.write(`\n${present(figures)}\n`);
  for (const problem of problems) process.stdout.write(`✖ ${problem}\n`);
  process.exit(problems.length === 0 ? 0 : 1);
}

async function measure(file: string): Promise<readonly Figure[]> {
  const running = start(process.execPath, ["--no-warnings", join(folder, file)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  running.child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const { code } = await running.closed;
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return said
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Figure);
}

function isOver({ value, limit }: Figure): boolean {
  return limit !== undefined && value > limit;
}

function present(figures: readonly Figure[]): string {
  const cell = (value: number | undefined): string => (value === undefined ? "" : String(value));
  const rows = figures.map(({ name, value, unit, limit, target, note }) => [
    name,
    `${value} ${unit}`,
    cell(target),
    cell(limit),
    note ?? "",
  ]);
  return table(["", "measured", "target", "limit", ""], rows);
}
