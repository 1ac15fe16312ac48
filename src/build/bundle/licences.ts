/** The licences of everything that ships inside the bundles. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** Licences that the extension may ship under its own MIT licence. */
const accepted = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
]);

/**
 * The text of `dist/NOTICE.txt` for the source files that went into the bundles (paths relative to the repository).
 * Throws when a package has a licence that is not accepted or no licence text.
 */
export function notice(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  const packages = [...folders].map(readPackage);
  const distinct = new Map(packages.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  const shipped = [...distinct.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const sections = shipped.map(
    ({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`,
  );
  return `Valsmith contains the following packages.\n\n${sections.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** `node_modules/a/x.js` → `node_modules/a`; the innermost one for nested packages. */
function packageFolder(file: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1];
}

function readPackage(folder: string): Shipped {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const { name, version, license: licence = "none" } = manifest;
  if (!accepted.has(licence))
    throw new Error(`${name} ${version} has the licence "${licence}", which may not be shipped`);
  const file = readdirSync(join(root, folder)).find((entry) =>
    /^(licen[cs]e|copying)/i.test(entry),
  );
  const text =
    file && existsSync(join(root, folder, file))
      ? readFileSync(join(root, folder, file), "utf8")
      : `Licence: ${licence}`;
  return { name, version, licence, text };
}
