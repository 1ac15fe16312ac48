/**
 * `npm run build`: makes `dist/`, all that ships. Nothing is done when no source has changed since. `--debug` makes it
 * for a debugger.
 */
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { atomicFolder } from "./atomic-folder.ts";
import { assets, type Entry, entries, libraryOutput, typescriptOutput } from "./bundle/entries.ts";
import { copyLibraries, libraryFiles } from "./bundle/libraries.ts";
import { notice } from "./bundle/licences.ts";
import {
  bundledNames,
  embeddedLibraries,
  sharedTypescript,
  siblings,
  withoutNode,
} from "./bundle/plugins.ts";
import { fingerprint } from "./fingerprint.ts";
import { dist, out, root } from "./paths.ts";
import { type Progress, terminalProgress } from "./progress.ts";

/** Where source maps go: not into the package, but at hand for reading a reported stack. */
const maps = join(out, "maps");

export interface BundleOptions {
  /** For a debugger: readable code with source maps beside it. Never shipped. */
  readonly debug?: boolean;
}

/** Builds unless the sources are those of the last build. Gives the fingerprint of the sources. */
export async function bundle(progress: Progress, options: BundleOptions = {}): Promise<string> {
  const sources = fingerprint(["src", "package.json", "package-lock.json"]);
  const recipe = options.debug ? `${sources} debug` : sources;
  const fill = (folder: string): Promise<void> =>
    progress.step("Building", () => fillFolder(folder, options));
  await atomicFolder({ folder: dist, recipe, fill });
  return recipe;
}

async function fillFolder(folder: string, options: BundleOptions): Promise<void> {
  await rm(maps, { recursive: true, force: true });
  await mkdir(maps, { recursive: true });
  const results = await Promise.all([
    buildTypescript(folder),
    ...entries.map((entry) => buildEntry(folder, entry, options)),
  ]);
  for (const { source, output } of assets) {
    await cp(join(root, source), join(folder, output), { recursive: true });
  }
  await copyLibraries(join(folder, libraryOutput));
  const bundled = results.flatMap((metafile) => Object.keys(metafile.inputs));
  const copied = [...libraryFiles().keys()].map((file) => relative(root, file));
  await writeFile(join(folder, "NOTICE.txt"), notice([...bundled, ...copied]));
  await writeFile(join(maps, "meta.json"), JSON.stringify(results));
}

async function buildEntry(
  folder: string,
  entry: Entry,
  { debug }: BundleOptions,
): Promise<Metafile> {
  const result = await run({
    ...common,
    ...(debug ? { minify: false, sourcemap: "linked" } : {}),
    entryPoints: [join(root, entry.source)],
    outfile: join(folder, entry.output),
    format: entry.format,
    ...hostOptions(entry),
  });
  if (!debug) await moveMap(folder, `${entry.output}.map`);
  return result;
}

async function moveMap(folder: string, name: string): Promise<void> {
  await mkdir(dirname(join(maps, name)), { recursive: true });
  await rename(join(folder, name), join(maps, name));
}

function hostOptions(entry: Entry): BuildOptions {
  switch (entry.host) {
    case "node":
      return {
        platform: "node",
        target: "node22",
        external: ["vscode", "pg-native"],
        plugins: [sharedTypescript, siblings(entry)],
        define: nodeMeta,
        banner: { js: nodeBanner },
      };
    case "browser":
      return {
        platform: "browser",
        target: "es2022",
        external: ["vscode"],
        plugins: [withoutNode, embeddedLibraries],
        define: browserMeta,
      };
    case "deno":
      return { platform: "neutral", target: "esnext", plugins: [bundledNames] };
  }
}

async function buildTypescript(folder: string): Promise<Metafile> {
  const { sourcemap: _none, ...options } = common;
  return run({
    ...options,
    entryPoints: [join(root, "node_modules", "typescript", "lib", "typescript.js")],
    outfile: join(folder, typescriptOutput),
    format: "cjs",
    platform: "node",
    target: "node22",
  });
}

const common = {
  bundle: true,
  minify: true,
  sourcemap: "external",
  legalComments: "none",
  // Packages whose `main` is UMD hide their requires from the bundler; their ES modules do not.
  mainFields: ["module", "main"],
  metafile: true,
  logLevel: "silent",
  charset: "utf8",
  absWorkingDir: root,
} as const satisfies BuildOptions;

/** What ES modules know of themselves, for files that are CommonJS once bundled. */
const nodeMeta = {
  "import.meta.url": "valsmithModuleUrl",
  "import.meta.dirname": "__dirname",
  "import.meta.filename": "__filename",
  "import.meta.main": "valsmithIsMain",
};
const nodeBanner = `const valsmithModuleUrl = require("node:url").pathToFileURL(__filename).href, valsmithIsMain = require.main === module;`;
const browserMeta = { "import.meta.main": "true", "process.env.NODE_ENV": '"production"' };

async function run(options: BuildOptions): Promise<Metafile> {
  const result = await build({ ...options, metafile: true });
  if (result.warnings.length > 0)
    throw new Error(result.warnings.map((warning) => warning.text).join("\n"));
  return result.metafile;
}

if (import.meta.main) {
  const progress = terminalProgress();
  await bundle(progress, { debug: process.argv.includes("--debug") });
  progress.say(`Built ${relative(process.cwd(), dist) || dist}`);
}
