import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

/** Leaves the entry for browsers alone, so that the extension runs in a web worker, as it does without a server. */
function onlyInBrowser(extension: string): void {
  const file = join(extension, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  delete manifest["main"];
  delete manifest["extensionKind"];
  writeFileSync(file, JSON.stringify(manifest));
}

const desk = useDesk({ prepare: onlyInBrowser });

test("in a browser without a server there is no local service, and the view asks to sign in", async () => {
  const { window } = desk;
  const tree = await window.tree("Valsmith", "Vals");
  await tree.pane.locator(".welcome-view-content", { hasText: "Sign in to a service" }).waitFor();
  await window.screenshot("browser-host");
  await window.run("Valsmith: Restart Local Service");
  await window.notifications.with("There is no local service in a browser");
});
