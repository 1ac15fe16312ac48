/** Members of values: `value.key`. */
import type { Engine } from "../effects/engine.ts";
import { externalMember } from "../platform/member.ts";
import { enclosingFunction } from "../module/nodes.ts";
import type { ClassMember } from "../module/class-shape.ts";
import { activationOf } from "./activation-of.ts";
import { alternatives, join, lost, nothing, unknown } from "./make.ts";
import type { Activation, ClassValue, Instance, ListValue, RecordValue, Value } from "./model.ts";
import { baseOf } from "./self.ts";

/** @param key undefined when it is computed and not known */
export function member(engine: Engine, value: Value, key: string | undefined): Value {
  if (!engine.budget.enter()) return lost;
  const found = join(alternatives(value).map((one) => memberOf(engine, one, key)));
  engine.budget.leave();
  return found;
}

function memberOf(engine: Engine, value: Value, key: string | undefined): Value {
  switch (value.kind) {
    case "record":
      return recordMember(engine, value, key);
    case "list":
      return listMember(value, key);
    case "external":
      return externalMember(value, key);
    case "namespace":
      return key === undefined ? lost : (engine.exported(value.uri, key) ?? unknown);
    case "instance":
      return key === undefined ? lost : instanceMember(engine, value, key, value);
    case "class":
      return key === undefined ? lost : staticMember(engine, value, key);
    case "text":
      // Parts of a URL object that are the same text for everything that is looked at.
      return key === "href" ? value : unknown;
    case "nothing":
      return nothing;
    case "unknown":
      return value;
    case "val": {
      const found = engine.valueOfVal(value);
      return found === undefined ? lost : engine.member(found.value, key);
    }
    case "constant":
    case "closure":
    case "union":
      return unknown;
  }
}

function recordMember(engine: Engine, value: RecordValue, key: string | undefined): Value {
  if (key === undefined) return join([...value.entries.values(), unknown]);
  const entry = value.entries.get(key);
  if (entry === undefined && value.spread !== undefined)
    return join(value.spread.map((one) => engine.member(one, key)));
  if (entry === undefined) return value.open ? unknown : { kind: "constant", value: undefined };
  // A function of an object literal finds the object in `this`.
  const isMethod = (one: Value) =>
    one.kind === "closure" && one.self === undefined && !engine.ts.isArrowFunction(one.node);
  return join(alternatives(entry).map((one) => (isMethod(one) ? { ...one, self: value } : one)));
}

function listMember(value: ListValue, key: string | undefined): Value {
  const index = key === undefined ? NaN : Number(key);
  if (Number.isNaN(index)) return key === undefined ? join([...value.items, unknown]) : unknown;
  return value.items[index] ?? (value.open ? unknown : { kind: "constant", value: undefined });
}

/** @param self the object itself, which a base class sees as what it was made into */
function instanceMember(engine: Engine, instance: Instance, key: string, self: Instance): Value {
  const { of, made } = instance;
  const members = of.home.module.structure.shape(of.node).instance.get(key);
  if (members === undefined) {
    if (!engine.budget.enter()) return lost;
    const bases = alternatives(baseOf(engine, instance) ?? unknown);
    const found = bases.map((base) =>
      base.kind === "instance" ? instanceMember(engine, base, key, self) : engine.member(base, key),
    );
    engine.budget.leave();
    return join(found);
  }
  return join(members.map((one) => classMember(engine, one, of, self, made)));
}

function staticMember(engine: Engine, value: ClassValue, key: string): Value {
  const members = value.home.module.structure.shape(value.node).statics.get(key);
  if (members === undefined) return unknown;
  return join(members.map((one) => classMember(engine, one, value, value, value.home)));
}

function classMember(
  engine: Engine,
  one: ClassMember,
  { home }: ClassValue,
  self: Value,
  made: Activation,
): Value {
  switch (one.kind) {
    case "method":
      return { kind: "closure", node: one.node, home, self };
    case "getter": {
      const getter = { kind: "closure", node: one.node, home, self } as const;
      return engine.returned(engine.activate(getter, []));
    }
    case "field":
      return engine.evaluate(
        one.node,
        activationOf(engine, enclosingFunction(engine.ts, one.node), made),
      );
    case "parameter":
      return engine.evaluate(one.node, made);
  }
}
