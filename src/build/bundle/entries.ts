/** What is bundled, from where, for which host. The extension's manifest and its launchers rely on the outputs' names. */
export interface Entry {
  /** Path in the repository. */
  readonly source: string;
  /** Path in `dist/`. */
  readonly output: string;
  /** `node` parts share `typescript.cjs` and each other as files; the others stand alone. */
  readonly host: "node" | "browser" | "deno";
  /** How the file is loaded: by `require`, as a classic web worker, or as a module. */
  readonly format: "cjs" | "iife" | "esm";
}

export const entries: readonly Entry[] = [
  { source: "src/extension/node/main.ts", output: "extension.cjs", host: "node", format: "cjs" },
  {
    source: "src/extension/browser/main.ts",
    output: "extension.web.js",
    host: "browser",
    format: "cjs",
  },
  { source: "src/language/node.ts", output: "language.cjs", host: "node", format: "cjs" },
  { source: "src/language/web.ts", output: "language.web.js", host: "browser", format: "iife" },
  { source: "src/town/main.ts", output: "town.cjs", host: "node", format: "cjs" },
  {
    source: "src/town/databases/process.ts",
    output: "database.cjs",
    host: "node",
    format: "cjs",
  },
  { source: "src/cli/main.ts", output: "cli.cjs", host: "node", format: "cjs" },
  {
    source: "src/sandbox/supervisor.ts",
    output: "sandbox/supervisor.js",
    host: "deno",
    format: "esm",
  },
  { source: "src/sandbox/realm.ts", output: "sandbox/realm.js", host: "deno", format: "esm" },
];

/** TypeScript itself, once for all `node` parts. */
export const typescriptOutput = "typescript.cjs";

/** Folders that are copied as they are, for parts that read them at run time. */
export const assets: readonly { readonly source: string; readonly output: string }[] = [
  // The standard vals, whose source every val may read.
  { source: "src/sandbox/std", output: "sandbox/std" },
  // Vals that a new town may be given.
  { source: "src/town/samples", output: "samples" },
];

/** Folder of the type libraries that the language server reads, in `dist/`. */
export const libraryOutput = "lib";
