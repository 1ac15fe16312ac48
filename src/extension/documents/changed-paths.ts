/** What is different between two listings of a val's files. */
import type { File } from "../../protocol/shapes.ts";

/** Paths that are new, gone, or of another version, in no particular order. */
export function changedPaths(before: readonly File[], after: readonly File[]): string[] {
  const versions = new Map(before.map((file) => [file.path, file.version]));
  const paths: string[] = [];
  for (const { path, version } of after) {
    if (versions.get(path) !== version) paths.push(path);
    versions.delete(path);
  }
  return [...paths, ...versions.keys()];
}
