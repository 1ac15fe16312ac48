/** Which sources the language server asked for in vain, to have them asked for again when that may have changed. */
import type { ServerRequests } from "../../protocol/lsp.ts";

type Read = ServerRequests["val/read"];
export type Reader = (params: Read["params"]) => Promise<Read["result"]>;

export interface Unread {
  /** The same reader; what it could not read is remembered. */
  watch(read: Reader): Reader;
  /** The URIs of what could not be read, which are forgotten with that. */
  take(): string[];
}

/** Most URIs that are remembered; the oldest are forgotten first. */
const most = 1000;

export function createUnread(): Unread {
  const uris = new Set<string>();
  return {
    watch: (read) => async (params) => {
      const result = await read(params);
      for (const [uri, answer] of Object.entries(result.files)) {
        uris.delete(uri);
        if ("reason" in answer) uris.add(uri);
      }
      for (const oldest of uris) {
        if (uris.size <= most) break;
        uris.delete(oldest);
      }
      return result;
    },
    take() {
      const taken = [...uris];
      uris.clear();
      return taken;
    },
  };
}
