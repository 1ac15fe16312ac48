/** Calls of the standard vals. */
import { standardMembers } from "../../core/standard.ts";
import type { OperationId } from "../../core/operations.ts";
import { addGap, addUse, argument, type Invocation } from "../values/invocation.ts";
import { handOn } from "../values/hand-on.ts";
import { unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { anyMember } from "./member.ts";
import { scopeUse } from "./scope-use.ts";
import { statementsUse } from "./sql.ts";
import { callRequest } from "./fetch.ts";

export function callStandard(target: External, call: Invocation): Value | undefined {
  if (target.origin !== "std") return undefined;
  const { name, member } = standardMember(target.path);
  const label = member === name ? name : `${name}.${member}`;
  if (name === "fetch") return callRequest(call, argument(call.args, 0), argument(call.args, 1));
  for (const item of call.args.items) handOn(item, call, "global");
  const known = standardMembers[name];
  if (known === undefined) {
    addGap(call, "unavailable");
    return unknown;
  }
  if (member === anyMember) {
    addGap(call, "computedName");
    for (const operation of allOperations(known)) use(operation, "possible");
    return unknown;
  }
  const sql =
    name === "sqlite"
      ? statementsUse(member, argument(call.args, 0), argument(call.args, 1))
      : undefined;
  if (sql) use(sql.operation, sql.confidence);
  else for (const operation of known[member] ?? []) use(operation, "proved");
  return unknown;

  function use(operation: OperationId, confidence: "proved" | "likely" | "possible"): void {
    const made = scopeUse(operation, label, confidence);
    if (made) addUse(call, made);
    if (operation === "email.send" && confidence === "proved")
      addUse(call, { kind: "email", name: `std/${name}`, label, confidence });
  }
}

/** `std/blob` exports an object of its own name, `std/email` a function of its own name. */
function standardMember(path: readonly string[]): { name: string; member: string } {
  const [name = "", ...rest] = path;
  const members = rest[0] === name || rest[0] === "default" ? rest.slice(1) : rest;
  return { name, member: members[0] ?? name };
}

/** Everything that any member of a standard val may do. */
export function allOperations(
  members: Readonly<Record<string, readonly OperationId[]>>,
): readonly OperationId[] {
  return [...new Set(Object.values(members).flat())];
}
