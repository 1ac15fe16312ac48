/** What the packaged extension must and may hold. */
import { entries, typescriptOutput } from "../bundle/entries.ts";
import type { ZipEntry } from "./zip.ts";

/** Largest size of the package in bytes. TypeScript is in it twice: as a file, and inside the web worker. */
const limit = 6_000_000;

const required = [
  "package.json",
  "package.nls.json",
  "readme.md",
  "changelog.md",
  "LICENSE.txt",
  "l10n/bundle.l10n.json",
  "dist/NOTICE.txt",
  `dist/${typescriptOutput}`,
  "dist/lib/typescript/lib.esnext.d.ts",
  "dist/lib/typescript/lib.dom.d.ts",
  "dist/lib/@types/deno/index.d.ts",
  "dist/lib/@types/react/index.d.ts",
  "dist/lib/csstype/index.d.ts",
  "dist/samples/vals.json",
  "dist/sandbox/std/blob.ts",
  "dist/sandbox/std/email.ts",
  "dist/sandbox/std/sqlite.ts",
  ...entries.map((entry) => `dist/${entry.output}`),
];

/** Nothing but these, so that no stray file (a token, a log, a source map) ever ships. */
const allowed = [
  /^(package|package\.nls[\w.-]*|language-configuration)\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/[\w./-]+\.(png|svg|md)$/,
  /^syntaxes\/[\w.-]+\.json$/,
  /^dist\/([\w.-]+\.(cjs|js)|NOTICE\.txt)$/,
  /^dist\/sandbox\/[\w./-]+\.(ts|js)$/,
  /^dist\/samples\/(vals\.json|@[\w-]+\/[\w./-]+\.(ts|tsx|md|json))$/,
  /^dist\/lib\/[\w./@-]+(\.d\.ts|\/package\.json)$/,
];

/** Throws with all that is missing, superfluous or too large. `size` is that of the archive in bytes. */
export function assertContents(files: readonly ZipEntry[], size: number): void {
  const own = files
    .filter((file) => file.name.startsWith("extension/"))
    .map((file) => file.name.slice("extension/".length));
  const problems = [
    ...required.filter((name) => !own.includes(name)).map((name) => `${name} is missing`),
    ...own
      .filter((name) => !allowed.some((pattern) => pattern.test(name)))
      .map((name) => `${name} must not ship`),
    ...(size > limit ? [`the package has ${size} bytes, more than ${limit}`] : []),
  ];
  if (problems.length > 0) throw new Error(`The package is wrong:\n  ${problems.join("\n  ")}`);
}
