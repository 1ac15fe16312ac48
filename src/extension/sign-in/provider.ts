/** Sign-ins as the editor's Accounts menu and other extensions see them. The own town's is not among them. */
import * as vscode from "vscode";
import { missingScopes, parseScope } from "../../core/scope.ts";
import type { App } from "../app.ts";
import type { Session } from "../sessions.ts";
import { signIn, type SignInParts } from "./sign-in.ts";

export const providerId = "valsmith";

export function createProvider(
  app: SignInParts & Pick<App, "vals">,
): vscode.AuthenticationProvider & vscode.Disposable {
  const { sessions, vals } = app;
  const changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const toMetadata = (session: Session) => toShown(session, "");
  const subscription = sessions.onDidChange(({ added, removed }) => {
    changed.fire({ added: added.map(toMetadata), removed: removed.map(toMetadata), changed: [] });
  });

  async function toSession(session: Session): Promise<vscode.AuthenticationSession[]> {
    const token = await sessions.token(session.id, session.origin);
    return token === undefined ? [] : [toShown(session, token)];
  }

  return {
    onDidChangeSessions: changed.event,
    async getSessions(scopes, options) {
      const fitting = (await sessions.list()).filter(
        (session) =>
          covers(session, scopes ?? []) &&
          (options.account === undefined || options.account.id === accountOf(session).id),
      );
      return (await Promise.all(fitting.map(toSession))).flat();
    },
    async createSession(scopes) {
      const session = await signIn(app);
      const [shown] = session ? await toSession(session) : [];
      // The editor takes this for a change of mind and says nothing.
      if (!session || !shown) throw new vscode.CancellationError();
      if (!covers(session, scopes)) {
        throw new Error(vscode.l10n.t("This token lacks {0}.", scopes.join(", ")));
      }
      return shown;
    },
    async removeSession(id) {
      const removed = await sessions.remove(id);
      if (removed) vals.forget({ connection: removed.connection });
    },
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

/** Whether a session allows everything that is asked for. A session that does not say its scopes may allow anything. */
function covers({ scopes }: Session, wanted: readonly string[]): boolean {
  const needed = wanted.map(parseScope);
  if (scopes === null) return needed.every((scope) => scope !== undefined);
  return needed.every(
    (scope) => scope !== undefined && missingScopes(scopes, [scope]).length === 0,
  );
}

function accountOf({ connection, user }: Session): vscode.AuthenticationSessionAccountInformation {
  return { id: `${connection}/${user}`, label: `${user} (${connection})` };
}

function toShown(session: Session, accessToken: string): vscode.AuthenticationSession {
  const { id, scopes } = session;
  return { id, accessToken, account: accountOf(session), scopes: [...(scopes ?? [])] };
}
