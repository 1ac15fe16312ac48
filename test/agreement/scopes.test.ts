/**
 * What the analyser says before a val runs and what the town does when it runs must be the same: refused without the
 * permissions it names, and not refused with them.
 */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import { normaliseScopes, parseScope, scopes, type Scope } from "../../src/core/scope.ts";
import { analyseCase } from "../support/analysis-case.ts";
import {
  classicCases,
  firstRequestLine,
  routeRequests,
  sqlCases,
  standardCases,
  valOfRequests,
  type AgreementCase,
} from "./cases.ts";
import { openAgreementTown, type AgreementTown } from "./running-town.ts";

const absent = "00000000-0000-4000-8000-000000000000";

suite("Verdict and refusal agree", { concurrency: false }, () => {
  let town: AgreementTown;
  const targets = { open: absent, absent, file: absent };
  before(async () => {
    town = await openAgreementTown();
    targets.open = await town.put(town.ann, "target", "export default () => 1;\n");
    targets.file = await town.fileOf(town.ann, targets.open);
    await town.put(town.ann, "counter", "export let counter = 0;\n");
  });

  after(() => town.close());

  for (const one of [...standardCases(), ...sqlCases, ...classicCases])
    test(`for ${one.what}`, () => agrees(town, one));

  const allScopes = [...scopes.filter((scope) => scope.endsWith(":write"))];
  const grantSets: readonly (readonly Scope[])[] = [
    [],
    allScopes,
    ...allScopes.map((left) => allScopes.filter((scope) => scope !== left)),
    ["vals:read"],
    ["blob:read", "user:read"],
  ];
  for (const grants of grantSets)
    test(`for every route, with ${grants.join(", ") || "no permission"}`, async () => {
      const requests = routeRequests(targets);
      const text = valOfRequests(requests);
      const foretold = requests.filter((one) => {
        return verdict({ what: one.what, text: valOfRequests([one]) }, grants).length > 0;
      });
      const id = await town.put(town.ann, "digest", text);
      const { lines } = await refusals(town, id, grants);
      const refused = requests.filter((_, index) => lines.includes(index + firstRequestLine));
      assert.ok(requests.length > 30);
      assert.deepEqual(
        refused.map((one) => one.what),
        foretold.map((one) => one.what),
      );
    });
});

async function agrees(town: AgreementTown, one: AgreementCase): Promise<void> {
  for (const [name, text] of Object.entries(one.others ?? {})) await town.put(town.bob, name, text);
  const id = await town.put(town.ann, "digest", one.text);
  const foretold = verdict(one, []);
  const refused = await refusals(town, id, []);
  assert.deepEqual(
    {
      isRefused: refused.scopes.length > 0,
      scopes: normaliseScopes([...foretold, ...refused.scopes]),
    },
    { isRefused: foretold.length > 0, scopes: foretold },
    "without permissions",
  );
  assert.deepEqual(verdict(one, foretold), [], "nothing is missing once it is granted");
  const granted = await refusals(town, id, foretold);
  assert.deepEqual(granted.scopes, [], "with what was said to be missing");
  for (const line of refused.lines) assert.ok(linesOf(one).includes(line), `line ${line}`);
}

/** The permissions that the analyser says are missing, and reports. */
function verdict(one: AgreementCase, grants: readonly Scope[]): readonly Scope[] {
  const analysis = analyseCase({ files: filesOf(one) }, { grants });
  const reported = analysis.findings.filter(({ rule, severity }) => {
    const isMissing = rule === "missing-scope" || rule === "dependency-scope";
    return isMissing && severity === "error";
  });
  assert.equal(reported.length > 0, analysis.missing.length > 0, "what is missing is reported");
  return analysis.missing;
}

/** Lines that the findings name, from one, in whichever val. */
function linesOf(one: AgreementCase): readonly number[] {
  const { findings } = analyseCase({ files: filesOf(one) }, { grants: [] });
  const places = findings.flatMap(({ place, related }) => [place, ...related.map((r) => r.place)]);
  return places.map((place) => place.range.start.line + 1);
}

function filesOf({ text, others = {} }: AgreementCase): ReadonlyMap<string, string> {
  const theirs = Object.entries(others).map(([name, code]): [string, string] => [
    `@bob/${name}/main.tsx`,
    code,
  ]);
  const counter: [string, string] = ["@ann/counter/main.tsx", "export let counter = 0;\n"];
  return new Map([["@ann/digest/main.tsx", text], counter, ...theirs]);
}

async function refusals(
  town: AgreementTown,
  id: string,
  grants: readonly Scope[],
): Promise<{ readonly scopes: readonly Scope[]; readonly lines: readonly number[] }> {
  await town.grant(town.ann, id, grants);
  const events = await town.run(town.ann, "ann.digest");
  const last = events.at(-1);
  assert.ok(last?.type === "result" || last?.type === "error", JSON.stringify(events));
  const refused = events.filter((event) => event.type === "refused");
  const missing = refused.flatMap((event) => event.missingScopes);
  return {
    scopes: normaliseScopes(missing.flatMap((scope) => parseScope(scope) ?? [])),
    lines: refused
      .filter((event) => event.missingScopes.length > 0)
      .flatMap((event) => event.frame?.line ?? []),
  };
}
