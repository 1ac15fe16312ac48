// Runs a development script of this repository from a fresh clone: on the system's Node 20 or newer it installs what is
// missing, then hands over to the pinned Node that comes with the dependencies. Plain JavaScript, because nothing
// else is there yet when it starts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const modules = join(root, "node_modules");
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

/** Installs the dependencies unless exactly those of the lock file are there. */
function install() {
  if (existsSync(pinnedNode) && isInstalled()) return;
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
}

/** npm writes down what it installed as the last step of an install, so one that was cut short does not count. */
function isInstalled() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}
