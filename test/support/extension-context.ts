/** An extension context for unit tests: memory for secrets and state, a folder of its own for files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExtensionContext, SecretStorageChangeEvent } from "vscode";
import { URI } from "vscode-uri";
import { root } from "../../src/build/paths.ts";
import { EventEmitter } from "./fake-vscode/events.ts";

export interface FakeContext {
  readonly context: ExtensionContext;
  /** What SecretStorage holds. */
  readonly secrets: Map<string, string>;
  /** What the window-independent state holds. */
  readonly globalState: Map<string, unknown>;
  readonly workspaceState: Map<string, unknown>;
  /** Disposes what the extension subscribed and removes its files. */
  dispose(): void;
}

/** A fresh context; pass the maps of an earlier one to see a restart. */
export function fakeContext(
  earlier: Partial<Pick<FakeContext, "secrets" | "globalState">> = {},
): FakeContext {
  const folder = mkdtempSync(join(tmpdir(), "valsmith-context-"));
  const secrets = earlier.secrets ?? new Map<string, string>();
  const globalState = earlier.globalState ?? new Map<string, unknown>();
  const workspaceState = new Map<string, unknown>();
  const subscriptions: { dispose(): unknown }[] = [];
  const changed = new EventEmitter<SecretStorageChangeEvent>();
  const context = {
    subscriptions,
    extensionUri: URI.file(root),
    extensionPath: root,
    extensionMode: 3,
    globalStorageUri: URI.file(join(folder, "global")),
    storageUri: URI.file(join(folder, "workspace")),
    logUri: URI.file(join(folder, "log")),
    globalState: memento(globalState),
    workspaceState: memento(workspaceState),
    asAbsolutePath: (path: string) => join(root, path),
    extension: { id: "valsmith.valsmith", packageJSON: { version: "0.0.0" } },
    secrets: {
      onDidChange: changed.event,
      get: async (key: string) => secrets.get(key),
      keys: async () => [...secrets.keys()],
      async store(key: string, value: string): Promise<void> {
        secrets.set(key, value);
        changed.fire({ key });
      },
      async delete(key: string): Promise<void> {
        if (secrets.delete(key)) changed.fire({ key });
      },
    },
  };
  return {
    context: context as unknown as ExtensionContext,
    secrets,
    globalState,
    workspaceState,
    dispose(): void {
      for (const subscription of subscriptions.splice(0).toReversed()) subscription.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function memento(values: Map<string, unknown>) {
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    async update(key: string, value: unknown): Promise<void> {
      // Stored as JSON, so that what would not survive a restart does not survive here.
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.parse(JSON.stringify(value)));
    },
    setKeysForSync: () => {},
  };
}
