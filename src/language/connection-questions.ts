/** Asks the client over the connection. A client that cannot answer is like one that is offline. */
import type { Connection } from "vscode-languageserver";

import type { ServerRequests } from "../protocol/lsp.ts";
import type { Questions } from "./questions.ts";

export function connectionQuestions(connection: Connection): Questions {
  const ask = async <M extends keyof ServerRequests>(
    method: M,
    params: ServerRequests[M]["params"],
  ): Promise<ServerRequests[M]["result"] | undefined> => {
    try {
      return await connection.sendRequest<ServerRequests[M]["result"]>(method, params);
    } catch (error) {
      connection.console.warn(
        `${method}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  };
  return {
    read: async (uris) => {
      const result = await ask("val/read", { uris });
      return result?.files ?? Object.fromEntries(uris.map((uri) => [uri, { reason: "offline" }]));
    },
    index: async (uri, user) => {
      const result = await ask("val/index", user === undefined ? { uri } : { uri, user });
      return result?.vals ?? [];
    },
    references: async (uri) => (await ask("val/references", { uri }))?.uris ?? [],
    facts: (uri) => ask("val/facts", { uri }),
  };
}
