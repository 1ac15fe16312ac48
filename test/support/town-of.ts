/** The local town of an editor under test, spoken to as somebody outside the editor would: over its socket. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "../../src/client/client.ts";
import { ok, type Result } from "../../src/core/failure.ts";
import { createSocketFetch } from "../../src/extension/node/socket-fetch.ts";
import {
  type Announcement,
  announcementFile,
  sessionFile,
} from "../../src/protocol/town-process.ts";
import { eventually } from "./eventually.ts";

export interface EditorTown {
  /** Acts as the town's owner. */
  readonly owner: Client;
  /** The owner's interactive credential. */
  readonly session: string;
  readonly announcement: Announcement;
  /** Closes idle connections. */
  readonly dispose: () => void;
}

/** Waits until the editor has started its town. */
export async function townOf(editor: { readonly storage: string }): Promise<EditorTown> {
  const folder = join(editor.storage, "town");
  const read = (name: string) => readFileSync(join(folder, name), "utf8").trim();
  const announcement = await eventually(() => JSON.parse(read(announcementFile)) as Announcement);
  const session = read(sessionFile);
  if (announcement.socket === null) throw new Error("The town of an editor listens on a socket.");
  const socket = createSocketFetch({ socketPath: announcement.socket });
  const credential = () => Promise.resolve(ok(session));
  const owner = createClient({ origin: "http://localhost", fetch: socket.fetch, credential });
  return { owner, session, announcement, dispose: () => socket.dispose() };
}

/** The value of a result; throws its failure. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
