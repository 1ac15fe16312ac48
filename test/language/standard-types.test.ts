import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";

import { root } from "../../src/build/paths.ts";
import { anyJsx, globals } from "../../src/language/types/globals.ts";
import { standardTypes } from "../../src/language/types/standard.ts";

/** Errors in these files, which may import each other and files of the repository. */
function errorsIn(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  const isOurs = (name: string) => files[name] !== undefined;
  host.readFile = (name) => files[name] ?? readFile(name);
  host.fileExists = (name) => isOurs(name) || fileExists(name);
  host.getSourceFile = (name, target) => {
    const text = host.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
}

test("declarations that ship are correct TypeScript", () => {
  assert.deepEqual(
    errorsIn({
      "/globals.d.ts": globals,
      "/jsx.d.ts": anyJsx,
      "/blob.d.ts": standardTypes["blob"] ?? "",
    }),
    [],
  );
});

test("the types of a standard val are those of what runs", () => {
  const deno = readFileSync(join(root, "node_modules", "@types", "deno", "index.d.ts"), "utf8");
  const files: Record<string, string> = { "/deno.d.ts": deno };
  for (const [name, text] of Object.entries(standardTypes)) {
    const runs = join(root, "src", "sandbox", "std", `${name}.ts`);
    files[`/declared-${name}.d.ts`] = text;
    files[`/check-${name}.ts`] = `import { ${name} as declared } from "./declared-${name}.js";
      import { ${name} as runs } from ${JSON.stringify(runs)};
      declared satisfies Record<keyof typeof runs, unknown>;
      export const same: typeof declared = runs;`;
  }
  assert.deepEqual(errorsIn(files), []);
});
