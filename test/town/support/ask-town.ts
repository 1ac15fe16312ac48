/** Requests to a town that was started in this process, as its owner. */
import type { RunningTown } from "../../../src/town/serve/start-town.ts";

/** A function that asks, and gives status and the JSON body. */
export function askTown({ announcement, session }: RunningTown) {
  return async (
    path: string,
    { method = "GET", body }: { readonly method?: string; readonly body?: unknown } = {},
  ): Promise<{ readonly status: number; readonly json: unknown }> => {
    const reply = await fetch(new URL(path, announcement.url ?? ""), {
      method,
      headers: {
        authorization: `Bearer ${session}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, json: text === "" ? undefined : JSON.parse(text) };
  };
}
