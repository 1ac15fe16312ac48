/** Where things lie in a checkout of this repository. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Builds what ships. */
export const dist = join(root, "dist");

/** What a run leaves behind to look at: screenshots, reports, the packaged extension. */
export const out = join(root, "out");

/** What is fetched once and kept: VS Code, Chromium, and the folders they run in. */
export const cache = join(root, ".vscode-test");
