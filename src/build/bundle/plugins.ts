/** How modules are found while bundling, where it differs from the rule. */
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { libraryFiles } from "./libraries.ts";
import { root } from "../paths.ts";
import { type Entry, entries, typescriptOutput } from "./entries.ts";

/** `typescript` is a file beside the bundle, so that it ships once and loads only when it is needed. */
export const sharedTypescript: Plugin = {
  name: "shared-typescript",
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, () => ({
      path: `./${typescriptOutput}`,
      external: true,
    }));
  },
};

/** A bundle that imports another bundle's entry requires that file instead of taking a second copy in. */
export function siblings(self: Entry): Plugin {
  const others = entries.filter((entry) => entry !== self && entry.host === "node");
  return {
    name: "siblings",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const target = resolve(resolveDir, path);
        const other = others.find((entry) => join(root, entry.source) === target);
        return other ? { path: `./${other.output}`, external: true } : undefined;
      });
    },
  };
}

/**
 * For bundles that run in a web worker: paths work as on a POSIX system, every other module of Node is an empty
 * object. TypeScript asks for some of them at its start and does without where they hold nothing.
 */
export const withoutNode: Plugin = {
  name: "without-node",
  setup(build) {
    const builtin = new RegExp(
      `^(node:)?(${builtinModules.filter((name) => !name.startsWith("_")).join("|")})$`,
    );
    build.onResolve({ filter: /^(node:)?path$/ }, ({ resolveDir }) =>
      build.resolve("path-browserify", { kind: "require-call", resolveDir }),
    );
    build.onResolve({ filter: builtin }, ({ path }) => ({ path, namespace: "empty" }));
    build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({
      contents: "module.exports = {};",
    }));
  },
};

/** Modules that find each other by name at run time do so by the names of the bundles. */
export const bundledNames: Plugin = {
  name: "bundled-names",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]sandbox[\\/][^\\/]+\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8")).replaceAll(
        /(import\.meta\.resolve\("\.\/[\w-]+)\.ts"\)/g,
        '$1.js")',
      ),
    }));
  },
};

/** The language server in a web worker carries its type libraries inside. */
export const embeddedLibraries: Plugin = {
  name: "embedded-libraries",
  setup(build) {
    build.onLoad({ filter: /[\\/]language[\\/]embedded-library\.ts$/ }, () => {
      const files = [...libraryFiles()].filter(([, place]) => place.endsWith(".d.ts"));
      const texts = files.map(([source, place]) => [place, readFileSync(source, "utf8")]);
      const contents = `export const embeddedFiles = ${JSON.stringify(Object.fromEntries(texts))};`;
      return { contents, loader: "js" };
    });
  },
};
