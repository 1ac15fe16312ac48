/** The language server: one connection, one project. Puts the parts together; whatever differs by host is passed in. */
import { createServerBase } from "@volar/language-server/lib/server.js";
import type { LanguageServerEnvironment } from "@volar/language-server/lib/types.js";
import {
  createLanguageService,
  type LanguageService,
  type LanguageServiceEnvironment,
} from "@volar/language-service";
import { createLanguageServiceEnvironment } from "@volar/language-server/lib/project/simpleProject.js";
import type ts from "typescript";
import { create as createTypeScriptPlugins } from "volar-service-typescript";
import type { Connection } from "vscode-languageserver";
import { URI } from "vscode-uri";

import type { ClientRequests } from "../protocol/lsp.ts";
import { connectionQuestions } from "./connection-questions.ts";
import { followDocuments, followKnowledge } from "./follow-client.ts";
import { createFindings } from "./features/findings.ts";
import type { Questions } from "./questions.ts";
import type { Library } from "./library.ts";
import { withPlatform } from "./library.ts";
import { patiently } from "./patiently.ts";
import { prewarm } from "./prewarm.ts";
import { createProject } from "./project.ts";
import { createSay } from "./say.ts";
import { entryOf } from "./services/entry.ts";
import { typeScriptContext } from "./typescript-context.ts";
import { withVals } from "./services/with-vals.ts";

export interface ServerOptions {
  readonly typescript: typeof ts;
  readonly library: Library;
  readonly timer: LanguageServerEnvironment["timer"];
  readonly now: () => number;
  /** Who knows about vals; the client when absent. */
  readonly questions?: Questions;
}

/** What the client may send along with its first message. */
export interface InitializationOptions {
  /** Templates of messages in the user's language, by the English ones. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** Files whose changes matter to a server that reads from a disk. */
const watched: readonly string[] = ["**/@*/**/*", "**/vals.json"];

/** Milliseconds after which an answer does without what is still being read. */
const patience = 2_500;

/** Serves the language over a connection, from its first message to its last. */
export function serve(connection: Connection, options: ServerOptions): void {
  const server = createServerBase(connection, { timer: options.timer });
  const project = createProject({
    typescript: options.typescript,
    library: withPlatform(options.library),
    questions: options.questions ?? connectionQuestions(connection),
    now: options.now,
  });
  const plugins = createTypeScriptPlugins(options.typescript, { disableAutoImportCache: true });

  let say = createSay();
  let current: LanguageService | undefined;
  const getLanguageService = (): LanguageService => {
    if (current !== undefined) return current;
    const inner = createLanguageService(
      project.language,
      plugins,
      environment(server),
      typeScriptContext(project),
    );
    const report = (what: string, error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${what}: ${text}`);
    };
    const findings = createFindings(project, report);
    current = withVals({ inner, project, findings, say, refresh }, report);
    return current;
  };

  connection.onInitialize((params) => {
    const { translations } = (params.initializationOptions ?? {}) as InitializationOptions;
    say = createSay(translations);
    const result = server.initialize(
      params,
      {
        setup: () => undefined,
        // Called at the end alone, when the process is about to go with all it holds.
        reload: () => undefined,
        getLanguageService: async (uri) => {
          await ready(uri);
          return getLanguageService();
        },
        getExistingLanguageServices: () => (current === undefined ? [] : [current]),
      },
      plugins,
    );
    return { ...result, serverInfo: { name: "Valsmith" } };
  });
  connection.onInitialized(() => {
    server.initialized();
    // What the client does not tell it may see on the disk.
    if (options.questions !== undefined) void server.fileWatcher.watchFiles([...watched]);
    const nextTurn = () => new Promise<void>((resolve) => options.timer.setImmediate(resolve));
    void prewarm(getLanguageService, project, nextTurn);
  });
  connection.onShutdown(() => server.shutdown());

  connection.onRequest("val/entry", async (params: ClientRequests["val/entry"]["params"]) => {
    const uri = URI.parse(params.uri);
    await ready(uri);
    return entryOf({ inner: getLanguageService(), project }, uri);
  });

  const refresh = () => void server.languageFeatures.requestRefresh(false);

  const ready = async (uri: URI): Promise<void> => {
    const fileName = project.names.fileNameOf(uri);
    if (fileName === undefined) return;
    await patiently(project.ensure(fileName), { patience, late: refresh });
  };

  followDocuments(server, project);
  followKnowledge({ connection, server, project, refresh });
}

/** The client's settings, except that TypeScript never looks for imports itself: it cannot name vals. */
function environment(server: ReturnType<typeof createServerBase>): LanguageServiceEnvironment {
  const inner = createLanguageServiceEnvironment(server, []);
  return {
    ...inner,
    getConfiguration: async <T>(section: string, scope?: string): Promise<T | undefined> => {
      const value = await inner.getConfiguration?.<T>(section, scope);
      if (section !== "typescript") return value;
      const settings = (value ?? {}) as { readonly suggest?: object };
      return { ...settings, suggest: { ...settings.suggest, autoImports: false } } as T;
    },
  };
}
