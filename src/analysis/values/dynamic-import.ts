/** `import(…)` inside code. */
import { resolveSpecifier } from "../module/specifier.ts";
import { addGap, argument, type Invocation } from "./invocation.ts";
import { importedValue } from "./identifier.ts";
import { join, lost } from "./make.ts";
import type { Value } from "./model.ts";
import { fullTexts } from "./text.ts";

export function dynamicImport(call: Invocation): Value {
  const specifiers = fullTexts(argument(call.args, 0));
  if (specifiers === undefined || specifiers.length === 0) {
    addGap(call, "computedModule");
    return lost;
  }
  return join(
    specifiers.map((specifier) => {
      const { engine, at } = call;
      const target = resolveSpecifier(specifier, at.module.location, engine.me);
      if (target.kind === "module") {
        const init = engine.init(target.uri);
        if (init === undefined) addGap(call, "unavailable");
        else call.sink.edges.push({ to: init, node: call.node, assumed: false });
      }
      return importedValue(engine, specifier, "*", at);
    }),
  );
}
