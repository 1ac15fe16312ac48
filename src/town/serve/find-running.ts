/** Whether a town runs on a data folder: what the folder says counts only if somebody answers. */
import { request } from "node:http";
import type { AnnouncementLine } from "../../protocol/town-process.ts";
import { readAnnouncement, readSession } from "./data-folder.ts";

/** How long a running town may take to answer, in milliseconds. */
const patience = 2_000;

/** The running town of a data folder with its owner's credential; undefined when none answers. */
export async function findRunning(folder: string): Promise<AnnouncementLine | undefined> {
  const announcement = await readAnnouncement(folder);
  const session = await readSession(folder);
  if (announcement === undefined || session === undefined) return undefined;
  return (await answers(announcement)) ? { ...announcement, session } : undefined;
}

function answers({ url, socket }: AnnouncementLine): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const target = socket === null ? {} : { socketPath: socket };
  const asked = request(
    new URL("/health", url ?? "http://localhost"),
    { ...target, timeout: patience },
    (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    },
  );
  asked.once("timeout", () => asked.destroy());
  asked.once("error", () => resolve(false));
  asked.once("close", () => resolve(false));
  asked.end();
  return promise;
}
