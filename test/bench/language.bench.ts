/** How fast completions and diagnostics come, beside plain TypeScript on the same code as modules. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { dist, root } from "../../src/build/paths.ts";
import { globals } from "../../src/language/types/globals.ts";
import { createWorld, startLsp } from "../support/lsp.ts";
import { writeFiles } from "../support/run-cli.ts";
import { createCorpus } from "./language/corpus.ts";
import { startTsServer } from "./language/tsserver.ts";
import { quantile, report } from "./report.ts";

const rounds = 3;
const completions = 40;
const vals = 500;
const corpus = createCorpus(vals);
const cursor = corpus.classic.indexOf("|");
const expected = ["maxItems2", "method2"];

interface Round {
  /** From the opened document to the first completion, in a server that had time to prepare; milliseconds. */
  readonly first: number;
  /** Each from an edit to its completion. */
  readonly warm: readonly number[];
  /** Each from an edit to the diagnostics. */
  readonly checks: readonly number[];
  /** Megabytes at most. */
  readonly memory: number;
}

async function measureOurs(): Promise<Round> {
  const world = createWorld(corpus.vals);
  const server = join(dist, "language.cjs");
  const entry = existsSync(server) ? server : join(root, "src", "language", "node.ts");
  const lsp = await startLsp(world, { command: [process.execPath, entry, "--stdio"] });
  await quiet();
  const start = performance.now();
  let document = await lsp.open("@ann/page/main.tsx", corpus.classic);
  check(await lsp.labels(document));
  const first = performance.now() - start;
  let version = 1;
  const line = corpus.classic.slice(0, cursor).split("\n").length - 1;
  const character = cursor - corpus.classic.lastIndexOf("\n", cursor) - 1;
  const edit = async (index: number) => {
    const insert = index % 2 === 0;
    const text = insert ? " " : "";
    const end = { line, character: character + (insert ? 0 : 1) };
    await lsp.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: document.uri, version: ++version },
      contentChanges: [{ range: { start: { line, character }, end }, text }],
    });
    document = {
      ...document,
      text: document.text.slice(0, cursor) + text + document.text.slice(cursor + (insert ? 0 : 1)),
    };
  };
  const warm = await times(completions, async (index) => {
    await edit(index);
    check(await lsp.labels(document));
  });
  const checks = await times(completions / 2, async (index) => {
    await edit(index);
    await lsp.pull(document);
  });
  const memory = peakMemory(lsp.pid);
  await lsp.stop();
  return { first, warm, checks, memory };
}

async function measureTypeScript(folder: string): Promise<Round> {
  const server = startTsServer();
  const file = join(folder, "page.tsx");
  const text = corpus.modern.replace("|", "");
  const at = corpus.modern.indexOf("|");
  const line = corpus.modern.slice(0, at).split("\n").length;
  const offset = at - corpus.modern.lastIndexOf("\n", at);
  const complete = async () => {
    const body = await server.command<{ entries: { name: string }[] }>("completionInfo", {
      file,
      line,
      offset,
    });
    check(body.entries.map((entry) => entry.name));
  };
  // It prepares on a document of the same project, as ours does on none.
  await server.command("updateOpen", {
    openFiles: [
      { file: join(folder, "warm.tsx"), fileContent: "export {};", scriptKindName: "TSX" },
    ],
  });
  await server.command("completionInfo", { file: join(folder, "warm.tsx"), line: 1, offset: 1 });
  const start = performance.now();
  await server.command("updateOpen", {
    openFiles: [{ file, fileContent: text, scriptKindName: "TSX" }],
  });
  await complete();
  const first = performance.now() - start;
  const edit = (index: number) => {
    const insert = index % 2 === 0;
    const endOffset = offset + (insert ? 0 : 1);
    server.tell("change", {
      file,
      line,
      offset,
      endLine: line,
      endOffset,
      insertString: insert ? " " : "",
    });
  };
  const warm = await times(completions, async (index) => {
    edit(index);
    await complete();
  });
  const checks = await times(completions / 2, async (index) => {
    edit(index);
    for (const kind of ["syntactic", "semantic", "suggestion"])
      await server.command(`${kind}DiagnosticsSync`, { file });
  });
  const memory = peakMemory(server.pid);
  await server.stop();
  return { first, warm, checks, memory };
}

const folder = await mkdtemp(join(tmpdir(), "valsmith-bench-"));
await writeFiles(folder, {
  ...corpus.modules,
  "page.tsx": corpus.modern.replace("|", ""),
  "warm.tsx": "export {};",
  "globals.d.ts": globals,
  "deno.d.ts": readFileSync(join(root, "node_modules", "@types", "deno", "index.d.ts"), "utf8"),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
      jsx: "react-jsx",
      types: [],
      strict: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
    },
    files: ["page.tsx", "warm.tsx", "globals.d.ts", "deno.d.ts"],
  }),
});
try {
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await measureOurs());
    theirs.push(await measureTypeScript(folder));
  }
  const note = `${vals} vals, ${rounds} rounds`;
  const best = (all: readonly Round[], of: (round: Round) => number) => Math.min(...all.map(of));
  const ratio = (of: (round: Round) => number) => best(ours, of) / best(theirs, of);
  const warm = (round: Round) => quantile(round.warm, 0.5);
  const checks = (round: Round) => quantile(round.checks, 0.5);
  const first = (round: Round) => round.first;
  const memory = (round: Round) => round.memory;
  report({
    name: "val opened → first completion",
    value: best(ours, first),
    unit: "ms",
    limit: 1500,
    target: 750,
    note,
  });
  report({
    name: "completion after an edit, median",
    value: best(ours, warm),
    unit: "ms",
    limit: 92,
    target: 46,
    note,
  });
  report({
    name: "… as a multiple of plain TypeScript",
    value: ratio(warm),
    unit: "×",
    limit: 2.3,
    target: 1.2,
    note: `${best(theirs, warm).toFixed(1)} ms there`,
  });
  report({
    name: "diagnostics after an edit, median",
    value: best(ours, checks),
    unit: "ms",
    limit: 180,
    target: 90,
    note,
  });
  report({
    name: "… as a multiple of plain TypeScript",
    value: ratio(checks),
    unit: "×",
    limit: 3,
    target: 1.3,
    note: `${best(theirs, checks).toFixed(1)} ms there`,
  });
  report({
    name: "memory of the language server, peak",
    value: best(ours, memory),
    unit: "MB",
    limit: 740,
    target: 370,
    note: `${best(theirs, memory).toFixed(0)} MB for plain TypeScript`,
  });
} finally {
  await rm(folder, { recursive: true });
}

function check(labels: readonly string[]): void {
  const found = labels.map((label) => label.replace("?", ""));
  if (!expected.every((one) => found.includes(one)))
    throw new Error(`completions are ${labels.slice(0, 5).join(", ")}`);
}

async function times(count: number, run: (index: number) => Promise<void>): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await run(index);
    all.push(performance.now() - start);
  }
  return all;
}

/** Time in which a server prepares itself, as it has between the start of an editor and the first keystroke. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 4_000));
}

/** Megabytes; 0 where the system does not say. */
function peakMemory(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1] ?? 0) / 1024;
}
