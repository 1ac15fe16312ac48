import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { entries } from "../../src/build/bundle/entries.ts";
import { root } from "../../src/build/paths.ts";
import { filesOf, isSource, read } from "./sources.ts";

interface Contributes {
  readonly commands?: readonly {
    readonly command: string;
    readonly title: string;
    readonly category?: string;
  }[];
  readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly configuration?: {
    readonly properties?: Readonly<Record<string, { readonly scope?: string }>>;
  };
}

const contributes: Contributes =
  "contributes" in manifest ? (manifest.contributes as Contributes) : {};
const code = filesOf("src/extension", isSource).map(read).join("\n");

test("the API that the code is checked against is that of the oldest VS Code it admits", () => {
  assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"]}`);
});

test("every dependency is pinned to one version", () => {
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  assert.deepEqual(loose, []);
});

test("the extension ships without packages of its own: they are in the bundles", () => {
  assert.ok(!("dependencies" in manifest));
});

test("the lock file names no registry", () => {
  assert.doesNotMatch(read("package-lock.json"), /"resolved":/);
});

test("what the manifest starts is what the build makes", () => {
  const made = new Set(entries.map((entry) => `./dist/${entry.output}`));
  const named = [
    manifest.main,
    ...("browser" in manifest ? [String(manifest.browser)] : []),
    ...Object.values(manifest.bin),
  ];
  assert.deepEqual(
    named.filter((file) => !made.has(file)),
    [],
  );
});

test("every file that the manifest names is there", () => {
  const named = [
    ...JSON.stringify(contributes).matchAll(
      /"(?:\.\/)?((?:media|syntaxes|language-configuration)[\w./-]*\.\w+)"/g,
    ),
  ].map(([, path = ""]) => path);
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  );
});

test("commands, views and settings have the product's prefix", () => {
  const ids = [
    ...(contributes.commands ?? []).map(({ command }) => command),
    ...Object.values(contributes.views ?? {})
      .flat()
      .map(({ id }) => id),
    ...Object.keys(contributes.configuration?.properties ?? {}),
  ];
  assert.deepEqual(
    ids.filter((id) => !id.startsWith("valsmith.")),
    [],
  );
});

test("every command of the manifest appears in the extension's code, with a title and a category", () => {
  const commands = contributes.commands ?? [];
  assert.deepEqual(
    commands.filter(({ command }) => !code.includes(`"${command}"`)).map(({ command }) => command),
    [],
  );
  assert.deepEqual(
    commands.filter(({ title, category }) => !title || !category).map(({ command }) => command),
    [],
  );
});

test("no folder can change where tokens are sent", () => {
  const properties = contributes.configuration?.properties ?? {};
  const addresses = Object.entries(properties).filter(
    ([id]) => /(connection|endpoint|address|origin|server)/i.test(id) && !id.includes("trace"),
  );
  assert.deepEqual(
    addresses.filter(([, { scope }]) => scope !== "application").map(([id]) => id),
    [],
  );
});
