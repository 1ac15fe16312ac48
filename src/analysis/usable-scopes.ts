/** Every permission that a val may come to use, so that a grant can be told to be one too many. */
import type { ValFacts } from "../core/effect.ts";
import { parseScope, scopes, type Scope } from "../core/scope.ts";
import { runTokenVariables } from "../core/standard.ts";
import type { Engine } from "./effects/engine.ts";
import type { Modules } from "./effects/modules.ts";
import type { Reached } from "./effects/reach.ts";
import { reachFile } from "./effects/reach-file.ts";
import type { Module } from "./module/module.ts";

interface Known {
  readonly facts: ValFacts;
  readonly main: Module;
  /** URIs of all scripts of the val; undefined when they are not known. */
  readonly known: readonly string[] | undefined;
  /** What happens from the main file on. */
  readonly reached: Reached;
}

/**
 * The permissions that any script of the val uses, sure or not.
 * @returns undefined when there may be more: something cannot be followed, a script is not known, or the run's token is
 *   at hand, with which others may do whatever the val may
 */
export function usableScopes(
  engine: Engine,
  modules: Modules,
  { facts, main, known, reached }: Known,
): readonly Scope[] | undefined {
  const all = [reached];
  const files = new Set(reached.files);
  // Where grants are the service's own, only the main file runs under them.
  if (known === undefined && facts.grantsSource !== "service") return undefined;
  for (const uri of known ?? []) {
    const module = files.has(uri) ? undefined : modules.at(uri);
    if (module === undefined) continue;
    const further = reachFile(engine, module);
    all.push(further);
    for (const file of further.files) files.add(file);
  }
  files.add(main.uri);
  const holdsToken = [...files].some((uri) => mentionsToken(modules.at(uri)));
  const isOpen = holdsToken || engine.budget.isExhausted() || modules.wanted.size > 0;
  if (isOpen || all.some((one) => one.gaps.length > 0)) return undefined;
  const used = all.flatMap((one) =>
    one.uses.flatMap((use) => (use.kind === "scope" ? (parseScope(use.name) ?? []) : [])),
  );
  return scopes.filter((scope) => used.includes(scope));
}

function mentionsToken(module: Module | undefined): boolean {
  if (module === undefined) return true;
  const { text } = module.source;
  return runTokenVariables.some((name) => text.includes(`"${name}"`) || text.includes(`.${name}`));
}
