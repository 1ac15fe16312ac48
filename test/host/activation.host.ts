import assert from "node:assert/strict";
import * as vscode from "vscode";
import { test } from "./host-test.ts";

test("the extension is installed and starts", async () => {
  const extension = vscode.extensions.getExtension("valsmith.valsmith");
  assert.ok(extension, "VS Code knows the extension");
  await extension.activate();
  assert.ok(extension.isActive);
});

test("every command that the manifest promises is registered", async () => {
  const extension = vscode.extensions.getExtension("valsmith.valsmith");
  await extension?.activate();
  const promised: { command: string }[] = extension?.packageJSON.contributes.commands ?? [];
  const registered = new Set(await vscode.commands.getCommands(true));
  assert.deepEqual(
    promised.map(({ command }) => command).filter((command) => !registered.has(command)),
    [],
  );
});
