import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import texts from "../../package.nls.json" with { type: "json" };
import { root } from "../../src/build/paths.ts";
import { features } from "../../src/extension/features.ts";
import { applyIntentCommand } from "../../src/protocol/lsp.ts";
import { editor } from "../support/editor.ts";
import { startDesk } from "./support/desk.ts";

const { contributes } = manifest;
const contributed = contributes.commands.map(({ command }) => command);

test("every contributed command is registered once, and every registered one is contributed or internal", (t) => {
  startDesk(t, { features });
  const registered = [...editor.commands.keys()];
  assert.deepEqual(contributed.toSorted(), [...new Set(contributed)].toSorted());
  assert.deepEqual(
    contributed.filter((id) => !registered.includes(id)),
    [],
  );
  // Fixes call it with what they mean; it has no meaning in the palette.
  const internal = [applyIntentCommand];
  assert.deepEqual(
    registered.filter((id) => !contributed.includes(id) && !internal.includes(id)),
    [],
  );
});

test("menus and keys name contributed commands only", () => {
  const used = [
    ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
    ...contributes.keybindings.map(({ command }) => command),
    ...contributes.viewsWelcome.flatMap(({ contents }) =>
      [...text(contents).matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? ""),
    ),
  ];
  assert.deepEqual(
    used.filter((id) => !contributed.includes(id)),
    [],
  );
});

test("every text of the manifest is translated from a key that exists, and no key is left over", () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? "");
  assert.deepEqual(
    used.filter((key) => !(key in texts)),
    [],
  );
  assert.deepEqual(
    Object.keys(texts).filter((key) => !used.includes(key)),
    [],
  );
});

test("settings that decide where tokens go or data lies cannot come from a folder", () => {
  const { properties } = contributes.configuration;
  assert.equal(properties["valsmith.connections"].scope, "application");
  assert.equal(properties["valsmith.local.dataFolder"].scope, "machine");
});

test("every setting that the code reads is contributed, and every contributed one is read", () => {
  const source = sources().join("\n");
  for (const id of Object.keys(contributes.configuration.properties)) {
    const short = id.replace("valsmith.", "");
    // The language client reads its trace setting itself, by its own id.
    const read =
      source.includes(`"${id}"`) || source.includes(`"${short}"`) || id === "valsmith.trace.server";
    assert.ok(read, `${id} is not read`);
  }
});

test("activation waits for a val, a view or a command", () => {
  const needless = manifest.activationEvents.filter(
    (event) => event === "*" || event === "onStartupFinished",
  );
  assert.deepEqual(needless, []);
});

function text(key: string): string {
  return (texts as Readonly<Record<string, string>>)[key.replaceAll("%", "")] ?? key;
}

function sources(): string[] {
  const folder = join(root, "src", "extension");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
}
