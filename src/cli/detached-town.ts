/** `valsmith town --detached`: finds the town of a data folder, or starts one that outlives this process. */
import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { AnnouncementLine } from "../protocol/town-process.ts";
import { findRunning } from "../town/main.ts";
import type { TownSettings } from "./town-settings.ts";

/** How long a town that another process is starting may take to be found, in milliseconds. */
const patience = 15_000;
const interval = 50;

/** Says where the town is once it answers. Throws with the reason when it cannot be started. */
export async function startDetached(
  settings: TownSettings,
  say: (line: AnnouncementLine) => void,
): Promise<void> {
  const running = await findRunning(settings.data);
  if (running !== undefined) return say(running);
  const started = await start(settings);
  if (typeof started === "object") return say(started);
  // Another process may have been faster and hold the folder.
  for (let waited = 0; waited < patience; waited += interval) {
    const found = await findRunning(settings.data);
    if (found !== undefined) return say(found);
    if (!started.includes("another town") && !started.includes("runs on")) break;
    await delay(interval);
  }
  throw new Error(started);
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
  child.once("close", () => settle(complaint.replace(/^valsmith: /, "").trim()));
  const lines = createInterface({ input: child.stdout });
  lines.once("line", (line) => settle(JSON.parse(line) as AnnouncementLine));
  const outcome = await promise;
  lines.close();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return outcome;
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
