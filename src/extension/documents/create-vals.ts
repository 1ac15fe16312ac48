/** Finds vals, lists their files and reads them, remembering what cannot change and, briefly, what can. */
import * as vscode from "vscode";
import { type Failure, fail, ok, type Result } from "../../core/failure.ts";
import { printHandle } from "../../core/handle.ts";
import { defaultBranch, toUriParts, type ValLocation } from "../../core/uri.ts";
import { mainFile } from "../../core/val.ts";
import type { File, Val } from "../../protocol/shapes.ts";
import { allPages } from "../all-pages.ts";
import type { Connections, Person } from "../connections.ts";
import type { FoundVal, ReadFile, ValName, Vals } from "../vals.ts";
import { changedPaths } from "./changed-paths.ts";
import { createMemory } from "./memory.ts";
import { isShipped, standardFile, type StandardVals, standardVal } from "./standard-vals.ts";

/** How long an answer that may change is believed, in milliseconds. */
const brief = 15_000;
/** Versions never change. */
const forever = Infinity;

/** @param standard where towns have their standard vals from */
export function createVals(connections: Pick<Connections, "find">, standard: StandardVals): Vals {
  const changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  const vals = createMemory<FoundVal>(5000);
  const listings = createMemory<readonly File[]>(500);
  const texts = createMemory<string>(500);

  async function findVal(name: ValName): Promise<Result<FoundVal>> {
    const connection = await connections.find(name.connection);
    if (!connection) return fail(unknownService(name.connection));
    const me = await connection.connect();
    if (!me.ok) return me;
    if (isShipped(connection, name.user)) {
      const source = await standard.read(name.name);
      if (source === undefined) return fail(noVal(name));
      return ok({ val: standardVal(name.name), connection, branchId: undefined, own: false });
    }
    const params = { username: name.user, val_name: name.name };
    const found = await connection.client.call("getValByName", { params });
    if (!found.ok) return found;
    const val = found.value;
    const own = me.value !== undefined && isBy(val, me.value);
    if (name.branch === undefined || name.branch === defaultBranch) {
      return ok({ val, connection, branchId: undefined, own });
    }
    const branches = await allPages((query) =>
      connection.client.call("listBranches", { params: { val_id: val.id }, query }),
    );
    if (!branches.ok) return branches;
    const branch = branches.value.find((one) => one.name === name.branch);
    return branch
      ? ok({ val, connection, branchId: branch.id, own })
      : fail({ kind: "notFound", message: `There is no branch ${name.branch}.` });
  }

  async function list(name: ValName): Promise<Result<readonly File[]>> {
    const found = await find(name);
    if (!found.ok) return found;
    const { val, branchId, connection } = found.value;
    if (isShipped(connection, name.user)) return ok([standardFile]);
    const pin = {
      ...(name.version === undefined ? {} : { version: name.version }),
      ...(branchId === undefined ? {} : { branch_id: branchId }),
    };
    const all = await allPages((query) =>
      connection.client.call("listFiles", {
        params: { val_id: val.id },
        query: { ...query, ...pin, path: "", recursive: true },
      }),
    );
    if (all.ok) {
      const before = listings.peek(keyOf(name));
      const paths = before && name.version === undefined ? changedPaths(before, all.value) : [];
      if (paths.length > 0) {
        const named = { ...name, readonly: !found.value.own };
        changed.fire(paths.map((path) => vscode.Uri.from(toUriParts({ ...named, path }))));
      }
    } else if (all.failure.kind === "notFound") {
      // The val behind the name may be another one by now.
      vals.forget(keyOf(name));
    }
    return all;
  }

  const find: Vals["find"] = (name) => vals.get(keyOf(name), brief, () => findVal(name));
  const files: Vals["files"] = (name, maxAge = brief) =>
    listings.get(keyOf(name), name.version === undefined ? maxAge : forever, () => list(name));

  async function readText(location: ValLocation, version: number): Promise<Result<string>> {
    const pinned = { ...location, version };
    return await texts.get(`${keyOf(pinned)}/${location.path}`, forever, async () => {
      const found = await find(location);
      if (!found.ok) return found;
      const { val, branchId, connection } = found.value;
      if (isShipped(connection, location.user)) {
        const source = await standard.read(location.name);
        return source === undefined ? fail(noVal(location)) : ok(source);
      }
      const bytes = await connection.client.call("getContent", {
        params: { val_id: val.id },
        query: {
          path: location.path,
          version,
          ...(branchId === undefined ? {} : { branch_id: branchId }),
        },
      });
      return bytes.ok
        ? ok(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.value))
        : bytes;
    });
  }

  return {
    onDidChange: changed.event,
    find,
    files,
    async read(location, maxAge): Promise<Result<ReadFile>> {
      const listed = await files(location, maxAge);
      if (!listed.ok) return listed;
      const file = listed.value.find((one) => one.path === location.path);
      if (!file || file.type === "directory") return fail(noFile(location));
      const text = await readText(location, file.version);
      return text.ok ? ok({ text: text.value, version: file.version, file }) : text;
    },
    readVersion: readText,
    async main(name) {
      const [found, listed] = await Promise.all([find(name), files(name)]);
      if (!found.ok) return found;
      if (!listed.ok) return listed;
      const path = mainFile(listed.value.filter(isText).map((file) => file.path));
      const readonly = !found.value.own || name.version !== undefined;
      return path === undefined
        ? fail({ kind: "notFound", message: `${printHandle(name)} has no main file.` })
        : ok({ ...name, path, readonly });
    },
    forget(what) {
      const prefix = "user" in what ? keyOf(what) : `${what.connection}/`;
      vals.forget(prefix);
      listings.forget(prefix);
      if (!("user" in what)) texts.forget(prefix);
    },
    standardNames: () => standard.names(),
    didChange: (uris) => changed.fire(uris),
    dispose: () => changed.dispose(),
  };
}

/** Whether a val is a person's own. */
function isBy({ author }: Val, { id, username }: Person): boolean {
  return id === undefined ? author.username === username : author.id === id;
}

function isText(file: File): boolean {
  return file.type !== "directory";
}

/** Every key of a connection begins alike, and so does every key of a val; no part can hold a slash or an `@`. */
function keyOf({ connection, user, name, branch, version }: ValName): string {
  const pin = `${version ?? ""}-${branch === undefined ? defaultBranch : encodeURIComponent(branch)}`;
  return `${connection}/${user}/${name}@${pin}`;
}

function unknownService(id: string): Failure {
  return {
    kind: "unauthorized",
    code: "unknown_service",
    message: `Nobody has signed in to ${id} or added it.`,
  };
}

function noVal(name: ValName): Failure {
  return { kind: "notFound", message: `There is no val ${printHandle(name)}.` };
}

function noFile(location: ValLocation): Failure {
  return { kind: "notFound", message: `${printHandle(location)} has no file ${location.path}.` };
}
