/** `api(val, …args)`: runs another val as its author, in a process of its own. Arguments and result are JSON. */
import { callSite, withCallSite } from "./console.ts";
import type { Channel } from "./channel.ts";

export type Api = (handle: string, ...args: readonly unknown[]) => Promise<unknown>;

/**
 * The function for one author.
 * @param module index of the classic module that calls; absent where code of several authors cannot be told apart
 */
export function apiFor(channel: Channel, module?: number): Api {
  const { stringify } = JSON;
  const api: Api = async (handle, ...args) => {
    const stack = callSite(api);
    if (typeof handle !== "string")
      throw new TypeError('api() takes the val as "user/name" or as @user.name');
    for (const [index, arg] of args.entries())
      if (typeof arg === "function" || typeof arg === "symbol")
        throw new TypeError(`api() passes JSON; argument ${index + 1} is a ${typeof arg}`);
    const call = { kind: "api", handle, args: stringify(args), stack } as const;
    try {
      return await channel.call(module === undefined ? call : { ...call, module });
    } catch (error) {
      throw withCallSite(error, stack);
    }
  };
  return api;
}
