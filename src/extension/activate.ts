/** Puts the app together for a host and starts its features. */
import * as vscode from "vscode";
import type { App, Feature } from "./app.ts";
import { createConnections } from "./connections/create-connections.ts";
import { createDrafts } from "./documents/create-drafts.ts";
import { applyIntent } from "./grants/apply-intent.ts";
import { createGrants } from "./grants/grants.ts";
import type { Host } from "./host.ts";
import type { Intent } from "./grants/intent.ts";
import { createAnswers } from "./language-bridge/answers.ts";
import { openDocuments } from "./language-bridge/asking.ts";
import { createLanguage } from "./language-bridge/create-language.ts";
import { createLog } from "./log.ts";
import { createReport } from "./report.ts";
import { createRuns } from "./running/runs.ts";
import { createSessions } from "./sign-in/create-sessions.ts";
import { createVals } from "./documents/create-vals.ts";
import { shippedStandardVals } from "./documents/standard-vals.ts";

/**
 * Starts the extension. Nothing is asked of any service before a view, a document or a command needs it.
 * @returns the app, for tests
 */
export function activate(
  context: vscode.ExtensionContext,
  createHost: (parts: HostParts) => Host,
  features: readonly Feature[],
): App {
  const channel = vscode.window.createOutputChannel("Valsmith", { log: true });
  const log = createLog(channel);
  const report = createReport(log);
  const host = createHost({ context, log });
  const sessions = createSessions(context.secrets, log);
  const connections = createConnections({ host, sessions, log });
  const vals = createVals(connections, shippedStandardVals(context.extensionUri));
  const drafts = createDrafts(host.privateFiles, log);
  const grants = createGrants(vals);
  const apply = (intent: Intent) => applyIntent({ vals, grants, report }, intent);
  const answers = createAnswers({ connections, vals, grants, open: openDocuments, apply });
  const language = createLanguage({ host, log, answers });
  const runs = createRuns();
  const services = { sessions, connections, vals, drafts, grants, language, runs };
  const app: App = { context, log, report, host, ...services };
  const parts: vscode.Disposable[] = [channel, ...Object.values(services)];
  if (host.town) parts.push(host.town);
  for (const feature of features) parts.push(feature(app));
  // Features end before what they stand on.
  context.subscriptions.push(vscode.Disposable.from(...parts.toReversed()));
  return app;
}

/** What a host is made from. */
export interface HostParts {
  readonly context: vscode.ExtensionContext;
  readonly log: ReturnType<typeof createLog>;
}
