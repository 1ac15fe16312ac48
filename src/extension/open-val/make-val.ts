/** Makes a val with its first files. */
import { ok, type Result } from "../../core/failure.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { FileType, Privacy } from "../../core/val.ts";
import type { Connection } from "../connections.ts";

export interface NewFile {
  readonly path: string;
  readonly type: FileType;
  /** Absent for directories. */
  readonly text?: string;
}

/** The location of the new val. A file that cannot be made leaves the val with those before it. */
export async function makeVal(
  { id, client }: Connection,
  val: { readonly name: string; readonly privacy: Privacy },
  files: readonly NewFile[],
): Promise<Result<ValLocation>> {
  const made = await client.call("createVal", { body: val });
  if (!made.ok) return made;
  const directoriesFirst = files.toSorted(
    (a, b) =>
      Number(b.type === "directory") - Number(a.type === "directory") ||
      a.path.length - b.path.length,
  );
  for (const { path, type, text } of directoriesFirst) {
    const written = await client.call("createFile", {
      params: { val_id: made.value.id },
      query: { path },
      body: text === undefined ? { type } : { type, content: text },
    });
    if (!written.ok) return written;
  }
  const user = made.value.author.username ?? "";
  return ok({ connection: id, user, name: made.value.name, path: "", readonly: false });
}
