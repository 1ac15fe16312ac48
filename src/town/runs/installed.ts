/** Where this program keeps what runs need, in a build and in a clone. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunsSetup } from "./open-runs.ts";

/** The files that run inside Deno, and the `node_modules` folder that may hold Deno itself. */
export function installedRuntime(): Pick<RunsSetup, "sandboxFolder" | "modules"> {
  const here = import.meta.dirname;
  const built = join(here, "sandbox");
  return existsSync(join(built, "supervisor.js"))
    ? { sandboxFolder: built, modules: [join(here, "..", "node_modules")] }
    : {
        sandboxFolder: join(here, "..", "..", "sandbox"),
        modules: [join(here, "..", "..", "..", "node_modules")],
      };
}
