/** `valsmith town --detached`: finds the town of a data folder, or starts one that outlives this process. */
import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { AnnouncementLine } from "../protocol/town-process.ts";
import { findRunning } from "../town/main.ts";
import { isHeld } from "./holder.ts";
import type { TownSettings } from "./town-settings.ts";

/** How long another process may take to start a town or to stop one, in milliseconds. */
const patience = 15_000;
const interval = 100;

/**
 * Says where the town is once it answers. While another process holds the folder, because it starts a town or stops
 * one, it is tried again. Throws with the reason when there is no town in the end.
 */
export async function startDetached(
  settings: TownSettings,
  say: (line: AnnouncementLine) => void,
): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const found = (await findRunning(settings.data)) ?? (await start(settings));
    if (typeof found === "object") return say(found);
    if (!isHeld(found) || Date.now() > end) throw new Error(found);
    await delay(interval);
  }
}

/** The announcement of the started town, or what it said when it ended without one. */
async function start(settings: TownSettings): Promise<AnnouncementLine | string> {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, program, ...argumentsOf(settings)], {
    cwd: homedir(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const { promise, resolve: settle, reject } = Promise.withResolvers<AnnouncementLine | string>();
  child.once("error", reject);
  child.once("close", () => settle(reasonIn(complaint)));
  const lines = createInterface({ input: child.stdout });
  lines.once("line", (line) => settle(JSON.parse(line) as AnnouncementLine));
  const outcome = await promise;
  lines.close();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return outcome;
}

/** What the program said of its own; the runtime may have said something before. */
function reasonIn(complaint: string): string {
  const own = /^valsmith: (.+)$/m.exec(complaint)?.[1];
  return own ?? (complaint.trim() || "the town ended without saying why");
}

function argumentsOf(settings: TownSettings): readonly string[] {
  const { data, port, socket, host, allowRemote, handle, samples, defaultGrants, idleSeconds } =
    settings;
  return [
    "town",
    "--leased",
    ...["--data", resolve(data)],
    ...(port === undefined ? [] : ["--port", String(port)]),
    ...(socket === undefined ? [] : ["--socket", resolve(socket)]),
    ...["--host", host],
    ...(allowRemote ? ["--allow-remote"] : []),
    ...["--handle", handle],
    ...(samples ? ["--samples"] : []),
    ...["--default-grants", defaultGrants],
    ...["--idle-seconds", String(idleSeconds)],
  ];
}
