import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { findDesktop } from "../../../src/build/vscode/desktop.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function program(...path: readonly string[]): string {
  const file = join(...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

test("on Linux the program is found through the tool's link on the PATH", (t) => {
  const home = temporaryFolder(t);
  const executable = program(home, "usr/share/code/code");
  const tool = program(home, "usr/share/code/bin/code");
  mkdirSync(join(home, "bin"));
  symlinkSync(tool, join(home, "bin", "code"));
  const environment = { PATH: join(home, "bin"), DISPLAY: ":0" };
  assert.deepEqual(findDesktop({ platform: "linux", environment }), {
    executable,
    tool: join(home, "bin", "code"),
  });
});

test("without a display there is no desktop", (t) => {
  const home = temporaryFolder(t);
  program(home, "code");
  program(home, "bin/code");
  assert.equal(
    findDesktop({ platform: "linux", environment: { PATH: join(home, "bin") } }),
    undefined,
  );
});

test("the tool inside a remote window has no program and does not count", (t) => {
  const home = temporaryFolder(t);
  program(home, "server/bin/remote-cli/code");
  const environment = { PATH: join(home, "server/bin/remote-cli"), DISPLAY: ":0" };
  assert.equal(findDesktop({ platform: "linux", environment }), undefined);
});

test("on macOS the program is inside the application", (t) => {
  const home = temporaryFolder(t);
  const contents = join(home, "Visual Studio Code.app", "Contents");
  const executable = program(contents, "MacOS", "Electron");
  const tool = program(contents, "Resources/app/bin/code");
  assert.deepEqual(findDesktop({ platform: "darwin", environment: { PATH: dirname(tool) } }), {
    executable,
    tool,
  });
});

test("a program that is named wins, and a wrong name is an error", (t) => {
  const home = temporaryFolder(t);
  const executable = program(home, "code");
  assert.equal(
    findDesktop({ platform: "linux", environment: { VSCODE_EXECUTABLE: executable } })?.executable,
    executable,
  );
  assert.throws(
    () =>
      findDesktop({ platform: "linux", environment: { VSCODE_EXECUTABLE: join(home, "none") } }),
    /VSCODE_EXECUTABLE/,
  );
});
