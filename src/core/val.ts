/** Vals: folders of files with a name, a privacy and versions. */

export const privacies = ["public", "unlisted", "private"] as const;
export type Privacy = (typeof privacies)[number];

/** What a file of a val is for; `interval` is what people call a cron val. */
export const contentTypes = ["file", "interval", "http", "email", "script"] as const;
export const fileTypes = ["directory", ...contentTypes] as const;
export type FileType = (typeof fileTypes)[number];

export type Dialect = "classic" | "modern";

/** Longest content of a file, in UTF-16 units (Val Town's limit). */
export const maxFileLength = 80_000;
/** Longest name of a file or directory inside a val. */
export const maxFileNameLength = 48;

/** Whether `name` may name a file or directory of a val. */
export function isFileName(name: string): boolean {
  return (
    name.length >= 1 &&
    name.length <= maxFileNameLength &&
    /^[a-zA-Z0-9$[\]()\-_.]+$/.test(name) &&
    name !== "." &&
    name !== ".."
  );
}

/** Whether `path` is a path of such names, without a leading slash. */
export function isFilePath(path: string): boolean {
  return path.split("/").every(isFileName);
}

const mainNames = ["main.tsx", "main.ts", "index.tsx", "index.ts"];

/**
 * Which of a val's files is the val: `main.tsx`, `main.ts`, `index.tsx`, `index.ts`, else the only script.
 * @param files paths inside the val
 */
export function mainFile(files: readonly string[]): string | undefined {
  const named = mainNames.find((name) => files.includes(name));
  if (named !== undefined) return named;
  const scripts = files.filter(isScript);
  return scripts.length === 1 ? scripts[0] : undefined;
}

/** Whether a path holds TypeScript or TSX. */
export function isScript(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
}
