// Runs a development script of this repository from a fresh clone: on the system's Node 20 or newer it installs what is
// missing, then hands over to the pinned Node that comes with the dependencies. Plain JavaScript, because nothing
// else is there yet when it starts.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".valsmith-lock");
const windows = process.platform === "win32";
const pinnedNode = join(modules, "node", "bin", windows ? "node.exe" : "node");

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write(
    `Valsmith needs Node 20 or newer; this is ${process.version}. Install a newer Node and run the command again.\n`,
  );
  process.exit(2);
}

install();
const [script, ...args] = process.argv.slice(2);
const child = spawn(pinnedNode, [join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(pinnedNode)}${windows ? ";" : ":"}${process.env.PATH}` },
});
// The terminal sends Ctrl-C to the whole group; a plain kill reaches only this process, so it is passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
// An npm that was killed outright passes nothing on.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1000).unref();
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
child.on("error", (error) => {
  process.stderr.write(
    `Cannot start the pinned Node: ${error.message}\nRemove node_modules and run the command again.\n`,
  );
  process.exit(2);
});

/** Installs the dependencies when the lock file has changed since the last complete install. */
function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  process.stderr.write("Installing dependencies (about a minute the first time) …\n");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (npm.status !== 0) {
    process.stderr.write(
      "npm could not install the dependencies. Check the network and the registry npm is set to, then run the command again.\n",
    );
    process.exit(2);
  }
  writeFileSync(stamp, lock);
}
