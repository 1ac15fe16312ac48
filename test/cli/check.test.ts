import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { withSecrets } from "../support/made-secret.ts";
import { runCli, writeFiles, type CliResult } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const writes = `import { blob } from "https://esm.town/v/std/blob";
export default () => blob.setJSON("a", 1);
`;
const readsSecret = "export const digest = () => @me.secrets.openai;\n";
const clean = "export default () => 1;\n";

/** Checks `paths` in a folder with the files. */
async function check(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CliResult> {
  const folder = temporaryFolder(t);
  await writeFiles(folder, files);
  return await runCli(["check", ...args], folder);
}

interface Json {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly confidence: string;
    readonly file: string;
    readonly range: unknown;
    readonly message: string;
    readonly related: readonly { readonly file: string; readonly message: string }[];
    readonly fixes: readonly unknown[];
  }[];
  readonly vals: readonly {
    readonly val: string;
    readonly file: string;
    readonly effects: { readonly scopes: readonly string[]; readonly dynamic: boolean };
    readonly granted: readonly string[];
    readonly grantsSource: string;
    readonly missing: readonly string[];
    readonly unused: readonly string[];
  }[];
}

async function checkJson(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Json> {
  const { stdout, stderr } = await check(t, files, "--format", "json", ...args);
  assert.equal(stderr, "");
  return JSON.parse(stdout) as Json;
}

test("exits with 0 when nothing is wrong", async (t) => {
  const { code, stdout } = await check(t, { "@ann/a/main.ts": clean }, ".");
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "0 errors and 0 warnings in 1 val.\n" });
});

test("exits with 1 on an error, and shows the line and what to do", async (t) => {
  const { code, stdout } = await check(t, { "@ann/a/main.ts": writes }, ".");
  assert.equal(code, 1);
  assert.equal(
    stdout,
    [
      "@ann/a/main.ts:2:22 error blob.setJSON needs the permission blob:write; this val has vals:read (the defaults). missing-scope",
      '    2 | export default () => blob.setJSON("a", 1);',
      "      |                      ^^^^^^^^^^^^",
      "       fix: Grant blob:write to this val",
      "",
      "1 error and 0 warnings in 1 val.",
      "",
    ].join("\n"),
  );
});

test("exits with 0 on warnings, and with 1 when they count", async (t) => {
  const files = { "@ann/digest/main.ts": readsSecret };
  const lenient = await check(t, files, ".");
  const strict = await check(t, files, ".", "--strict");
  assert.deepEqual([lenient.code, strict.code], [0, 1]);
  assert.match(lenient.stdout, /0 errors and 1 warning in 1 val/);
});

const unusable: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
  ["there is no such path", ["nowhere"], /there is no file or folder nowhere/],
  ["there is no such facts file", [".", "--facts", "none.json"], /none\.json cannot be read/],
  ["a facts file is not JSON", [".", "--facts", "broken.json"], /broken\.json: it is not JSON/],
  ["a permission is unknown", [".", "--facts", "typo.json"], /there is no permission "blob:wirte"/],
  ["a format is unknown", [".", "--format", "xml"], /Allowed choices are text, json, sarif/],
  ["no path is given", [], /missing required argument 'path'/],
];
for (const [what, args, message] of unusable)
  test(`exits with 2 when ${what}`, async (t) => {
    const files = {
      "@ann/a/main.ts": clean,
      "broken.json": "{",
      "typo.json": '{ "vals": { "@ann/a": { "grants": ["blob:wirte"] } } }',
    };
    const { code, stdout, stderr } = await check(t, files, ...args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, message);
  });

test("never prints a secret that it finds", async (t) => {
  const secret = withSecrets(`ghp_${"·".repeat(36)}`);
  const text = `import { blob } from "https://esm.town/v/std/blob";\nexport default () => blob.set("${secret}", 1);\n`;
  for (const format of ["text", "json", "sarif"]) {
    const files = { "@ann/a/main.ts": text };
    const { code, stdout, stderr } = await check(t, files, ".", "--format", format);
    assert.equal(code, 1);
    assert.match(stdout, /hard-coded-secret/);
    assert.match(stdout, /missing-scope/);
    assert.ok(!`${stdout}${stderr}`.includes(secret.slice(4)), format);
  }
});

test("tells findings, effects and grants in JSON", async (t) => {
  const report = await checkJson(t, { "@ann/a/main.ts": writes }, ".");
  assert.deepEqual(report, {
    findings: [
      {
        rule: "missing-scope",
        severity: "error",
        confidence: "proved",
        file: "@ann/a/main.ts",
        range: { start: { line: 1, character: 21 }, end: { line: 1, character: 33 } },
        message:
          "blob.setJSON needs the permission blob:write; this val has vals:read (the defaults).",
        related: [],
        fixes: [
          {
            title: "Grant blob:write to this val",
            safe: false,
            intent: { kind: "grant", val: "@ann/a", scopes: ["blob:write"] },
            edits: [],
          },
        ],
      },
    ],
    vals: [
      {
        val: "@ann/a",
        file: "@ann/a/main.ts",
        effects: {
          uses: [
            {
              kind: "scope",
              name: "blob:write",
              file: "@ann/a/main.ts",
              range: { start: { line: 1, character: 21 }, end: { line: 1, character: 33 } },
              confidence: "proved",
              via: [],
            },
          ],
          scopes: ["blob:write"],
          secrets: [],
          endpoint: "none",
          dynamic: false,
        },
        granted: ["vals:read"],
        grantsSource: "profile",
        missing: ["blob:write"],
        unused: [],
      },
    ],
  });
});

test("takes grants from --facts, else vals.json, else the val's manifest, else the profile", async (t) => {
  const facts = (...grants: string[]) =>
    JSON.stringify({ me: "ann", vals: { "@ann/a": { grants } } });
  const files = {
    "given.json": facts("blob:write"),
    "vals.json": facts("sqlite:read"),
    "@ann/a/.vt/permissions.json": JSON.stringify({ grants: ["email:write"] }),
    "@ann/a/main.ts": clean,
  };
  const seen = async (left: readonly string[], ...args: readonly string[]) => {
    const chosen = Object.fromEntries(
      Object.entries(files).filter(([name]) => left.includes(name)),
    );
    const { vals } = await checkJson(t, { ...chosen, "@ann/a/main.ts": clean }, ".", ...args);
    return [vals[0]?.granted, vals[0]?.grantsSource];
  };
  const all = Object.keys(files);
  assert.deepEqual(await seen(all, "--facts", "given.json"), [["blob:write"], "facts"]);
  assert.deepEqual(await seen(all), [["sqlite:read"], "facts"]);
  const manifest = "@ann/a/.vt/permissions.json";
  assert.deepEqual(await seen([manifest]), [["email:write"], "manifest"]);
  assert.deepEqual(await seen([]), [["vals:read"], "profile"]);
  const [valtown, source] = await seen([], "--default-grants", "valtown");
  assert.deepEqual(
    [valtown, source],
    [["vals:read", "blob:write", "user:read", "sqlite:write", "email:write"], "profile"],
  );
});

test("does not trust the manifest of somebody else's val", async (t) => {
  const manifest = JSON.stringify({ grants: ["blob:write"] });
  const { vals } = await checkJson(
    t,
    {
      "vals.json": '{ "me": "ann" }',
      "@ann/mine/main.ts": writes,
      "@ann/mine/.vt/permissions.json": manifest,
      "@bob/theirs/main.ts": writes,
      "@bob/theirs/.vt/permissions.json": manifest,
    },
    ".",
  );
  assert.deepEqual(
    vals.map((one) => [one.val, one.grantsSource, one.missing]),
    [
      ["@ann/mine", "manifest", []],
      ["@bob/theirs", "profile", ["blob:write"]],
    ],
  );
});

test("takes a lone file for a public val of one's own, named like the file", async (t) => {
  const { findings, vals } = await checkJson(t, { "digest.ts": readsSecret }, "digest.ts");
  assert.deepEqual(
    vals.map((one) => one.val),
    ["@you/digest"],
  );
  assert.match(findings[0]?.message ?? "", /undefined when another user calls digest as a library/);
});

test("follows references to vals beside the one that is checked", async (t) => {
  const files = {
    "vals.json": '{ "me": "ann", "vals": { "@ann/notes": { "privacy": "private" } } }',
    "@ann/a/main.ts": "export const a = () => [@bob.store(), @me.notes];\n",
    "@ann/notes/main.ts": "export const notes = [];\n",
    "@bob/store/main.ts": `${writes.replace("default () =>", "const store = () =>")}`,
  };
  const { findings, vals } = await checkJson(t, files, "@ann/a");
  assert.deepEqual(
    findings.map((one) => [one.rule, one.file, one.related.map((step) => step.file)]),
    [
      ["dependency-scope", "@ann/a/main.ts", ["@bob/store/main.ts"]],
      ["private-state-in-library", "@ann/a/main.ts", []],
    ],
  );
  assert.deepEqual(
    vals.map((one) => [one.val, one.effects.dynamic]),
    [["@ann/a", false]],
  );
});

test("reports only in the files that are named", async (t) => {
  const files = {
    "@ann/a/main.ts": 'import { b } from "./b.ts";\nexport default () => b();\n',
    "@ann/a/b.ts": writes.replace("default () =>", "const b = () =>"),
  };
  const whole = await checkJson(t, files, ".");
  const part = await checkJson(t, files, "@ann/a/b.ts");
  assert.deepEqual(
    [whole, part].map(({ findings }) => findings.map((one) => one.file)),
    [["@ann/a/main.ts"], ["@ann/a/b.ts"]],
  );
});

test("names files as they were given", async (t) => {
  const folder = temporaryFolder(t);
  await writeFiles(folder, { "@ann/a/main.ts": writes });
  const { stdout } = await runCli(["check", folder, "--format", "json"], "/");
  assert.equal((JSON.parse(stdout) as Json).findings[0]?.file, join(folder, "@ann/a/main.ts"));
});

test("writes SARIF that points at the line", async (t) => {
  const { code, stdout } = await check(t, { "@ann/a/main.ts": writes }, ".", "--format", "sarif");
  const log = JSON.parse(stdout) as {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
    }[];
  };
  assert.deepEqual([code, log.version], [1, "2.1.0"]);
  const [run] = log.runs;
  const [result] = run?.results ?? [];
  assert.equal(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id, "missing-scope");
  assert.deepEqual(
    [result?.ruleId, result?.level, result?.locations],
    [
      "missing-scope",
      "error",
      [
        {
          physicalLocation: {
            artifactLocation: { uri: "@ann/a/main.ts" },
            region: { startLine: 2, startColumn: 22, endLine: 2, endColumn: 34 },
          },
        },
      ],
    ],
  );
});

test("shows nothing of a source that would steer a terminal", async (t) => {
  const text = `import { blob } from "https://esm.town/v/std/blob";
export default () => blob.set("\u001b[31mred\u202e", 1);
`;
  const { stdout } = await check(t, { "@ann/a/main.ts": text }, ".");
  assert.match(stdout, /blob\.set\("·\[31mred·", 1\)/);
});

test("reads a source that is broken, empty or no text at all", async (t) => {
  const { code, stdout } = await check(
    t,
    {
      "@ann/a/main.ts": "export default (",
      "@ann/b/main.ts": "",
      "@ann/c/main.ts": "\u0000\uffff@",
    },
    ".",
  );
  assert.deepEqual([code, stdout], [0, "0 errors and 0 warnings in 3 vals.\n"]);
});

test("looks at every file of a val, and says once what the main one brings about", async (t) => {
  const token = withSecrets(`npm_${"·".repeat(36)}`);
  const files = {
    "@ann/a/main.ts": 'import { b } from "./lib/b.ts";\nexport default () => b();\n',
    "@ann/a/lib/b.ts": `import { blob } from "https://esm.town/v/std/blob";
import { log } from "https://esm.town/v/bob/log";
export const b = () => log(blob.set("a", "${token}"));
`,
  };
  const { findings } = await checkJson(t, files, ".");
  assert.deepEqual(
    findings.map((one) => [one.rule, one.file]),
    [
      ["missing-scope", "@ann/a/main.ts"],
      ["unpinned-val", "@ann/a/lib/b.ts"],
      ["hard-coded-secret", "@ann/a/lib/b.ts"],
    ],
  );
});

test("leaves out what a baseline lists, and reports what is new", async (t) => {
  const folder = temporaryFolder(t);
  const run = (...args: readonly string[]) =>
    runCli(["check", ".", "--baseline", "known.json", ...args], folder);
  await writeFiles(folder, { "@ann/a/main.ts": writes });
  assert.equal((await run()).code, 2, "there is no such file yet");
  const written = await run("--write-baseline");
  assert.deepEqual([written.code, written.stdout], [0, "0 errors and 0 warnings in 1 val.\n"]);
  await writeFiles(folder, { "@ann/a/main.ts": `\n\n${writes}` });
  assert.equal((await run()).code, 0, "the same somewhere else in the file");
  await writeFiles(folder, { "@ann/b/main.ts": writes });
  const { code, stdout } = await run();
  assert.equal(code, 1);
  assert.match(stdout, /^@ann\/b\/main\.ts:2:22 error/);
  await writeFiles(folder, { "known.json": "[]" });
  const broken = await run();
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /known\.json: it is no baseline/);
});
