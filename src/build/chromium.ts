/** Finds a Chromium to drive, or unpacks the one that comes with the dependencies. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { atomicFolder } from "./atomic-folder.ts";
import { cache } from "./paths.ts";
import type { Progress } from "./progress.ts";
import { releases } from "./vscode/releases.ts";

export interface Chromium {
  readonly executable: string;
  /** Environment variables it needs beside the inherited ones. */
  readonly environment: Readonly<Record<string, string>>;
}

/** No window, no sandbox where there is no user to drop to, and nothing that calls home. */
export const launchFlags: readonly string[] = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The Chromium that `CHROME_PATH` names, else an installed one, else the one among the dependencies, which brings the
 * libraries and fonts that it needs and so runs on a machine with nothing but Node.
 */
export async function findChromium(
  progress: Progress,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Chromium> {
  const named = environment["CHROME_PATH"];
  if (named) {
    if (!isExecutable(named))
      throw new Error(`CHROME_PATH names ${named}, which is not a program.`);
    return { executable: named, environment: {} };
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...macApplications,
  ];
  const installed = candidates.find((file) => isExecutable(file) && starts(file));
  return installed ? { executable: installed, environment: {} } : unpackChromium(progress);
}

async function unpackChromium(progress: Progress): Promise<Chromium> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "No Chromium was found. Install Chrome or Chromium, or name one by CHROME_PATH.",
    );
  }
  const version = manifest.devDependencies["@sparticuz/chromium"];
  const folder = join(cache, `chromium-${version}`);
  const unpacked = await atomicFolder({
    folder,
    // The fonts' configuration names folders, so a moved checkout unpacks anew.
    recipe: `${version} ${fontConfiguration(join(folder, "fonts"))}`,
    fill: (staging) => progress.step("Unpacking Chromium", () => unpack(staging, folder)),
  });
  return {
    executable: join(unpacked, "chromium"),
    environment: {
      LD_LIBRARY_PATH: [join(unpacked, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]]
        .filter(Boolean)
        .join(":"),
      FONTCONFIG_PATH: join(unpacked, "fonts"),
    },
  };
}

/** The package unpacks into the temporary folder, with all libraries only where it thinks it runs on AWS Lambda. */
async function unpack(staging: string, final: string): Promise<void> {
  const script = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;
  const child = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
    env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
  });
  if (child.status !== 0)
    throw new Error(`Chromium could not be unpacked: ${child.error?.message ?? child.stderr}`);
  await mkdir(join(staging, "fonts"), { recursive: true });
  await writeFile(join(staging, "fonts", "fonts.conf"), fontConfiguration(join(final, "fonts")));
}

/** Prefers the machine's own fonts; a bare machine has those of the package and, for code, one that VS Code brings. */
function fontConfiguration(fonts: string): string {
  const code = join(
    cache,
    `vscode-${releases.newest.vscode}`,
    "node_modules",
    "katex",
    "dist",
    "fonts",
  );
  const folders = [fonts, code, "/usr/share/fonts", "/usr/local/share/fonts"];
  const preferred = (family: string, names: readonly string[]): string =>
    `<alias><family>${family}</family><prefer>${names.map((name) => `<family>${name}</family>`).join("")}</prefer></alias>`;
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    ...folders.map((folder) => `<dir>${folder}</dir>`),
    `<cachedir>${join(fonts, "cache")}</cachedir>`,
    preferred("monospace", [
      "DejaVu Sans Mono",
      "Liberation Mono",
      "Noto Sans Mono",
      "KaTeX_Typewriter",
    ]),
    preferred("sans-serif", ["Open Sans", "DejaVu Sans"]),
    "</fontconfig>",
    "",
  ].join("\n");
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Some distributions leave a script of that name which only says how to install the browser. */
function starts(file: string): boolean {
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}
