import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";

import { root } from "../../src/build/paths.ts";
import { silent } from "../../src/build/progress.ts";
import { installVscode } from "../../src/build/vscode/install.ts";
import { chosenRelease } from "../../src/build/vscode/releases.ts";

/** What the tests use of the library that VS Code colours text with. */
interface TextMate {
  readonly INITIAL: unknown;
  readonly Registry: new (options: object) => {
    loadGrammar(scope: string): Promise<{
      tokenizeLine(
        line: string,
        state: unknown,
      ): {
        ruleStack: unknown;
        tokens: { startIndex: number; endIndex: number; scopes: string[] }[];
      };
    }>;
  };
  parseRawGrammar(text: string, file: string): unknown;
}

/** The scopes of our own around each part of a text that has one, as `part scope`. */
let ownScopes: (text: string) => string[];

before(async () => {
  const vscode = await installVscode(chosenRelease(), silent);
  const require = createRequire(join(vscode, "node_modules", "_"));
  const textMate = require("vscode-textmate") as TextMate;
  const oniguruma = require("vscode-oniguruma") as {
    loadWASM(data: ArrayBuffer): Promise<void>;
    createOnigScanner(patterns: string[]): unknown;
    createOnigString(text: string): unknown;
  };
  const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const tsx = join(vscode, "extensions/typescript-basics/syntaxes/TypeScriptReact.tmLanguage.json");
  const files: Record<string, string> = {
    "source.val": join(root, "syntaxes", "val.tmLanguage.json"),
    "source.tsx": tsx,
  };
  const registry = new textMate.Registry({
    onigLib: Promise.resolve(oniguruma),
    loadGrammar: async (scope: string) => {
      const file = files[scope];
      return file === undefined
        ? null
        : textMate.parseRawGrammar(await readFile(file, "utf8"), file);
    },
  });
  const grammar = await registry.loadGrammar("source.val");
  ownScopes = (text) => {
    let state = textMate.INITIAL;
    return text.split("\n").flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.flatMap(({ startIndex, endIndex, scopes }) => {
        const own = scopes.findLast((scope) => scope.endsWith(".val") && scope !== "source.val");
        return own === undefined || own.startsWith("punctuation")
          ? []
          : [`${line.slice(startIndex, endIndex)} ${own}`];
      });
    });
  };
});

const reference = (user: string, name: string) => [
  "@ entity.name.namespace.user.val",
  `${user} entity.name.namespace.user.val`,
  `${name} entity.name.function.val`,
];

test("colours references wherever code stands", () => {
  for (const text of [
    "await api(@bob.log, 1);",
    "const a = { b: @bob.log };",
    "class A { x = @bob.log }",
    "const t = `a ${@bob.log} b`;",
    "const p = <p title={@bob.log}>text</p>;",
    "const p = <p>{@bob.log}</p>;",
    "export default async (a: string) => {\n  @bob.log\n};",
  ])
    assert.deepEqual(ownScopes(text), reference("bob", "log"), text);
});

test("colours secrets and their keys", () => {
  assert.deepEqual(ownScopes("f(@me.secrets.openai);"), [
    "@ entity.name.namespace.user.val",
    "me entity.name.namespace.user.val",
    "secrets support.variable.secrets.val",
    "openai variable.other.constant.secret.val",
  ]);
});

test("leaves text, comments and decorators to TypeScript", () => {
  for (const text of [
    "const a = '@bob.log', b = \"@bob.log\", c = `@bob.log`;",
    "// @bob.log\n/* @bob.log */ /** @param a {@link b.c} */",
    "const r = /@bob.log/;",
    "const p = <p>@bob.log</p>;",
    'import a from "npm:@scope/name";',
    "@dec.orated() class A {}",
    "const mail = 'me@me.com';",
  ])
    assert.deepEqual(ownScopes(text), [], text);
});
