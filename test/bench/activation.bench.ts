/** What the extension costs the extension host when it starts, as VS Code itself measures it. */
import { startEditor } from "../support/ui/editor.ts";
import { quantile, report } from "./report.ts";

const rounds = 5;
const editor = await startEditor();
try {
  const times: number[] = [];
  const window = await editor.open();
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await window.reload();
    const vals = await window.tree("Valsmith", "Vals");
    await vals.row("hello").waitFor({ timeout: 30_000 });
    await window.run("Developer: Show Running Extensions");
    const row = window.page
      .locator(".runtime-extensions-editor .extension", { hasText: "Valsmith" })
      .first();
    await row.waitFor();
    const found = /(\d+)\s*ms/.exec(await row.innerText());
    if (!found) throw new Error(`no time in: ${await row.innerText()}`);
    times.push(Number(found[1]));
  }
  report({
    name: "activation",
    value: quantile(times, 0.5),
    unit: "ms",
    target: 100,
    limit: 200,
    note: `median of ${rounds}`,
  });
} finally {
  await editor.end();
}
