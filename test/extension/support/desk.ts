/** The extension in a fake editor, connected to a real town. */
import { join } from "node:path";
import type { TestContext } from "node:test";
import { URI } from "vscode-uri";
import type { Fetch } from "../../../src/client/transport.ts";
import { ok } from "../../../src/core/failure.ts";
import { activate } from "../../../src/extension/activate.ts";
import type { App, Feature } from "../../../src/extension/app.ts";
import { documents } from "../../../src/extension/features/documents.ts";
import type { Host, TownHost } from "../../../src/extension/host.ts";
import { createPrivateFiles } from "../../../src/extension/node/private-files.ts";
import { editor } from "../../support/editor.ts";
import { fakeContext, type FakeContext } from "../../support/extension-context.ts";
import { EventEmitter } from "../../support/fake-vscode/events.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import type { TestTown } from "./test-town.ts";

export interface Desk {
  readonly app: App;
  readonly context: FakeContext;
  /** The folder of drafts. */
  readonly drafts: string;
  /** Ends the extension as a reload of the window does, and starts it again on the same storage. */
  reload(): Promise<Desk>;
}

export interface DeskOptions {
  /** The own town; the browser has none. */
  readonly town?: TestTown;
  /** The own town's host, in place of one for `town`. */
  readonly host?: TownHost;
  /** Reaches remote services. */
  readonly fetch?: Fetch;
  /** Stands between the extension and its own town. */
  readonly around?: (fetch: Fetch) => Fetch;
  readonly features?: readonly Feature[];
  /** Folder of the installed extension. */
  readonly extension?: string;
}

export function startDesk(t: Pick<TestContext, "after">, options: DeskOptions = {}): Desk {
  editor.reset();
  return start(t, options, fakeContext(), join(temporaryFolder(t), "drafts"));
}

function start(
  t: Pick<TestContext, "after">,
  options: DeskOptions,
  context: FakeContext,
  drafts: string,
): Desk {
  const host: Host = {
    kind: "node",
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    town:
      options.host ?? (options.town && townHost(options.town, options.around ?? ((one) => one))),
    privateFiles: createPrivateFiles(drafts),
    createLanguageClient: () => Promise.reject(new Error("No language server in this test.")),
  };
  if (options.extension !== undefined) {
    Object.assign(context.context, { extensionUri: URI.file(options.extension) });
  }
  const app = activate(context.context, () => host, options.features ?? [documents]);
  t.after(() => context.dispose());
  return {
    app,
    context,
    drafts,
    async reload() {
      const { secrets, globalState, workspaceState } = context;
      context.dispose();
      editor.reset();
      const next = fakeContext({ secrets, globalState });
      for (const [key, value] of workspaceState) next.workspaceState.set(key, value);
      return start(t, options, next, drafts);
    },
  };
}

function townHost(town: TestTown, around: (fetch: Fetch) => Fetch): TownHost {
  const reach = around((url, init) => fetch(url.replace("http://localhost", town.origin), init));
  const link = ok({ fetch: reach, session: town.session, handle: "you" });
  return {
    onDidCrash: new EventEmitter<void>().event,
    attach: async () => link,
    restart: async () => link,
    dispose: () => {},
  };
}
