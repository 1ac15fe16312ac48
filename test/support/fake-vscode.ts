/**
 * What `vscode` means in unit tests: real values where they are plain data, recorded calls elsewhere. What a test asks
 * or sets is in `editor` (`editor.ts`). Grows by what the extension uses; it never imitates behaviour of the editor
 * that a test in a real VS Code should see.
 */
export * from "./fake-vscode/diagnostics.ts";
export * from "./fake-vscode/enums.ts";
export * from "./fake-vscode/events.ts";
export * from "./fake-vscode/files.ts";
export * from "./fake-vscode/items.ts";
export * from "./fake-vscode/namespaces.ts";
export * from "./fake-vscode/positions.ts";
export const version = "1.105.0";
