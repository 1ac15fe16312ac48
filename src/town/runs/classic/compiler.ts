/** Compiles vals' files when they are needed, and remembers the results by content. TypeScript is loaded for classic code alone. */
import type ts from "typescript";
import { createHash } from "node:crypto";
import { compileClassic } from "./compile.ts";
import type { Compilation, CompileInput } from "./compiled.ts";

export interface Compiler {
  compile(input: CompileInput): Promise<Compilation>;
}

/** Results that are remembered. */
const remembered = 500;

/** What could be the start of a reference. Text without it is modern, and TypeScript is not asked. */
const suspicion = /@[\w$]*\s*[.[]/;

/** @param loadTypescript called at most once, when the first possible reference is met */
export function createCompiler(loadTypescript: () => Promise<typeof ts>): Compiler {
  const known = new Map<string, Compilation>();
  let loading: Promise<typeof ts> | undefined;
  return {
    async compile(input) {
      const { handle, path, text } = input;
      if (!suspicion.test(text)) return { kind: "modern", path };
      const key = createHash("sha256")
        .update(JSON.stringify([handle.user, handle.name, path, text]))
        .digest("hex");
      const found = known.get(key);
      known.delete(key);
      loading ??= loadTypescript();
      const compilation = found ?? compileClassic(await loading, input);
      known.set(key, compilation);
      const [oldest] = known.keys();
      if (known.size > remembered && oldest !== undefined) known.delete(oldest);
      return compilation;
    },
  };
}

/** Loads TypeScript. */
export async function loadTypescript(): Promise<typeof ts> {
  return (await import("typescript")).default;
}
