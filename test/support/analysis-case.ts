/** Vals for tests of the analyser, written as text: a title, facts, and files under `== @user/name/path` lines. */
import ts from "typescript";

import { createAnalyser, type Analysis } from "../../src/analysis/analyse.ts";
import type { Rule } from "../../src/analysis/rule.ts";
import type { Vals } from "../../src/analysis/vals.ts";
import type { ValFacts } from "../../src/core/effect.ts";
import { parseHandle } from "../../src/core/handle.ts";
import { parseScope } from "../../src/core/scope.ts";
import { parseUri, printUri } from "../../src/core/uri.ts";
import { mainFile, type Privacy } from "../../src/core/val.ts";

export interface AnalysisCase {
  readonly title: string;
  /** Lines between the title and the first file. */
  readonly options: readonly string[];
  /** By path, `@user/name/path`, in order. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads one case; `title` is its first line. */
export function readCase(text: string): AnalysisCase {
  const [head = "", ...parts] = text.split(/^== /m);
  const [title = "", ...options] = head.trim().split("\n");
  const files = parts.map((part): [string, string] => {
    const end = part.indexOf("\n");
    return [part.slice(0, end).trim(), part.slice(end + 1)];
  });
  return { title, options, files: new Map(files) };
}

/** Reads a file of cases that each begin with `### `. */
export function readCases(text: string): readonly AnalysisCase[] {
  return text
    .split(/^### /m)
    .filter((part) => part.trim() !== "")
    .map(readCase);
}

export interface CaseFacts {
  readonly me?: string;
  readonly privacy?: Privacy;
  readonly grants?: readonly string[];
  readonly grantsSource?: ValFacts["grantsSource"];
  readonly trigger?: NonNullable<ValFacts["trigger"]>;
  /** Handles of the vals that are private. */
  readonly privateVals?: readonly string[];
  /** Keys of the val's environment variables. */
  readonly env?: readonly string[];
  readonly accountSecrets?: readonly string[];
  /** Versions of vals, by handle. */
  readonly versions?: Readonly<Record<string, number>>;
}

/** Analyses a file of a case, the first unless told otherwise. */
export function analyseCase(
  { files }: Pick<AnalysisCase, "files">,
  facts: CaseFacts = {},
  { rules, path = [...files.keys()][0] ?? "" }: { rules?: readonly Rule[]; path?: string } = {},
): Analysis {
  const me = facts.me ?? "ann";
  const uri = uriOfPath(path, me);
  const location = parseUri(uri);
  if (location === undefined) throw new Error(`not a path in a val: ${path}`);
  const analysis = createAnalyser(
    ts,
    valsOf(files, me, facts.privateVals ?? [], facts.versions),
    rules,
  ).analyse(uri, {
    me,
    handle: { user: location.user, name: location.name },
    privacy: facts.privacy ?? "public",
    granted: (facts.grants ?? ["vals:read"]).flatMap((one) => parseScope(one) ?? []),
    grantsSource: facts.grantsSource ?? "service",
    env: facts.env ?? [],
    accountSecrets: facts.accountSecrets ?? [],
    ...(facts.trigger === undefined ? {} : { trigger: facts.trigger }),
  });
  if (analysis === undefined) throw new Error(`not loaded: ${uri}`);
  return analysis;
}

/** `@user/name/path` as the canonical URI of the connection `local`. */
export function uriOfPath(path: string, me: string): string {
  const location = parseUri(`val-ro://local/${path}`);
  if (location === undefined) throw new Error(`not a path in a val: ${path}`);
  return printUri({
    ...location,
    readonly: location.user !== me || location.version !== undefined,
  });
}

export function valsOf(
  files: ReadonlyMap<string, string>,
  me: string,
  privateVals: readonly string[],
  versions: Readonly<Record<string, number>> = {},
): Vals {
  const byUri = new Map([...files].map(([path, text]) => [uriOfPath(path, me), text]));
  return {
    source(uri) {
      const file = byUri.has(uri) ? uri : mainOf([...byUri.keys()], uri);
      const text = file === undefined ? undefined : byUri.get(file);
      if (file === undefined || text === undefined) return { reason: "absent" };
      const { user = "", name = "" } = parseUri(file) ?? {};
      return { uri: file, text, version: versions[`@${user}/${name}`] ?? 0 };
    },
    privacy(valUri) {
      const { user, name } = parseUri(valUri) ?? {};
      const isPrivate = privateVals.some((handle) => {
        const one = parseHandle(handle);
        return one?.user === user && one?.name === name;
      });
      return isPrivate ? "private" : "public";
    },
    scripts: (valUri) => [...byUri.keys()].filter((uri) => uri.startsWith(`${valUri}/`)),
  };
}

function mainOf(uris: readonly string[], valUri: string): string | undefined {
  const paths = uris
    .filter((uri) => uri.startsWith(`${valUri}/`))
    .map((uri) => uri.slice(valUri.length + 1));
  const main = mainFile(paths);
  return main === undefined ? undefined : `${valUri}/${main}`;
}
