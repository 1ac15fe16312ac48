import assert from "node:assert/strict";
import { test } from "node:test";
import { describeHolder, isHeld } from "../../src/cli/holder.ts";

test("who holds a folder is named, and recognised by that", () => {
  const running = { pid: 7, url: null, socket: "/s", handle: "you" };
  const named = describeHolder("/data", { running });
  assert.equal(named, "a town runs already on /data: process 7, /s");
  assert.match(
    describeHolder("/data", { running: { ...running, url: "http://x" } }),
    /process 7, http:\/\/x$/,
  );
  assert.equal(isHeld(named), true);
  assert.equal(isHeld(describeHolder("/data", { running: undefined })), true);
  assert.equal(isHeld("EACCES: permission denied"), false);
});
