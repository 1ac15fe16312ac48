import assert from "node:assert/strict";
import { test } from "node:test";
import { useDesk } from "../support/window.ts";

const desk = useDesk();

test("the Vals view opens from the activity bar and shows vals", async () => {
  const tree = await desk.window.tree("Valsmith", "Vals");
  assert.ok((await tree.labels()).length > 0);
  await desk.window.screenshot("vals-view");
});
