/** Files inside a SQLite database: the databases of vals travel in a backup of their town. */
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const table = "bundledFiles";
/** Bytes of a row: files are larger than what a row may hold. */
const partSize = 8 * 1024 * 1024;

/**
 * Puts a file into a database.
 * @param name by which it is taken out again
 */
export function bundleFile(database: string, name: string, file: string): void {
  const target = new DatabaseSync(database);
  const source = openSync(file, "r");
  try {
    target.exec(
      `create table if not exists ${table} (name text not null, part integer not null, bytes blob not null, primary key (name, part))`,
    );
    const insert = target.prepare(`insert into ${table} values (?, ?, ?)`);
    const buffer = Buffer.alloc(partSize);
    for (let part = 0; ; part++) {
      const length = readSync(source, buffer, 0, partSize, null);
      if (length === 0 && part > 0) return;
      insert.run(name, part, buffer.subarray(0, length));
    }
  } finally {
    closeSync(source);
    target.close();
  }
}

/**
 * Takes all files out of a database and writes them into a folder.
 * @param allowed what names may look like; they become paths below the folder
 * @returns how many there were
 * @throws when a name is not allowed, before anything is written
 */
export function unbundleFiles(database: string, folder: string, allowed: RegExp): number {
  const source = new DatabaseSync(database);
  try {
    const known = source.prepare("select 1 from sqlite_master where name = ?").get(table);
    if (known === undefined) return 0;
    const names = source
      .prepare(`select distinct name from ${table}`)
      .all()
      .map((row) => String(row["name"]));
    const strange = names.find((name) => !allowed.test(name));
    if (strange !== undefined) throw new Error(`${JSON.stringify(strange)} is no name of a file`);
    const parts = source.prepare(`select bytes from ${table} where name = ? order by part`);
    for (const name of names) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const target = openSync(path, "wx", 0o600);
      try {
        for (const { bytes } of parts.iterate(name))
          if (bytes instanceof Uint8Array) writeSync(target, bytes);
        fsyncSync(target);
      } finally {
        closeSync(target);
      }
    }
    source.exec(`drop table ${table}; vacuum`);
    return names.length;
  } finally {
    source.close();
  }
}
