import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { test } from "node:test";
import { pathWithDeno } from "../../src/build/deno.ts";

test("a Deno that needs nothing else comes first on the path", () => {
  const [folder, ...rest] = pathWithDeno("/a").split(delimiter);
  assert.deepEqual(rest, ["/a"]);
  const { stdout } = spawnSync("deno", ["--version"], { encoding: "utf8", env: { PATH: folder } });
  assert.match(stdout, /^deno \d/);
});
