import assert from "node:assert/strict";
import { test } from "node:test";
import manifest from "../../../package.json" with { type: "json" };
import { chosenRelease, releases } from "../../../src/build/vscode/releases.ts";

test("the oldest release is the oldest that the extension admits", () => {
  const [major, minor] = manifest.devDependencies["@types/vscode"].split(".");
  assert.ok(releases.oldest.vscode.startsWith(`${major}.${minor}.`));
});

test("tests use the newest release unless another is asked for by name", () => {
  assert.equal(chosenRelease({}), releases.newest);
  assert.equal(chosenRelease({ VALSMITH_VSCODE: "oldest" }), releases.oldest);
  assert.throws(() => chosenRelease({ VALSMITH_VSCODE: "latest" }), /newest, oldest/);
});
