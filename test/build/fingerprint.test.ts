import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fingerprint } from "../../src/build/fingerprint.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a change of a file's text, of its name, or its absence changes the fingerprint", (t) => {
  const home = temporaryFolder(t);
  mkdirSync(join(home, "a", "b"), { recursive: true });
  writeFileSync(join(home, "a", "b", "one"), "1");
  const before = fingerprint(["a", "absent"], home);
  assert.equal(fingerprint(["a", "absent"], home), before);
  writeFileSync(join(home, "a", "b", "one"), "2");
  const changed = fingerprint(["a", "absent"], home);
  renameSync(join(home, "a", "b", "one"), join(home, "a", "b", "two"));
  const renamed = fingerprint(["a", "absent"], home);
  writeFileSync(join(home, "absent"), "");
  const added = fingerprint(["a", "absent"], home);
  assert.equal(new Set([before, changed, renamed, added]).size, 4);
});
