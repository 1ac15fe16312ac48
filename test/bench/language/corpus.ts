/** The same vals twice: as classic vals for our server, and as modules with relative imports for plain TypeScript. */

export interface Corpus {
  /** Sources by `@user/name/path`. */
  readonly vals: Readonly<Record<string, string>>;
  /** Modules by file name. */
  readonly modules: Readonly<Record<string, string>>;
  /** The document that is worked on, with `|` where completions are asked for. */
  readonly classic: string;
  readonly modern: string;
}

/** Files that the document needs, itself aside. */
const closure = 63;

/** @param count vals of the service; only those that the document needs are ever read */
export function createCorpus(count: number): Corpus {
  const vals: Record<string, string> = {};
  const modules: Record<string, string> = {};
  for (let index = 0; index < count; index++) {
    const needed = [2 * index + 3, 2 * index + 4].filter((next) => next < closure);
    vals[`@bob/v${index}/main.tsx`] = source(index, needed, (next) => `@me.v${next}`);
    const imports = needed.map((next) => `import { v${next} } from "./v${next}.tsx";\n`).join("");
    modules[`v${index}.tsx`] = imports + source(index, needed, (next) => `v${next}`);
  }
  const names = [0, 1, 2];
  return {
    vals,
    modules,
    classic: document(names.map((index) => `@bob.v${index}`)),
    modern:
      names.map((index) => `import { v${index} } from "./v${index}.tsx";\n`).join("") +
      document(names.map((index) => `v${index}`)),
  };
}

function source(index: number, needed: readonly number[], name: (next: number) => string): string {
  const calls = needed.map(
    (next) =>
      `  rows.push(...(await ${name(next)}("https://example.com/${next}", { maxItems${next}: ${next} })).rows);`,
  );
  return `export interface Options${index} {
  /** How many items at most. */
  maxItems${index}?: number;
  method${index}?: "GET" | "POST";
  headers?: Record<string, string>;
  onlyNew?: boolean;
}
export interface Row${index} { id: number; title: string; tags: string[]; written: string }

/**
 * Reads the rows of page ${index}.
 * @param url where they are
 * @param options which of them
 */
export const v${index} = async (url: string, options: Options${index} = {}) => {
  const rows: Row${index}[] = [];
  const response = await fetch(url, { method: options.method${index} ?? "GET", headers: options.headers });
  for (const [id, line] of (await response.text()).split("\\n").entries()) {
    const [title = "", ...tags] = line.split(",").map((part) => part.trim());
    if (title === "" || (options.onlyNew && tags.includes("old"))) continue;
    rows.push({ id, title, tags, written: new Date(id * 1000).toISOString() });
  }
${calls.join("\n")}
  const byTag = new Map<string, Row${index}[]>();
  for (const row of rows) {
    for (const tag of row.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), row]);
  }
  const counts = Object.fromEntries([...byTag].map(([tag, all]) => [tag, all.length]));
  return { rows: rows.slice(0, options.maxItems${index} ?? 100), counts };
};
`;
}

function document([first, second, third]: readonly string[]): string {
  return `export const page = async (name: string) => {
  const one = await api(${first}, "https://example.com", { maxItems0: 1 });
  const two = await ${second}("https://example.com", { maxItems1: 2 });
  const three = await api(${third}, name, { | });
  return [...one.rows, ...two.rows, ...three.rows].map((row) => row.title);
};
`;
}
