/**
 * The analyser: from the text of a val's file, the sources it reaches and what is known about the val, to its effects
 * and the findings in that file. Synchronous and pure; sources that are not there yet are named, so that the caller can
 * load them and ask again.
 */
import type { ValEffects, ValFacts } from "../core/effect.ts";
import type { Scope } from "../core/scope.ts";
import { printUri } from "../core/uri.ts";
import { createEngine } from "./effects/create-engine.ts";
import type { Engine } from "./effects/engine.ts";
import { createModules, type ModuleCache, type Modules } from "./effects/modules.ts";
import { reach, type Reached } from "./effects/reach.ts";
import { reachFile } from "./effects/reach-file.ts";
import { libraryFunctions } from "./effects/starts.ts";
import { endpointsOf, guardOf } from "./endpoints.ts";
import type { Finding } from "./finding.ts";
import { isHandler } from "./handler.ts";
import type { Module } from "./module/module.ts";
import type { TypeScript } from "./module/nodes.ts";
import type { LibraryUses, Rule } from "./rule.ts";
import { rules as allRules } from "./rules/index.ts";
import { runRules } from "./run-rules.ts";
import { suppressionsOf } from "./suppression.ts";
import { usableScopes } from "./usable-scopes.ts";
import { missingFor, unusedOf, usesFor, valEffects } from "./val-effects.ts";
import type { Vals } from "./vals.ts";

export interface Analysis {
  /** URI of the val without a file. */
  readonly val: string;
  /** URI of the file that was asked about. */
  readonly file: string;
  /** Of the whole val, or of the file alone when the val does not use it. */
  readonly effects: ValEffects;
  readonly missing: readonly Scope[];
  readonly unused: readonly Scope[];
  /** In the file that was asked about. */
  readonly findings: readonly Finding[];
  /** Files whose code may run, by URI. */
  readonly files: ReadonlySet<string>;
  /** URIs whose sources were needed and are not loaded; ask again once they are. */
  readonly wanted: readonly string[];
  /** Rules that broke; their findings are missing. */
  readonly broken: readonly { readonly rule: string; readonly error: unknown }[];
}

export interface Analyser {
  /**
   * Analyses the val that a file belongs to and reports findings in that file. Never throws on any text.
   * @param uri canonical URI of the file
   * @returns undefined when the file itself is not loaded
   */
  readonly analyse: (uri: string, facts: ValFacts) => Analysis | undefined;
  /** Analyses several files of one val, which have all their sources, in one go. Leaves out what is not loaded. */
  readonly analyseFiles: (uris: readonly string[], facts: ValFacts) => readonly Analysis[];
}

/** An analyser that remembers files it has read for as long as their text stays. */
export function createAnalyser(
  ts: TypeScript,
  vals: Vals,
  rules: readonly Rule[] = allRules,
): Analyser {
  const cache: ModuleCache = new Map();
  const analyseFiles = (uris: readonly string[], facts: ValFacts): readonly Analysis[] => {
    const modules = createModules(ts, vals, cache);
    const files = uris.flatMap((uri) => modules.at(uri) ?? []);
    const [first] = files;
    if (first === undefined) return [];
    const { connection } = first.location;
    const engine = createEngine(ts, { me: facts.me, connection }, modules);
    const known = new Map<string, Reached>();
    const start = (module: Module): Reached => {
      const reached = known.get(module.uri) ?? reachFile(engine, module);
      known.set(module.uri, reached);
      return reached;
    };
    return files.map((module) =>
      analyseFile(engine, modules, module, { facts, rules, vals, start }),
    );
  };
  return { analyseFiles, analyse: (uri, facts) => analyseFiles([uri], facts)[0] };
}

interface Asked {
  readonly facts: ValFacts;
  readonly rules: readonly Rule[];
  readonly vals: Vals;
  /** What happens from a file on. */
  readonly start: (module: Module) => Reached;
}

function analyseFile(
  engine: Engine,
  modules: Modules,
  module: Module,
  { facts, rules, vals, start }: Asked,
): Analysis {
  const { ts } = engine;
  const val = printUri({ ...module.location, path: "" });
  const main = modules.at(val) ?? module;
  const { isMain, reached } = reachFrom(main, module, start);
  const { user } = facts.handle;
  const isIncomplete = engine.budget.isExhausted() || modules.wanted.size > 0;
  const effects = valEffects(user, reached, isIncomplete);
  const uses = usesFor(user, reached.uses);
  const lookup = { ts, me: facts.me, moduleAt: modules.at };
  const endpoints = endpointsOf(lookup, { facts, mainUri: main.uri, uses });
  const known = isIncomplete ? undefined : vals.scripts?.(val);
  const context = {
    ts,
    facts,
    val,
    module,
    moduleAt: modules.at,
    versionOf: modules.versionOf,
    isMain,
    mainUri: main.uri,
    uses,
    endpoints,
    isComplete: !isIncomplete,
    gaps: isIncomplete ? [] : reached.gaps,
    usable: isIncomplete
      ? undefined
      : usableScopes(engine, modules, { facts, main, known, reached }),
    library: libraryUses(engine, module, main),
  };
  const suppressions = suppressionsOf(ts, module.source);
  const result = isTest(module) ? silent : runRules(rules, context, suppressions);
  return {
    val,
    file: module.uri,
    effects: { ...effects, endpoint: guardOf(endpoints) },
    missing: missingFor(facts, uses),
    unused: unusedOf(facts, effects),
    ...result,
    files: reached.files,
    wanted: [...modules.wanted],
  };
}

const silent = { findings: [], broken: [] };

/** From the val's main file; from the file itself when the val never comes by it. */
function reachFrom(
  main: Module,
  module: Module,
  start: (module: Module) => Reached,
): { readonly isMain: boolean; readonly reached: Reached } {
  const reached = start(main);
  if (main.uri === module.uri) return { isMain: true, reached };
  if (reached.files.has(module.uri)) return { isMain: false, reached };
  return { isMain: true, reached: start(module) };
}

function libraryUses(engine: Engine, module: Module, main: Module): readonly LibraryUses[] {
  const init = engine.init(module.uri);
  if (init === undefined) return [];
  return libraryFunctions(engine, module, init, module.uri === main.uri).map(
    ({ name, isValue, starts }) => ({
      name,
      isValue,
      isHandler: starts.some(({ activation }) => isHandler(engine.ts, activation.node)),
      uses: reach(engine, [{ activation: init, assumed: false }, ...starts]).uses,
    }),
  );
}

function isTest({ location }: Module): boolean {
  return /(^|\/)(tests?|__tests__|__mocks__)\/|[._](test|spec)\.tsx?$/.test(location.path);
}
