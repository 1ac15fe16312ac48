/** The two places that a val's secrets come from: the val itself, and its owner's account. */
import * as vscode from "vscode";
import type { Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import type { Env } from "../../protocol/shapes.ts";
import { allPages } from "../all-pages.ts";
import type { FoundVal, ValName } from "../vals.ts";

export interface SecretPlace {
  /** Heads its keys in a list. */
  readonly title: string;
  /** The line that offers a new secret. */
  readonly offer: string;
  /** How code reads one, with its key in it. */
  read(key: string): string;
  /** The keys; services never give values. */
  list(): Promise<Result<readonly Env[]>>;
  /** Makes a secret or replaces the value of one. */
  set(key: string, value: string): Promise<Result<unknown>>;
  remove(key: string): Promise<Result<unknown>>;
}

/** The places that the service of a val has. The account's come last. */
export function secretPlaces(
  { val, connection }: FoundVal,
  name: ValName,
): readonly [SecretPlace, ...SecretPlace[]] {
  const { t } = vscode.l10n;
  const { client } = connection;
  const val_id = val.id;
  const own: SecretPlace = {
    title: t("{0} alone", printHandle(name)),
    offer: t("Add to this val…"),
    read: (key) => `Deno.env.get("${key}")`,
    list: () => allPages((query) => client.call("listEnv", { params: { val_id }, query })),
    set: (key, value) => client.call("setEnv", { params: { val_id, key }, body: { value } }),
    remove: (key) => client.call("deleteEnv", { params: { val_id, key } }),
  };
  if (!connection.capabilities.accountSecrets) return [own];
  const account: SecretPlace = {
    title: t("Your account: all your classic vals"),
    offer: t("Add to your account…"),
    read: (key) => `@me.secrets.${key}`,
    list: () => allPages((query) => client.call("listSecrets", { query })),
    set: (key, value) => client.call("setSecret", { params: { key }, body: { value } }),
    remove: (key) => client.call("deleteSecret", { params: { key } }),
  };
  return [own, account];
}
