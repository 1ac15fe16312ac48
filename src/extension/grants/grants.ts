/** What vals were granted: read from their service, or assumed where it does not say. */
import * as vscode from "vscode";
import type { GrantsSource } from "../../core/effect.ts";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import { defaultGrants, normaliseScopes, parseScope, type Scope } from "../../core/scope.ts";
import type { Permissions } from "../../protocol/shapes.ts";
import { notOwner } from "../own-val.ts";
import { valTownId } from "../connections.ts";
import type { FoundVal, ValName, Vals } from "../vals.ts";

export interface GrantsOf {
  readonly scopes: readonly Scope[];
  /** `profile` is what the service is known to grant by default; it was not asked. */
  readonly source: GrantsSource;
}

export interface Grants extends vscode.Disposable {
  /** The grants of a val. Only its owner may ask a service; of others' vals the default is assumed. */
  of(found: FoundVal, name: ValName): Promise<Result<GrantsOf>>;
  /** Replaces the grants of an own val and tells the others. `forbidden` (`not_owner`) for a val of somebody else. */
  set(found: FoundVal, name: ValName, scopes: readonly Scope[]): Promise<Result<GrantsOf>>;
  /** Fired with the val whose grants are not what they were. */
  readonly onDidChange: vscode.Event<ValName>;
}

export function createGrants(vals: Pick<Vals, "read">): Grants {
  const changed = new vscode.EventEmitter<ValName>();
  return {
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
    async of(found, name) {
      const { val, connection, own } = found;
      if (own && connection.capabilities.grants) {
        const answer = await connection.client.call("getPermissions", {
          params: { val_id: val.id },
        });
        return answer.ok ? ok(grantsIn(answer.value)) : answer;
      }
      const declared = own ? await readManifest(vals, name) : undefined;
      if (declared) return ok({ scopes: declared, source: "manifest" });
      const profile = connection.id === valTownId ? "valtown" : "least";
      return ok({ scopes: defaultGrants[profile], source: "profile" });
    },
    async set(found, name, scopes) {
      const refused = whyNotChangeable(found);
      if (refused) return fail(refused);
      const { client } = found.connection;
      const params = { val_id: found.val.id };
      const before = await client.call("getPermissions", { params });
      if (!before.ok) return before;
      const body: Permissions = { ...before.value, scopes: normaliseScopes(scopes) };
      const answer = await client.call("setPermissions", { params, body });
      if (!answer.ok) return answer;
      changed.fire(name);
      return ok(grantsIn(answer.value));
    },
  };
}

/** Why the grants of a val cannot be changed from here; undefined when they can. */
export function whyNotChangeable({ own, connection }: FoundVal): Failure | undefined {
  if (!own) return notOwner;
  if (connection.capabilities.grants) return undefined;
  const message = vscode.l10n.t(
    "{0} does not let other programs change a val's permissions; change them on its website.",
    connection.label,
  );
  return { kind: "invalid", code: "no_grants", message };
}

function grantsIn(permissions: Permissions): GrantsOf {
  const scopes = permissions.scopes.flatMap((scope) => parseScope(scope) ?? []);
  return { scopes: normaliseScopes(scopes), source: "service" };
}

/** Where the author of a val says what was granted to it, for services that do not say themselves. */
export const manifestPath = ".vt/permissions.json";

async function readManifest(
  vals: Pick<Vals, "read">,
  name: ValName,
): Promise<readonly Scope[] | undefined> {
  const file = await vals.read({ ...name, path: manifestPath, readonly: false });
  return file.ok ? parseManifest(file.value.text, printHandle(name)) : undefined;
}

/** The grants that a manifest declares for a val; undefined when it is not JSON or says nothing about it. */
export function parseManifest(text: string, handle: string): readonly Scope[] | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  const listed = member(member(member(manifest, "vals"), handle), "grants");
  if (!Array.isArray(listed)) return undefined;
  return normaliseScopes(
    listed.flatMap((scope) => (typeof scope === "string" ? (parseScope(scope) ?? []) : [])),
  );
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
