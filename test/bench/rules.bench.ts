/** How right the analyser is on labelled vals, and how long it takes on small vals and on a val of many files. */
import ts from "typescript";

import { createAnalyser, type Analyser } from "../../src/analysis/analyse.ts";
import type { ValFacts } from "../../src/core/effect.ts";
import { rules } from "../../src/analysis/rules/index.ts";
import { analyseCase, uriOfPath, valsOf } from "../support/analysis-case.ts";
import { compareUses, labelledCases, type LabelledCase } from "../support/labelled-uses.ts";
import { ruleCases, type RuleCase } from "../support/rule-case.ts";
import { byLines, byPatterns, searches } from "./baselines.ts";
import { quantile, report } from "./report.ts";

const cases = labelledCases();

for (const level of ["easy", "hard"] as const) {
  const compared = cases.filter((one) => one.level === level).map(compareUses);
  const count = (lists: readonly (readonly string[])[]) => lists.flat().length;
  const expected = count(compared.map((one) => one.expected));
  const missed = count(compared.map((one) => one.missed));
  const wrong = count(compared.map((one) => one.wrong));
  const found = count(compared.map((one) => one.found));
  const note = `${compared.length} vals, ${expected} labelled lines`;
  const share = (part: number, whole: number) => Number(((100 * part) / whole).toFixed(1));
  report({
    name: `uses missed, ${level}`,
    value: share(missed, expected),
    unit: "%",
    limit: level === "easy" ? 0 : 15,
    note,
  });
  report({
    name: `uses wrongly found, ${level}`,
    value: share(wrong, found),
    unit: "%",
    limit: level === "easy" ? 0 : 5,
    note,
  });
}

/** The same vals by simpler means. */
for (const level of ["easy", "hard"] as const)
  for (const [means, baseline] of [
    ["by patterns on lines", byLines],
    ["by patterns on the tree", byPatterns],
  ] as const) {
    const all = cases.filter((one) => one.level === level);
    const compared = all.map((one) => ({ ...compareUses(one), by: baseline(one.files) }));
    const found = compared.flatMap(({ by }) => by);
    const right = compared.flatMap(({ by, expected }) =>
      by.filter((one) => expected.includes(one)),
    );
    const expected = compared.flatMap((one) => one.expected);
    const percent = (part: number, whole: number) => (whole === 0 ? 100 : (100 * part) / whole);
    const note = `right ${percent(right.length, found.length).toFixed(0)} % of ${found.length}`;
    const missed = 100 - percent(right.length, expected.length);
    report({ name: `uses missed ${means}, ${level}`, value: missed, unit: "%", note });
  }

for (const rule of rules) {
  const ofRule = ruleCases(rule);
  const wrong = ofRule.filter(
    ({ name, findings, text, rendered }) =>
      findings.length > 0 !== name.startsWith("refused-") || text !== rendered,
  );
  report({
    name: `cases wrongly judged, ${rule.id}`,
    value: wrong.length,
    unit: "cases",
    limit: 0,
    note: `${ofRule.length} cases, ${ofRule.flatMap((one) => one.findings).length} findings`,
  });
  const refused = ofRule.filter(({ name }) => name.startsWith("refused-"));
  for (const [means, finds] of [
    ["by the rule", (one: RuleCase) => one.findings.length > 0],
    ["by a search", (one: RuleCase) => searches[rule.id]?.test(one.code) === true],
  ] as const) {
    if (means === "by a search" && searches[rule.id] === undefined) continue;
    const found = ofRule.filter(finds);
    const right = found.filter((one) => refused.includes(one)).length;
    const share = (whole: number) => (whole === 0 ? 1 : right / whole).toFixed(2);
    report({
      name: `${rule.id} ${means}, wrong or missed`,
      value: found.length + refused.length - 2 * right,
      unit: "cases",
      note: `precision ${share(found.length)}, recall ${share(refused.length)}`,
      ...(means === "by the rule" ? { limit: 0 } : {}),
    });
  }
}

/** What rules say of vals in which, by their labels, nothing is used. */
const loud = cases
  .filter(({ files }) => ![...files.values()].some((text) => /\/\/[!$?] /.test(text)))
  .flatMap((one) => analyseCase(one).findings.filter((finding) => finding.severity === "error"));
report({
  name: "errors in vals that use nothing",
  value: loud.length,
  unit: "findings",
  limit: 0,
  note: loud.map((one) => one.rule).join(" "),
});

/** Each val on its own, as after a change: nothing is remembered but what the machine has warmed up. */
const times: number[] = [];
for (let round = 0; round < 5; round++)
  for (const one of cases) {
    const time = timed(() => analyseCase(one satisfies LabelledCase));
    if (round > 0) times.push(time);
  }
const note = `${cases.length} vals, 4 rounds`;
for (const [name, share, limit] of [
  ["median", 0.5, 5],
  ["95 of 100", 0.95, 40],
  ["slowest", 1, 150],
] as const)
  report({
    name: `a small val, ${name}`,
    value: quantile(times, share),
    unit: "ms CPU",
    limit,
    note,
  });

const project = projectOf(66);
const first = analyserOf(project);
report({
  name: "a val of 66 files, first time",
  value: timed(first.run),
  unit: "ms CPU",
  limit: 1500,
  note: `${Math.round([...project.values()].join("").length / 1024)} KB`,
});
report({
  name: "a val of 66 files, every file of it",
  value: timed(first.runAll),
  unit: "ms CPU",
  limit: 1500,
  note: "as on the command line",
});
const edits: number[] = [];
for (let edit = 0; edit < 20; edit++) {
  project.set(
    "@ann/project/lib/file7.ts",
    `${project.get("@ann/project/lib/file7.ts")}\n// ${edit}`,
  );
  first.changed();
  edits.push(timed(first.run));
}
report({
  name: "a val of 66 files, after an edit",
  value: quantile(edits, 0.5),
  unit: "ms CPU",
  limit: 50,
  note: "median of 20 edits",
});

function analyserOf(files: ReadonlyMap<string, string>): {
  readonly changed: () => void;
  readonly run: () => void;
  readonly runAll: () => void;
} {
  const facts: ValFacts = {
    me: "ann",
    handle: { user: "ann", name: "project" },
    privacy: "public",
    granted: ["vals:read"],
    grantsSource: "service",
    env: [],
    accountSecrets: [],
  };
  let vals = valsOf(files, "ann", []);
  const analyser: Analyser = createAnalyser(ts, {
    source: (uri) => vals.source(uri),
    privacy: () => "public",
  });
  const main = uriOfPath("@ann/project/main.ts", "ann");
  return {
    changed: () => void (vals = valsOf(files, "ann", [])),
    run: () => void analyser.analyse(main, facts),
    runAll: () =>
      void analyser.analyseFiles(
        [...files.keys()].map((path) => uriOfPath(path, "ann")),
        facts,
      ),
  };
}

/** A router whose handlers use stores and a client, each in a file of its own. */
function projectOf(count: number): Map<string, string> {
  const names = Array.from({ length: count - 1 }, (_, index) => `file${index}`);
  const imports = names.map((name) => `import { ${name} } from "./lib/${name}.ts";`);
  const routes = names.map(
    (name) => `app.get("/${name}", async (c) => c.json(await ${name}(c.req.param("id"))));`,
  );
  const files = new Map([
    [
      "@ann/project/main.ts",
      `import { Hono } from "npm:hono";\n${imports.join("\n")}\nconst app = new Hono();\n${routes.join("\n")}\nexport default app.fetch;\n`,
    ],
  ]);
  names.forEach((name, index) => {
    const next = names[(index * 7 + 3) % names.length] ?? name;
    files.set(
      `@ann/project/lib/${name}.ts`,
      `import { blob } from "https://esm.town/v/std/blob";
import { ${next} as next } from "./${next}.ts";
const API = "https://api.val.town";
interface Item { id: string; title: string; done: boolean; tags: string[] }
async function request(method: string, path: string, body?: unknown): Promise<Item[]> {
  const response = await fetch(API + path, {
    method,
    headers: { Authorization: \`Bearer \${Deno.env.get("valtown")}\` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(\`\${method} \${path}: \${response.status}\`);
  return (await response.json()) as Item[];
}
class Cache {
  private readonly items = new Map<string, Item[]>();
  constructor(private readonly prefix: string, private readonly store = blob) {}
  async read(key: string): Promise<Item[]> {
    const known = this.items.get(key);
    if (known !== undefined) return known;
    const stored = (await this.store.getJSON(this.prefix + key)) as Item[] | undefined;
    if (stored !== undefined) this.items.set(key, stored);
    return stored ?? [];
  }
  async write(key: string, items: Item[]): Promise<void> {
    this.items.set(key, items);
    await this.store.setJSON(this.prefix + key, items.filter((item) => !item.done));
  }
}
const cache = new Cache("${name}/");
export async function ${name}(id: string, depth = 0): Promise<Item[]> {
  const items = await cache.read(id);
  const fresh = items.length > 0 ? items : await request("GET", \`/v1/blob/\${encodeURIComponent(id)}\`);
  const sorted = fresh.toSorted((a, b) => a.title.localeCompare(b.title)).map((item) => ({ ...item, tags: item.tags.map((tag) => tag.trim()) }));
  if (sorted.some((item) => item.tags.includes("notify"))) await request("POST", "/v1/email", { text: sorted.map((item) => item.title).join("\\n") });
  await cache.write(id, sorted);
  return depth > 3 ? sorted : [...sorted, ...(await next(id, depth + 1))];
}
`,
    );
  });
  return files;
}

/** Milliseconds of processor time: what else the machine does must not count. */
function timed(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
