/** Reads everything that a check needs: the vals at its paths, their texts, and what is known about them. */
import { join } from "node:path";
import type { ValFacts } from "../../core/effect.ts";
import type { GrantProfile } from "../../core/scope.ts";
import { parseUri, printUri } from "../../core/uri.ts";
import { isScript, mainFile, type Privacy } from "../../core/val.ts";
import type { Loaded, Vals } from "../../analysis/vals.ts";
import { readText, readValFolder, type FolderVal, type ValFolder } from "../folder.ts";
import { parseFacts, parseManifest, resolveFacts, type FactsFile } from "./facts.ts";

export interface LoadedVals extends Vals {
  readonly vals: readonly LoadedVal[];
  /** The file on disk of a URI, as people are shown it. */
  readonly fileOf: (uri: string) => string | undefined;
  readonly textOf: (file: string) => string | undefined;
}

export interface LoadedVal {
  readonly facts: ValFacts;
  /** URIs of its scripts, the main one first. */
  readonly uris: readonly string[];
  /** Whether it is to be checked; the others are there to be referred to. */
  readonly isAsked: boolean;
}

/** Who one is when nothing says so. */
const somebody = "you";

export interface LoadOptions {
  /** Path of a facts file. */
  readonly facts?: string;
  readonly profile: GrantProfile;
  /** What a file is called in results, from its absolute path. */
  readonly show: (file: string) => string;
}

/**
 * Loads what lies at the paths: one result for each root, since handles mean vals of the same root.
 * @throws Error in words when a path or a facts file cannot be used
 */
export async function loadVals(
  paths: readonly string[],
  options: LoadOptions,
): Promise<readonly LoadedVals[]> {
  const given = options.facts === undefined ? undefined : await readFacts(options.facts, true);
  const folders = await Promise.all(paths.map((path) => readValFolder(path)));
  const loaded: LoadedVals[] = [];
  for (const folder of byRoot(folders)) {
    const { vals, files, texts } = await loadFolder(folder, given, options);
    loaded.push({
      vals,
      fileOf: (uri) => files.get(uri),
      textOf: (file) => texts.get(file),
      source: (uri) => sourceAt(uri, files, texts),
      privacy: (uri) => privacyOf(uri, vals, given),
      scripts: (uri) => vals.find(({ uris: [first] }) => first?.startsWith(`${uri}/`))?.uris,
    });
  }
  return loaded;
}

/** Folders of the same root as one, each val once. */
function byRoot(folders: readonly ValFolder[]): readonly ValFolder[] {
  const roots = new Map<string, ValFolder>();
  const key = (val: FolderVal) => [...val.files.values()].join();
  for (const folder of folders) {
    const before = roots.get(folder.root) ?? { root: folder.root, vals: [], others: [] };
    const vals = new Map([...before.vals, ...folder.vals].map((val) => [key(val), val]));
    const others = new Map([...before.others, ...folder.others].map((val) => [key(val), val]));
    for (const known of vals.keys()) others.delete(known);
    roots.set(folder.root, { ...before, vals: [...vals.values()], others: [...others.values()] });
  }
  return [...roots.values()];
}

interface LoadedFolder {
  readonly vals: readonly LoadedVal[];
  readonly files: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
}

async function loadFolder(
  folder: ValFolder,
  given: FactsFile | undefined,
  { profile, show }: LoadOptions,
): Promise<LoadedFolder> {
  const atRoot = await readFacts(join(folder.root, "vals.json"), false);
  const known = [given, atRoot].filter((one) => one !== undefined);
  const me = known.find((one) => one.me !== undefined)?.me ?? onlyUser(folder) ?? somebody;
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  const vals: LoadedVal[] = [];
  for (const val of [...folder.vals, ...folder.others]) {
    const handle = { user: val.user ?? me, name: val.name };
    const manifest = await readManifest(val, handle);
    const facts = resolveFacts(handle, { me, files: known, manifest, profile });
    const scripts = [...val.files.keys()].filter(isScript);
    const main = mainFile(scripts);
    const inOrder = scripts.toSorted((a, b) => Number(b === main) - Number(a === main));
    const uris: string[] = [];
    for (const path of inOrder) {
      const file = val.files.get(path) ?? "";
      const text = await readText(file);
      if (text === undefined) throw new Error(`${file} cannot be read`);
      const uri = uriOf(handle, path, me);
      files.set(uri, show(file));
      texts.set(show(file), text);
      uris.push(uri);
    }
    vals.push({ facts, uris, isAsked: folder.vals.includes(val) });
  }
  return { vals, files, texts };
}

function uriOf(handle: { user: string; name: string }, path: string, me: string): string {
  return printUri({ connection: "local", ...handle, path, readonly: handle.user !== me });
}

/** The user whose vals these are, when they are all of one. */
function onlyUser({ vals, others }: ValFolder): string | undefined {
  const users = new Set([...vals, ...others].map((val) => val.user));
  const [user] = users;
  return users.size === 1 ? user : undefined;
}

async function readFacts(file: string, isRequired: boolean): Promise<FactsFile | undefined> {
  const text = await readText(file);
  if (text === undefined && isRequired) throw new Error(`the facts file ${file} cannot be read`);
  return text === undefined ? undefined : named(file, () => parseFacts(text));
}

async function readManifest(val: FolderVal, handle: { user: string; name: string }) {
  const file = val.files.get(".vt/permissions.json");
  const text = file === undefined ? undefined : await readText(file);
  return file === undefined || text === undefined
    ? undefined
    : named(file, () => parseManifest(text, handle));
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function sourceAt(
  uri: string,
  files: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): Loaded {
  const file = files.get(uri) === undefined ? mainOf(uri, files) : uri;
  const text = texts.get(files.get(file ?? "") ?? "");
  return file === undefined || text === undefined
    ? { reason: "absent" }
    : { uri: file, text, version: 0 };
}

function mainOf(valUri: string, files: ReadonlyMap<string, string>): string | undefined {
  const start = `${valUri}/`;
  const paths = [...files.keys()]
    .filter((uri) => uri.startsWith(start))
    .map((uri) => parseUri(uri)?.path ?? "");
  const main = mainFile(paths);
  return [...files.keys()].find((uri) => uri.startsWith(start) && parseUri(uri)?.path === main);
}

function privacyOf(
  valUri: string,
  vals: readonly LoadedVal[],
  given: FactsFile | undefined,
): Privacy | undefined {
  const location = parseUri(valUri);
  if (location === undefined) return undefined;
  const { user, name } = location;
  const here = vals.find(({ facts: { handle } }) => handle.user === user && handle.name === name);
  return here?.facts.privacy ?? given?.vals.get(`@${user}/${name}`)?.privacy;
}
