/** Reads a folder laid out as `@user/name/…` to be imported, with what `vals.json` in it says about its vals. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { maxFileLength } from "../../core/val.ts";
import { parseFacts, type ValEntry } from "../check/facts.ts";
import { readText } from "../folder.ts";
import type { OfferedFile, OfferedVal } from "../../town/main.ts";

/** Folders that tools keep beside the files of a val. */
const ofTools: ReadonlySet<string> = new Set(["node_modules", ".git", ".vscode", ".vt"]);
/** A file of the longest text has no more bytes than this. */
const maxBytes = 4 * maxFileLength;

/**
 * Reads the vals of a folder. Links are refused as what is not text.
 * @throws Error in words when there is no such folder or no val in it, or when `vals.json` cannot be used
 */
export async function readOffered(folder: string): Promise<readonly OfferedVal[]> {
  const known = await readFacts(folder);
  const users = await namesIn(folder).catch(() => {
    throw new Error(`there is no folder ${folder}`);
  });
  const vals: OfferedVal[] = [];
  for (const marked of users.filter((name) => name.startsWith("@"))) {
    for (const name of await namesIn(join(folder, marked))) {
      const { privacy = "private", trigger = "script" } = known.get(`${marked}/${name}`) ?? {};
      const files = await filesBelow(join(folder, marked, name));
      vals.push({ user: marked.slice(1), name, privacy, trigger, files });
    }
  }
  if (vals.length === 0) throw new Error(`${folder} holds no vals; they lie in @user/name/`);
  return vals;
}

async function readFacts(folder: string): Promise<ReadonlyMap<string, ValEntry>> {
  const file = join(folder, "vals.json");
  const text = await readText(file);
  if (text === undefined) return new Map();
  try {
    return parseFacts(text).vals;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The folders in a folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !ofTools.has(entry.name))
    .map(({ name }) => name)
    .toSorted();
}

async function filesBelow(folder: string, path = ""): Promise<OfferedFile[]> {
  const files: OfferedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    const place = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!ofTools.has(entry.name)) files.push(...(await filesBelow(place, inside)));
    } else {
      files.push({ path: inside, content: entry.isFile() ? await readAsText(place) : undefined });
    }
  }
  return files;
}

/** The text of a file; undefined when it is not UTF-8 or far too large to be a file of a val. */
async function readAsText(file: string): Promise<string | undefined> {
  if ((await stat(file)).size > maxBytes) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch {
    return undefined;
  }
}
