/** A VS Code with the packaged extension, in folders of its own, and the windows opened on it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vsix } from "../../../src/build/package.ts";
import { descendants, signal, withEnvironment } from "../../../src/build/processes.ts";
import { silent } from "../../../src/build/progress.ts";
import { installVscode } from "../../../src/build/vscode/install.ts";
import { chosenRelease } from "../../../src/build/vscode/releases.ts";
import {
  homeFolders,
  installExtension,
  type Server,
  startServer,
} from "../../../src/build/vscode/server.ts";
import { testSettings } from "../../../src/build/vscode/settings.ts";
import { launchBrowser } from "./browser.ts";
import { EditorWindow } from "./window.ts";

export interface EditorOptions {
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Other extension packages to install beside Valsmith's. */
  readonly packages?: readonly string[];
  /** Changes the folder of the installed extension before VS Code starts. */
  readonly prepare?: (extension: string) => void;
}

export interface Editor {
  /** All that this VS Code keeps: settings, logs, extensions, the extension's global storage. */
  readonly home: string;
  /** The extension's global storage on disk. */
  readonly storage: string;
  /** Opens a window. With `keep`, one that shares cookies and storage with an earlier window, as a second tab does. */
  open(query?: Readonly<Record<string, string>>, keep?: EditorWindow): Promise<EditorWindow>;
  /** Every log of this VS Code and its extensions so far, with the name of its file before each. */
  logs(): string;
  /** Ends the server, its windows and every process that was started from it, detached ones included. */
  end(): Promise<void>;
}

const marker = "VALSMITH_TEST_EDITOR";

/** Starts one. `npm test` has packaged the extension before; run alone, `npm run package` has to come first. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  if (!existsSync(vsix))
    throw new Error("There is no packaged extension; run `npm run package` first.");
  const home = mkdtempSync(join(tmpdir(), "valsmith-ui-"));
  const installation = await installVscode(chosenRelease(), silent);
  for (const file of [vsix, ...(options.packages ?? [])])
    await installExtension(installation, home, file);
  options.prepare?.(installedFolder(home));
  const [server, browser] = await Promise.all([
    startServer({
      installation,
      home,
      settings: { ...testSettings, ...options.settings },
      environment: { ...options.environment, [marker]: home },
    }),
    launchBrowser(),
  ]);
  const { userData } = homeFolders(home);
  return {
    home,
    storage: join(userData, "User", "globalStorage", "valsmith.valsmith"),
    open: (query, keep) => EditorWindow.open(browser, server.windowUrl(query), keep),
    logs: () => readLogs(join(userData, "logs")),
    end: async () => {
      await browser.close();
      await endAll(server, home);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function installedFolder(home: string): string {
  const { extensions } = homeFolders(home);
  const name = readdirSync(extensions).find((entry) => entry.startsWith("valsmith.valsmith-"));
  if (name === undefined) throw new Error("The extension was not installed.");
  return join(extensions, name);
}

async function endAll(server: Server, home: string): Promise<void> {
  await server.end();
  const detached = withEnvironment(marker, home).filter((row) => row.pid !== process.pid);
  for (const row of [...detached, ...descendants(detached.map((each) => each.pid))])
    signal(row.pid, "SIGKILL");
}

function readLogs(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".log"),
  );
  return files
    .map((file) => join(folder, file))
    .map((file) => `== ${file}\n${readFileSync(file, "utf8")}`)
    .join("\n");
}
