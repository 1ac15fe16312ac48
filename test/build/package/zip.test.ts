import assert from "node:assert/strict";
import { test } from "node:test";
import { readZip } from "../../../src/build/package/zip.ts";

/** An archive of one stored file, made by hand from the format's description (APPNOTE 4.3). */
function archiveOf(name: string, text: string): Buffer {
  const local = Buffer.alloc(30 + name.length + text.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.write(name, 30);
  local.write(text, 30 + name.length);
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt32LE(text.length, 20);
  entry.writeUInt32LE(text.length, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

test("lists the files of an archive with their sizes", () => {
  assert.deepEqual(readZip(archiveOf("extension/a.txt", "hello")), [
    { name: "extension/a.txt", packed: 5, size: 5 },
  ]);
});

test("says when a file is no archive", () => {
  assert.throws(() => readZip(Buffer.from("hello, this is not a zip archive at all")), /not a zip/);
});
