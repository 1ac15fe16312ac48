import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  findDeno,
  isAtLeast,
  leastDeno,
  packageOf,
} from "../../../../src/town/runs/process/deno.ts";

const { platform, arch } = process;

describe(
  "the search for Deno",
  { skip: platform === "win32" ? "needs shell scripts" : false },
  () => {
    let folder: string;
    const put = async (path: string, version: string): Promise<string> => {
      const file = join(folder, path);
      await mkdir(join(file, ".."), { recursive: true });
      await writeFile(file, `#!/bin/sh\necho "${version} (stable)"\n`);
      await chmod(file, 0o755);
      return file;
    };
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "valsmith-deno-"));
      await put(`modules/@deno/${packageOf(platform, arch)}/deno`, `deno ${leastDeno}`);
      await put("new/deno", "deno 3.1.0");
      await put("old/deno", "deno 2.9.4");
      await put("other/deno", "something else");
    });
    after(() => rm(folder, { recursive: true, force: true }));
    const search = { platform, arch };

    it("takes what the user names, and nothing else then", async () => {
      const found = await findDeno({ ...search, explicit: join(folder, "new/deno") });
      assert.deepEqual(found, {
        ok: true,
        value: { path: join(folder, "new/deno"), version: "3.1.0" },
      });
      const missing = await findDeno({
        ...search,
        explicit: join(folder, "nowhere/deno"),
        path: join(folder, "new"),
      });
      assert.equal(missing.ok, false);
    });

    it("prefers an installed package to PATH", async () => {
      const found = await findDeno({
        ...search,
        modules: [join(folder, "modules")],
        path: join(folder, "new"),
      });
      assert.equal(found.ok && found.value.version, leastDeno);
    });

    it("passes over what is too old or no Deno", async () => {
      const path = ["other", "old", "new"].map((name) => join(folder, name)).join(delimiter);
      const found = await findDeno({ ...search, path });
      assert.equal(found.ok && found.value.version, "3.1.0");
    });

    it("says what it found, what is needed and what to do", async () => {
      const found = await findDeno({ ...search, path: join(folder, "old") });
      assert.equal(found.ok, false);
      const { failure } = found;
      assert.equal(failure.kind === "run" && failure.code, "no_runtime");
      assert.match(failure.message, /needs Deno 2\.9\.5 or newer/);
      assert.match(failure.message, /old\/deno is Deno 2\.9\.4/);
      assert.match(failure.message, /npm install --global deno/);
    });
  },
);

it("compares versions by their numbers", () => {
  for (const version of ["2.9.5", "2.9.10", "2.10.0", "3.0.0"])
    assert.equal(isAtLeast(version, "2.9.5"), true, version);
  for (const version of ["2.9.4", "2.8.99", "1.46.3"])
    assert.equal(isAtLeast(version, "2.9.5"), false, version);
});
