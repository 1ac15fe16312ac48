/** Puts the app together for a host and starts its features. */
import * as vscode from "vscode";
import type { App, Feature } from "./app.ts";
import { createConnections } from "./connections/create-connections.ts";
import { createDrafts } from "./documents/create-drafts.ts";
import type { Host } from "./host.ts";
import { createLog } from "./log.ts";
import { createReport } from "./report.ts";
import { createSessions } from "./sign-in/create-sessions.ts";
import { createVals } from "./documents/create-vals.ts";

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
  const vals = createVals(connections);
  const drafts = createDrafts(host.privateFiles, log);
  const app: App = { context, log, report, host, sessions, connections, vals, drafts };
  const parts: vscode.Disposable[] = [channel, sessions, connections, vals, drafts];
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
