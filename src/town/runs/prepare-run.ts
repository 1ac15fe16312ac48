/** Everything a run needs to know before its process gets a job: what to load, what it may see, what its stacks mean. */
import { printHandle } from "../../core/handle.ts";
import { runTokenVariables } from "../../core/standard.ts";
import { mainFile } from "../../core/val.ts";
import type { ClassicEntry, ModernEntry } from "../../protocol/sandbox.ts";
import type { RunEnvironment, RunPorts } from "../ports.ts";
import type { CompileProblem } from "./classic/compiled.ts";
import type { Compiler } from "./classic/compiler.ts";
import { type Linked, linkClassic } from "./classic/link.ts";
import type { FrameFinder } from "./frames.ts";
import type { RunLimits } from "./limits.ts";
import { type ModuleReader, moduleReader, pinnedPath } from "./modules/resolve.ts";
import { type RunError, townError } from "./outcome.ts";
import type { Run } from "./run.ts";

export interface Prepared {
  readonly entry: ModernEntry | ClassicEntry;
  modules(frames: FrameFinder): ModuleReader;
  /** Of a classic val. */
  readonly linked: Linked | undefined;
  /** The variables that the val sees, with the run's token where it may be known. */
  environment(token: string): Record<string, string>;
}

export interface PrepareContext {
  readonly ports: RunPorts;
  readonly compiler: Compiler;
  readonly limits: RunLimits;
}

/** Prepares a run, or says why its val cannot be run. */
export async function prepareRun(
  { val, actor }: Run,
  { ports, compiler, limits }: PrepareContext,
): Promise<Prepared | RunError> {
  const path = mainFile(val.files.map((file) => file.path));
  const text = val.files.find((file) => file.path === path)?.content;
  if (path === undefined || text === undefined) {
    const message = `${printHandle(val)} has no main file. Name one of its scripts main.ts.`;
    return townError("val_not_compiled", message);
  }
  const [variables, compiled] = await Promise.all([
    ports.readEnvironment(val),
    compiler.compile({ handle: val, path, text }),
  ]);
  const readerFor = (ownStandard: string | undefined) => (frames: FrameFinder) =>
    moduleReader({
      ports,
      compiler,
      actor,
      running: val,
      onInsert: (served, insertion) => frames.shift(served, insertion),
      ...(ownStandard === undefined ? {} : { ownStandard }),
    });
  switch (compiled.kind) {
    case "problem":
      return notCompiled(`${val.user}/${val.name}`, compiled);
    case "modern": {
      const url = `https://esm.town/v/${pinnedPath(val, path)}`;
      const environment = (token: string) => withToken(variables, token);
      const modules = readerFor(undefined);
      return { entry: { dialect: "modern", url }, modules, linked: undefined, environment };
    }
    case "classic": {
      const linked = await linkClassic({
        ports,
        compiler,
        actor,
        main: val,
        source: compiled,
        secrets: { ...variables.accountSecrets, ...variables.variables },
        maxModules: limits.modules,
      });
      // Variables are seen by all code of the realm: with a library in it, nothing secret is among them.
      const environment = (token: string) => (linked.mixed ? {} : withToken(variables, token));
      const modules = readerFor(linked.entry.ownStandard);
      return { entry: linked.entry, modules, linked, environment };
    }
  }
}

function withToken(
  { accountSecrets, variables }: RunEnvironment,
  token: string,
): Record<string, string> {
  const all: Record<string, string> = { ...accountSecrets, ...variables };
  for (const name of runTokenVariables) all[name] = token;
  return all;
}

function notCompiled(handle: string, { path, message, place }: CompileProblem): RunError {
  const error = townError("val_not_compiled", message);
  return { ...error, name: "SyntaxError", frames: [{ handle, path, ...place }] };
}
