/** Answers what the language server asks about vals from a folder, as the connection `local`. */
import { join, relative, sep } from "node:path";
import type { GrantProfile } from "../../core/scope.ts";
import { parseUri, printUri } from "../../core/uri.ts";
import { printHandle } from "../../core/handle.ts";
import type { Questions } from "../../language/questions.ts";
import type { FactsResult, IndexedVal, ReadResult } from "../../protocol/lsp.ts";
import { loadVals, type LoadedVal, type LoadedVals } from "../check/load.ts";
import { readValFolder } from "../folder.ts";

export interface OpenFolder {
  readonly questions: Questions;
  /** The URI of a file in the folder, whether it is on disk yet or not; undefined outside of any val. */
  uriOf(file: string): string | undefined;
  /** The file of a URI; undefined when it is none of the folder's. */
  fileOf(uri: string): string | undefined;
  /** Has the next question read the folder again. */
  forget(): void;
}

/** Milliseconds for which the folder is taken to be as it was read; questions come in bursts. */
const fresh = 1_000;

/** @throws Error in words when the folder or its facts cannot be used */
export async function openFolder(
  path: string,
  { profile, now }: { readonly profile: GrantProfile; readonly now: () => number },
): Promise<OpenFolder> {
  const { root } = await readValFolder(path);
  const load = async (): Promise<LoadedVals | undefined> =>
    (await loadVals([path], { profile, show: (file) => file }))[0];
  let current = await load();
  let read = { at: now(), done: Promise.resolve(current) };
  const latest = (): Promise<LoadedVals | undefined> => {
    if (now() - read.at >= fresh) {
      // A folder that cannot be read for a moment stays as it was.
      const done = load().catch(() => current);
      read = { at: now(), done: done.then((loaded) => (current = loaded)) };
    }
    return read.done;
  };
  const me = () => current?.vals[0]?.facts.me ?? "";

  return {
    questions: {
      read: async (uris) => {
        const loaded = await latest();
        return Object.fromEntries(uris.map((uri) => [uri, readFrom(loaded, uri, me())]));
      },
      index: async (_uri, user) =>
        ((await latest())?.vals ?? [])
          .filter((val) => user === undefined || val.facts.handle.user === user)
          .map(indexed),
      // All that is in the folder and refers to the val; the server finds the places itself.
      references: async (uri) => {
        const name = parseUri(uri)?.name ?? "";
        const loaded = await latest();
        const texts = (loaded?.vals ?? []).flatMap((val) => val.uris);
        return texts.filter((one) => loaded?.textOf(loaded.fileOf(one) ?? "")?.includes(name));
      },
      facts: async (uri) => factsOf(await latest(), uri),
    },
    forget: () => {
      read = { ...read, at: -Infinity };
    },
    uriOf: (file) => {
      const known = current?.vals
        .flatMap((val) => val.uris)
        .find((uri) => current?.fileOf(uri) === file);
      if (known !== undefined) return known;
      const below = relative(root, file).split(sep).join("/");
      const location = below.startsWith("@") ? parseUri(`val://local/${below}`) : undefined;
      return location && printUri({ ...location, readonly: location.user !== me() });
    },
    fileOf: (uri) => {
      const known = current?.fileOf(uri);
      const location = parseUri(uri);
      if (known !== undefined || location === undefined || location.connection !== "local")
        return known;
      return join(root, `@${location.user}`, location.name, ...location.path.split("/"));
    },
  };
}

function readFrom(loaded: LoadedVals | undefined, uri: string, me: string): ReadResult {
  const location = parseUri(uri);
  if (loaded === undefined || location === undefined || location.connection !== "local")
    return { reason: "absent" };
  const found = loaded.source(printUri({ ...location, readonly: location.user !== me }));
  return found === undefined || "reason" in found ? { reason: "absent" } : found;
}

function indexed({ facts: { handle, me, privacy }, uris }: LoadedVal): IndexedVal {
  const readonly = handle.user !== me;
  const main = uris[0] === undefined ? undefined : parseUri(uris[0])?.path;
  return {
    uri: printUri({ connection: "local", ...handle, path: "", readonly }),
    handle: printHandle(handle).slice(1),
    privacy,
    ...(main === undefined ? {} : { main }),
  };
}

function factsOf(loaded: LoadedVals | undefined, uri: string): FactsResult | undefined {
  const location = parseUri(uri);
  const found = loaded?.vals.find(
    ({ facts: { handle } }) => handle.user === location?.user && handle.name === location.name,
  );
  if (found === undefined) return undefined;
  const { handle: _handle, trigger = "script", ...facts } = found.facts;
  return { ...facts, trigger, branch: location?.branch ?? "main" };
}
