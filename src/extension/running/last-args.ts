/** The arguments of each val's last run, kept with the workspace; never what is or may be a secret. */
import type * as vscode from "vscode";
import type { EntryParameter } from "../../protocol/lsp.ts";
import type { ValName } from "../vals.ts";
import { mayRemember } from "./args.ts";

const key = "valsmith.lastArguments";
/** Vals that are remembered; the one that ran longest ago is forgotten first. */
const mostVals = 100;
/** Longest arguments that are kept, as JSON, in UTF-16 units. */
const longest = 10_000;

export interface LastArguments {
  get(val: ValName): readonly unknown[] | undefined;
  keep(
    val: ValName,
    parameters: readonly EntryParameter[] | undefined,
    args: readonly unknown[],
  ): Promise<void>;
}

export function createLastArguments(state: vscode.Memento): LastArguments {
  const read = () => state.get<Readonly<Record<string, readonly unknown[]>>>(key, {});
  return {
    get: (val) => read()[nameOf(val)],
    async keep(val, parameters, args) {
      const { [nameOf(val)]: _earlier, ...others } = read();
      const keeps = mayRemember(parameters, args) && JSON.stringify(args).length <= longest;
      const kept = Object.entries(keeps ? { ...others, [nameOf(val)]: args } : others);
      await state.update(key, Object.fromEntries(kept.slice(-mostVals)));
    },
  };
}

function nameOf({ connection, user, name }: ValName): string {
  return `${connection}/${user}/${name}`;
}
