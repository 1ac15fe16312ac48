/** Which vals a file uses: what it imports, and what classic code in it refers to. Read from syntax; nothing runs. */
import type ts from "typescript";
import type { Handle } from "../core/handle.ts";
import { moduleImports } from "../syntax/module-imports.ts";
import { readSource } from "../syntax/read-source.ts";

export interface ReferenceReader {
  /**
   * The vals that a file uses, each as it is written: the user may be `me`.
   * @param hash of the text; what was read once is remembered by it
   */
  read(file: {
    readonly path: string;
    readonly text: string;
    readonly hash: string;
  }): Promise<readonly Handle[]>;
}

/** Files whose references are remembered. */
const remembered = 2000;

/** @param loadTypescript called at most once, when the first file is read */
export function createReferenceReader(loadTypescript: () => Promise<typeof ts>): ReferenceReader {
  const known = new Map<string, readonly Handle[]>();
  let loading: Promise<typeof ts> | undefined;
  return {
    async read({ path, text, hash }) {
      // The extension decides how a text reads.
      const key = `${hash} ${path.slice(path.lastIndexOf("."))}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      loading ??= loadTypescript();
      const read = readReferences(await loading, path, text);
      known.set(key, read);
      const [oldest] = known.keys();
      if (known.size > remembered && oldest !== undefined) known.delete(oldest);
      return read;
    },
  };
}

function readReferences(typescript: typeof ts, path: string, text: string): readonly Handle[] {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
  const source = readSource(typescript, path, text);
  const imported = moduleImports(typescript, source, "local").flatMap(({ location }) =>
    location === undefined ? [] : [{ user: location.user, name: location.name }],
  );
  const referred = source.references.flatMap(({ user, name }) =>
    name === undefined ? [] : [{ user, name }],
  );
  return [...imported, ...referred];
}
