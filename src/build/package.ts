/** `npm run package`: makes `out/valsmith.vsix`, byte for byte the same from the same commit. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { bundle } from "./bundle.ts";
import { fingerprint } from "./fingerprint.ts";
import { assertContents } from "./package/contents.ts";
import { shippedManifest } from "./package/shipped-manifest.ts";
import { readZip } from "./package/zip.ts";
import { out, root } from "./paths.ts";
import { type Progress, terminalProgress } from "./progress.ts";

/** Where the packaged extension lies. */
export const vsix = join(out, "valsmith.vsix");

/** What goes into the package beside `dist/`. */
const shipped = [
  "package.json",
  "package.nls.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "media",
  "syntaxes",
  "l10n",
  ".vscodeignore",
  "src/build/package",
];

/** Builds and packages unless the package at hand was made from the same files. Gives the path of the package. */
export async function packageExtension(progress: Progress): Promise<string> {
  const built = await bundle(progress);
  const recipe = `${built} ${fingerprint(shipped)}`;
  const stamp = `${vsix}.made-from`;
  if (existsSync(vsix) && existsSync(stamp) && readFileSync(stamp, "utf8") === recipe) return vsix;
  await mkdir(out, { recursive: true });
  await rm(stamp, { force: true });
  await progress.step("Packaging", async () => {
    const fresh = `${vsix}.part`;
    await runVsce(fresh);
    assertContents(readZip(readFileSync(fresh)), (await stat(fresh)).size);
    await rename(fresh, vsix);
  });
  await writeFile(stamp, recipe);
  return vsix;
}

/** Runs vsce on a copy of what ships; every warning is an error here. */
async function runVsce(file: string): Promise<void> {
  const stage = await mkdtemp(join(tmpdir(), "valsmith-package-"));
  try {
    for (const path of [...shipped, "dist"]) {
      if (path !== "src/build/package" && existsSync(join(root, path)))
        await cp(join(root, path), join(stage, path), { recursive: true });
    }
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
    const text = `${JSON.stringify(shippedManifest(manifest), null, 2)}\n`;
    await writeFile(join(stage, "package.json"), text);
    packStage(stage, file);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

type Manifest = Readonly<Record<string, unknown>>;

function packStage(stage: string, file: string): void {
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = [
    "package",
    "--no-dependencies",
    "--no-rewrite-relative-links",
    "--allow-missing-repository",
    "--out",
    file,
  ];
  const done = spawnSync(process.execPath, [vsce, ...args], {
    cwd: stage,
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: process.env["SOURCE_DATE_EPOCH"] ?? commitTime() },
  });
  const words = `${done.stdout}${done.stderr}`;
  if (done.status !== 0 || /\bWARNING\b/.test(words))
    throw new Error(`vsce does not like the package:\n${words.trim()}`);
}

/** Seconds since 1970 of the last commit, or the first moment a zip archive can name. */
function commitTime(): string {
  const git = spawnSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  return git.status === 0 && git.stdout.trim() ? git.stdout.trim() : "315532800";
}

if (import.meta.main) {
  const progress = terminalProgress();
  const made = await packageExtension(progress);
  const size = (await stat(made)).size / 1e6;
  progress.say(`Packaged ${relative(process.cwd(), made)} (${size.toFixed(2)} MB)`);
}
