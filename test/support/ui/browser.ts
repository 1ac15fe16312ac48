/** A headless Chromium for tests. */
import { chromium, type Browser } from "playwright-core";
import { findChromium, launchFlags } from "../../../src/build/chromium.ts";
import { silent } from "../../../src/build/progress.ts";

/** Starts the Chromium that the development commands find. */
export async function launchBrowser(): Promise<Browser> {
  const { executable, environment } = await findChromium(silent);
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return chromium.launch({
    executablePath: executable,
    env: { ...Object.fromEntries(inherited), ...environment },
    args: [...launchFlags],
  });
}
