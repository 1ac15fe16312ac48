/** Finds a desktop VS Code that can open a window here. */
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

export interface Desktop {
  /** The program itself, which stays in the foreground. */
  readonly executable: string;
  /** The command line tool beside it, which installs extensions. */
  readonly tool: string;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

const here: Machine = { platform: process.platform, environment: process.env };

/**
 * The VS Code that `VSCODE_EXECUTABLE` names, else the one whose tool `code` is on the PATH. `undefined` where there is
 * none or no display to show it on. Throws when `VSCODE_EXECUTABLE` names no program.
 */
export function findDesktop(machine: Machine = here): Desktop | undefined {
  const named = machine.environment["VSCODE_EXECUTABLE"];
  if (named) {
    if (!isExecutable(named))
      throw new Error(`VSCODE_EXECUTABLE names ${named}, which is not a program.`);
    return { executable: named, tool: toolBeside(named, machine.platform) };
  }
  if (!hasDisplay(machine)) return undefined;
  const name = machine.platform === "win32" ? "code.cmd" : "code";
  const folders = (machine.environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  const tools = folders.map((folder) => join(folder, name)).filter(isExecutable);
  for (const tool of tools) {
    const executable = programOf(realpathSync(tool), machine.platform);
    if (executable) return { executable, tool };
  }
  return undefined;
}

function hasDisplay({ platform, environment }: Machine): boolean {
  return (
    platform === "darwin" ||
    platform === "win32" ||
    Boolean(environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"])
  );
}

/** The program that a tool `…/bin/code` starts. None for the tool inside a remote window, which has no program. */
function programOf(tool: string, platform: NodeJS.Platform): string | undefined {
  const bin = dirname(tool);
  const candidates =
    platform === "darwin"
      ? ["Electron", "Code"].map((name) => join(bin, "..", "..", "..", "MacOS", name))
      : platform === "win32"
        ? [join(bin, "..", "Code.exe")]
        : [join(bin, "..", basename(tool))];
  return candidates.find((file) => file !== tool && isExecutable(file));
}

function toolBeside(executable: string, platform: NodeJS.Platform): string {
  const folder = dirname(executable);
  if (platform === "darwin") return join(folder, "..", "Resources", "app", "bin", "code");
  return join(folder, "bin", platform === "win32" ? "code.cmd" : basename(executable));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}
