/** Platform objects that are given to code nobody can see. */
import { standardMembers } from "../../core/standard.ts";
import type { Use } from "../effects/use.ts";
import type { External } from "../values/model.ts";
import { scopeUse } from "./scope-use.ts";

/**
 * What is taken to happen with it. A database is opened to be written; of anything else only that it might be used is
 * known.
 */
export function scopeUsesOf(value: External): Omit<Use, "place">[] {
  if (value.origin !== "std") return [];
  const [name = ""] = value.path;
  if (name === "sqlite") {
    const use = scopeUse("sqlite.write", "sqlite", "likely");
    return use ? [use] : [];
  }
  const operations = [...new Set(Object.values(standardMembers[name] ?? {}).flat())];
  return operations.flatMap((operation) => scopeUse(operation, name, "possible") ?? []);
}

/** Whether what happens with it cannot be told at all. */
export function isOpenEnded({ origin, path }: External): boolean {
  if (origin === "std") return path[0] !== "sqlite" && standardMembers[path[0] ?? ""] !== undefined;
  return origin === "sdk" || origin === "httpClient" || origin === "account";
}
