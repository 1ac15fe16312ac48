/** What happens when a file of a val runs as the val. */
import type { Module } from "../module/module.ts";
import type { Engine } from "./engine.ts";
import { reach, type Reached } from "./reach.ts";
import { startsOf } from "./starts.ts";

/** Everything from the file's top-level code and the functions of its value on. */
export function reachFile(engine: Engine, module: Module): Reached {
  const init = engine.init(module.uri);
  return reach(engine, init === undefined ? [] : startsOf(engine, module, init));
}
