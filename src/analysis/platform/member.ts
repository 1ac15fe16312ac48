/** Members of what is not written in a val. */
import { runTokenVariables } from "../../core/standard.ts";
import { external, lost, text, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";

/** Longest chain of members that is followed. */
const maxPath = 10;
const globalObjects: ReadonlySet<string> = new Set(["globalThis", "self", "window"]);

/** @param key undefined when it is computed and not known */
export function externalMember(holder: External, key: string | undefined): Value {
  const { origin, path } = holder;
  if (path.length >= maxPath) return lost;
  switch (origin) {
    case "global":
      return globalMember(path, key);
    case "account":
      return accountMember(path, key);
    case "request":
      return unknown;
    case "std":
    case "package":
    case "sdk":
    case "httpClient":
    case "router":
    case "context":
      return external(origin, [...path, key ?? anyMember], holder.data);
  }
}

/** Stands in a path for a member that is not known. */
export const anyMember = "*";

/** A variable of the run's environment; the run's own token is told apart. */
export function environmentValue(key: string | undefined): Value {
  if (key === undefined) return text({ hole: "any" });
  return text(runTokenVariables.includes(key) ? { hole: "runToken" } : { hole: "env", key });
}

export function isEnvironment({ origin, path }: External): boolean {
  return origin === "global" && path.join(".") === "process.env";
}

export function isSecrets({ origin, path }: External): boolean {
  return origin === "account" && path.length === 2;
}

function globalMember(path: readonly string[], key: string | undefined): Value {
  const [first] = path;
  if (path.length === 1 && first !== undefined && globalObjects.has(first))
    return key === undefined ? unknown : external("global", [key]);
  if (path.join(".") === "process.env") return environmentValue(key);
  return key === undefined ? unknown : external("global", [...path, key]);
}

function accountMember(path: readonly string[], key: string | undefined): Value {
  const [user = ""] = path;
  if (path.length === 2)
    return text(key === undefined ? { hole: "any" } : { hole: "secret", user, key });
  if (key === undefined) return lost;
  if (user === "std") return external("std", [key]);
  if (key === "secrets") return external("account", [user, key]);
  return { kind: "val", user, name: key };
}
