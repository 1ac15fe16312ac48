import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { entries } from "../../src/build/bundle/entries.ts";
import { layers, typeOnlyPackages } from "../../src/build/layers.ts";
import { root } from "../../src/build/paths.ts";
import { filesOf, type Import, importsOf, isSource } from "./sources.ts";

const sources = filesOf("src", isSource);
const imports = new Map<string, readonly Import[]>(sources.map((path) => [path, importsOf(path)]));

/** The file in the repository that a relative specifier names. */
function target(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined;
}

function layerOf(path: string): string {
  return path.split("/")[1] ?? "";
}

/** Every import of every source file, with where it stands. */
function eachImport(): { from: string; layer: string; found: Import; to: string | undefined }[] {
  return [...imports].flatMap(([from, list]) =>
    list.map((found) => ({ from, layer: layerOf(from), found, to: target(from, found.specifier) })),
  );
}

test("every folder of src is a layer of the table, and every layer a folder", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  assert.deepEqual(folders.map((entry) => entry.name).toSorted(), Object.keys(layers).toSorted());
});

test("a file imports only from the layers that its own layer may use", () => {
  const wrong = eachImport().filter(({ layer, to }) => {
    if (to === undefined || to.endsWith(".json")) return false;
    const other = layerOf(to);
    return !to.startsWith("src/") || (other !== layer && !layers[layer]?.layers.includes(other));
  });
  assert.deepEqual(
    wrong.map(({ from, found }) => `${from} imports ${found.specifier}`),
    [],
  );
});

test("a file imports only the packages that its layer may use", () => {
  const wrong = eachImport().filter(({ layer, found, to }) => {
    if (to !== undefined) return false;
    const allowed = layers[layer]?.packages ?? [];
    if (found.specifier.startsWith("node:")) return !allowed.includes("node");
    return !allowed.some(
      (name) => found.specifier === name || found.specifier.startsWith(`${name}/`),
    );
  });
  assert.deepEqual(
    wrong.map(({ from, found }) => `${from} imports ${found.specifier}`),
    [],
  );
});

test("TypeScript is passed to the layers that only name its types", () => {
  const wrong = eachImport().filter(
    ({ layer, found }) => typeOnlyPackages[layer]?.includes(found.specifier) && !found.typeOnly,
  );
  assert.deepEqual(
    wrong.map(({ from, found }) => `${from} loads ${found.specifier}`),
    [],
  );
});

test("every relative import names a file with its extension", () => {
  const wrong = eachImport().filter(({ to }) => to !== undefined && !existsSync(join(root, to)));
  assert.deepEqual(
    wrong.map(({ from, found }) => `${from} imports ${found.specifier}`),
    [],
  );
});

test("no file imports itself through others, types included", () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) return void cycles.push([...above.slice(start), path].join(" → "));
    if (done.has(path)) return;
    for (const { specifier } of imports.get(path) ?? []) {
      const to = target(path, specifier);
      if (to !== undefined && imports.has(to)) walk(to, [...above, path]);
    }
    done.add(path);
  };
  for (const path of sources) walk(path, []);
  assert.deepEqual(cycles, []);
});

test("what runs in a web worker reaches no module of Node", () => {
  for (const entry of entries.filter(({ host }) => host === "browser")) {
    assert.deepEqual(nodeModulesReached(entry.source), [], entry.output);
  }
});

/** Chains from a file to a `node:` module whose code would be loaded. */
function nodeModulesReached(start: string): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const open: string[][] = [[start]];
  for (let chain = open.pop(); chain; chain = open.pop()) {
    const path = chain.at(-1) ?? start;
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { specifier, typeOnly } of imports.get(path) ?? []) {
      if (typeOnly) continue;
      if (specifier.startsWith("node:")) found.push([...chain, specifier].join(" → "));
      const to = target(path, specifier);
      if (to !== undefined && imports.has(to)) open.push([...chain, to]);
    }
  }
  return found;
}
