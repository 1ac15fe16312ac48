/** Puts a release of VS Code's server and browser build into the cache folder, once. */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { atomicFolder } from "../atomic-folder.ts";
import { npm } from "../npm.ts";
import { cache } from "../paths.ts";
import type { Progress } from "../progress.ts";
import { emptiedExtensions, type Release, unusedDependencies } from "./releases.ts";

/** Native modules that would have to be compiled, and what takes their places. */
const ownModules: Readonly<Record<string, string>> = {
  "@vscode/spdlog": "spdlog.cjs",
  "@vscode/native-watchdog": "watchdog.cjs",
  "native-watchdog": "watchdog.cjs",
};

/**
 * The folder of an installed VS Code (it holds `out/server-main.js`), installed first if need be. An install that was
 * cut short is done again; two at the same time do not disturb each other.
 */
export function installVscode(
  release: Release,
  progress: Progress,
  home: string = cache,
): Promise<string> {
  return atomicFolder({
    folder: join(home, `vscode-${release.vscode}`),
    recipe: recipe(release),
    fill: async (folder) => {
      const archive = await progress.step(`Getting VS Code ${release.vscode} (47 MB)`, () =>
        download(release, folder),
      );
      await progress.step("Unpacking it", () => unpack(archive, folder));
      await progress.step("Installing what it needs", async () => {
        await installDependencies(folder, release);
        await npm(["install", "--omit=dev", ...quiet], join(folder, "extensions"));
        await replaceNative(join(folder, "node_modules"));
        await Promise.all(
          emptiedExtensions.map((name) => emptyExtension(join(folder, "extensions", name))),
        );
      });
    },
  });
}

/** No package may run a script of its own: none of the native modules they would compile is needed. */
const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"];

/** Changes whenever an installed copy would come out different. */
function recipe(release: Release): string {
  const parts = [
    release,
    unusedDependencies,
    emptiedExtensions,
    ...Object.values(ownModules).map((file) =>
      readFileSync(join(import.meta.dirname, file), "utf8"),
    ),
    readFileSync(import.meta.filename, "utf8"),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

async function download(release: Release, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const printed = await npm(
    ["pack", `code-server@${release.codeServer}`, "--silent", "--loglevel=error"],
    folder,
  );
  const archive = join(folder, basename(printed.trim()));
  const digest = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (`sha512-${digest}` !== release.integrity) {
    throw new Error(
      `code-server ${release.codeServer} from the registry is not the package this repository was tested with; nothing of it was run.`,
    );
  }
  return archive;
}

async function unpack(archive: string, folder: string): Promise<void> {
  // Paths are given relative to the folder: a Windows `tar` takes the colon of a drive for a host's.
  const tar = spawnSync(
    "tar",
    ["-xzf", basename(archive), "--strip-components=3", "package/lib/vscode"],
    { cwd: folder, encoding: "utf8" },
  );
  if (tar.status !== 0)
    throw new Error(`tar could not unpack ${archive}: ${tar.error?.message ?? tar.stderr}`);
  await rm(archive);
}

interface Manifest {
  dependencies: Record<string, string>;
  [key: string]: unknown;
}

async function installDependencies(folder: string, release: Release): Promise<void> {
  const manifest = await readJson<Manifest>(join(folder, "package.json"));
  for (const name of unusedDependencies) delete manifest.dependencies[name];
  Object.assign(manifest.dependencies, release.replaced);
  await writeJson(join(folder, "package.json"), manifest);

  const lockFile = join(folder, "npm-shrinkwrap.json");
  const lock = await readJson<{ packages: Record<string, unknown> }>(lockFile);
  lock.packages[""] = manifest;
  for (const name of Object.keys(release.replaced)) delete lock.packages[`node_modules/${name}`];
  await writeJson(lockFile, lock);
  await npm(["install", "--omit=dev", ...quiet], folder);
}

async function replaceNative(modules: string): Promise<void> {
  for (const [name, file] of Object.entries(ownModules)) {
    if (!existsSync(join(modules, name))) continue;
    await copyFile(join(import.meta.dirname, file), join(modules, name, "index.js"));
  }
}

/** Leaves an extension's manifest, so that it is found, but nothing that it would do. */
async function emptyExtension(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const { name, publisher, version, engines, license } = await readJson<Manifest>(
    join(folder, "package.json"),
  );
  const emptied = `${folder}.emptied`;
  await mkdir(emptied);
  await writeJson(join(emptied, "package.json"), { name, publisher, version, engines, license });
  await rm(folder, { recursive: true });
  await rename(emptied, folder);
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, "utf8")) as T;
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
