/** Puts the parts of the analyser together for one analysis. */
import type { TypeScript } from "../module/nodes.ts";
import { valUri } from "../module/specifier.ts";
import { call } from "../values/call.ts";
import { evaluate } from "../values/evaluate.ts";
import { lost, nothing } from "../values/make.ts";
import { member } from "../values/member.ts";
import type { Activation, Value, ValReference } from "../values/model.ts";
import { createActivations } from "./activations.ts";
import { createBudget } from "./budget.ts";
import type { Engine } from "./engine.ts";
import { exportedValue, valueOfMain } from "./exported.ts";
import type { Modules } from "./modules.ts";
import { returnedValue } from "./returned.ts";
import { walkActivation } from "./walk.ts";

/** @param connection the one whose vals are meant by handles */
export function createEngine(
  ts: TypeScript,
  { me, connection }: { readonly me: string; readonly connection: string },
  modules: Modules,
): Engine {
  const budget = createBudget();
  const activations = createActivations(() => engine);
  const returns = new Map<Activation, Value>();
  const exports = new Map<string, Value>();
  const uriOf = ({ user, name }: ValReference) =>
    valUri({ connection, user, name, path: "", readonly: false }, me);

  const engine: Engine = {
    ts,
    me,
    budget,
    evaluate: (node, at) => evaluate(engine, node, at),
    member: (value, key) => member(engine, value, key),
    call: (node, at) => call(engine, node, at),
    activate: activations.activate,
    returned(activation) {
      const known = returns.get(activation);
      if (known !== undefined) return known;
      returns.set(activation, nothing);
      const value = budget.spend(() => returnedValue(engine, activation), lost);
      returns.set(activation, value);
      return value;
    },
    walk(activation) {
      if (activation.state !== "new" || !budget.hasRoom()) return activation;
      activation.state = "walking";
      budget.spend(() => walkActivation(engine, activation), undefined);
      activation.state = "walked";
      return activation;
    },
    init(uri) {
      const module = modules.at(uri);
      return module && activations.ofModule(module);
    },
    exported(uri, name) {
      const module = modules.at(uri);
      if (module === undefined) return undefined;
      const key = `${module.uri} ${name}`;
      const known = exports.get(key);
      if (known !== undefined) return known;
      exports.set(key, nothing);
      const value = budget.spend<Value>(
        () => exportedValue(engine, module, name, activations.ofModule(module)),
        lost,
      );
      exports.set(key, value);
      return value;
    },
    valueOfVal(reference) {
      const module = modules.at(uriOf(reference));
      if (module === undefined) return undefined;
      const init = activations.ofModule(module);
      return { value: valueOfMain(engine, module, init), init };
    },
    isPrivate: (reference) => modules.privacyOf(uriOf(reference)) === "private",
  };
  return engine;
}
