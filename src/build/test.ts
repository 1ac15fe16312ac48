/** `npm test`: everything, those tests included that need a real VS Code. */
import { check } from "./check.ts";
import { findChromium } from "./chromium.ts";
import { packageExtension } from "./package.ts";
import { terminalProgress } from "./progress.ts";
import { createStages, StageFailed } from "./stage.ts";
import { installVscode } from "./vscode/install.ts";
import { chosenRelease, releases } from "./vscode/releases.ts";

const stages = createStages();
const progress = terminalProgress((text) => void process.stdout.write(text));
try {
  await check(stages);
  await stages.work("Package", () => packageExtension(progress));
  await stages.work("VS Code and Chromium", async () => {
    for (const release of [chosenRelease(), releases.oldest])
      await installVscode(release, progress);
    await findChromium(progress);
  });
  await stages.test("Tests in the extension host", ["test/host/*.run.ts"]);
  await stages.test("Tests through the window", ["--test-concurrency=2", "test/ui/**/*.ui.ts"]);
  await stages.test(
    `Smoke tests on VS Code ${releases.oldest.vscode}`,
    ["--test-concurrency=2", "test/host/*.run.ts", "test/ui/windows.ui.ts"],
    { VALSMITH_VSCODE: "oldest" },
  );
} catch (error) {
  if (!(error instanceof StageFailed)) throw error;
}
process.exit(stages.finish() ? 0 : 1);
