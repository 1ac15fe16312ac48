/** Runs npm, as a child of whatever npm ran us. */
import { spawn } from "node:child_process";

/**
 * Runs `npm <args>` in a folder and gives what it printed on standard output. Throws with npm's own words when it
 * fails.
 */
export async function npm(args: readonly string[], folder: string): Promise<string> {
  const cli = process.env["npm_execpath"];
  const windows = process.platform === "win32";
  const [command, first] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  const child = spawn(command, [...first, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    shell: windows && command === "npm",
  });
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0)
    throw new Error(`npm ${args[0]} failed in ${folder}:\n${complaints.trim() || output.trim()}`);
  return output;
}
