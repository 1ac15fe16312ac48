/**
 * How other processes find, start, hold and let go of a town.
 *
 * **Find.** A running town writes {@link announcementFile} into its data folder (mode 0600, removed when it stops). Connect
 * to `socket` or `url` and ask `GET /health`: an answer means that it runs, whatever the file says; no answer means that
 * the file is a leftover. The owner's interactive credential is in {@link sessionFile} beside it (mode 0600).
 *
 * **Start.** `valsmith town --detached --data DIR` starts a town of its own process group in the background unless one
 * runs already, prints its announcement as one line of JSON and exits; of several callers at once one starts it, and all
 * print the same. Exit code 0; anything else comes with the reason on stderr.
 *
 * **Hold.** `GET /v1/lease` with the owner's session, and keep the answer open: it is the lease. A line comes every
 * 20 seconds. A process that dies lets go without doing anything.
 *
 * **Let go.** Close that connection. A detached town stops 60 seconds (`--idle-seconds`) after the last lease ended, or
 * after its start when nobody took one.
 */

/** Name of the file in the data folder that says where the town is; its content is an {@link Announcement}. */
export const announcementFile = "town.json";
/** Name of the file in the data folder with the owner's interactive credential. */
export const sessionFile = "session";

export interface Announcement {
  /** Origin of the API over TCP, such as `http://127.0.0.1:8080`; null when it listens on a socket alone. */
  readonly url: string | null;
  /** Path of the Unix socket, or name of the pipe on Windows; null when it listens on TCP alone. */
  readonly socket: string | null;
  readonly pid: number;
  /** Handle of the town's owner. */
  readonly handle: string;
}

/** The first line on standard output. */
export interface AnnouncementLine extends Announcement {
  /** The owner's interactive credential; left out when a person might be watching. */
  readonly session?: string;
}
