/** Signing in: which service, a pasted token, what it may do, and only then is it kept. */
import * as vscode from "vscode";
import type { App } from "../app.ts";
import { townCapabilities, valTownCapabilities } from "../capabilities.ts";
import { type Address, parseAddress } from "../connections/addresses.ts";
import { localId, valTownId } from "../connections.ts";
import type { Session } from "../sessions.ts";
import { askToken } from "./ask-token.ts";
import { describeToken } from "./describe-token.ts";
import { type Verified, verifyToken } from "./verify-token.ts";

export type SignInParts = Pick<App, "host" | "sessions" | "connections" | "report">;

/**
 * Lets a person sign in to a service. Gives undefined when they changed their mind or it failed, which they have been
 * told by then.
 * @param service id of the connection; asked for unless given
 */
export async function signIn(app: SignInParts, service?: string): Promise<Session | undefined> {
  const { t } = vscode.l10n;
  const address = service === undefined ? await chooseService(app) : parseAddress(service);
  if (!address || address.id === localId) return undefined;
  const token = await askToken(address);
  if (token === undefined) return undefined;

  const capabilities = address.id === valTownId ? valTownCapabilities : townCapabilities;
  const verified = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t("Asking {0} about the token…", address.id),
    },
    () => verifyToken(app.host.fetch, address, capabilities, token),
  );
  if (!verified.ok) {
    const { failure } = verified;
    const what = t("You are not signed in to {0}.", address.id);
    const again = { title: t("Try Again"), run: () => signIn(app, address.id) };
    const message = t("the token is unknown, or it has expired.");
    app.report.failure(
      failure.kind === "unauthorized" ? { kind: "invalid", code: failure.code, message } : failure,
      what,
      again,
    );
    return undefined;
  }
  return (await confirm(address, verified.value))
    ? await keep(app, address, verified.value, token)
    : undefined;
}

async function chooseService({ connections }: SignInParts): Promise<Address | undefined> {
  const { t } = vscode.l10n;
  const others = connections.all.filter(({ id }) => id !== localId && id !== valTownId);
  const another = t("Another service…");
  const items = [
    { label: valTownId, description: t("Val Town; Valsmith is not made by it") },
    ...others.map(({ id }) => ({ label: id, description: "" })),
    { label: another, description: t("A town of your team, by its address") },
  ];
  const title = t("Sign In");
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t("Choose a service"),
  });
  if (!chosen) return undefined;
  if (chosen.label !== another) return parseAddress(chosen.label);
  const typed = await vscode.window.showInputBox({
    title,
    prompt: t("Address of the service, such as town.example.com or 127.0.0.1:8080"),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const address = parseAddress(text);
      return address && address.id !== localId
        ? undefined
        : t("This is not an address: host or host:port.");
    },
  });
  return typed === undefined ? undefined : parseAddress(typed);
}

/** Shows whose token it is and what it may do before it is kept. */
async function confirm(address: Address, verified: Verified): Promise<boolean> {
  const { t } = vscode.l10n;
  const save = t("Sign In");
  const chosen = await vscode.window.showInformationMessage(
    t("Sign in to {0} as {1}?", address.id, verified.user),
    { modal: true, detail: describeToken(verified, address) },
    save,
  );
  return chosen === save;
}

async function keep(
  { sessions }: SignInParts,
  address: Address,
  { user, scopes, expiresAt }: Verified,
  token: string,
): Promise<Session> {
  const session: Session = {
    id: crypto.randomUUID(),
    connection: address.id,
    origin: address.origin,
    user,
    since: Date.now(),
    scopes: scopes ?? null,
    expiresAt: expiresAt ?? null,
  };
  const replaced = (await sessions.list()).filter(
    (other) => other.connection === address.id && other.user === user,
  );
  await sessions.add(session, token);
  for (const { id } of replaced) await sessions.remove(id);
  return session;
}
