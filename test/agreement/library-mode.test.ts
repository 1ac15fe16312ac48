/**
 * What is said of a function that others may call, and what happens when another user calls it: flagged if and only if
 * the run records that something private was out of reach.
 */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import { analyseCase, type CaseFacts } from "../support/analysis-case.ts";
import { openAgreementTown, type AgreementTown } from "./running-town.ts";

interface LibraryCase {
  readonly what: string;
  /** Of `@bob/shared`, whose function `shared` is called. */
  readonly text: string;
  readonly isFlagged: boolean;
}

const cases: readonly LibraryCase[] = [
  {
    what: "a secret",
    text: "export const shared = () => String(@me.secrets.key);\n",
    isFlagged: true,
  },
  {
    what: "a secret by the author's own name",
    text: "export const shared = () => String(@bob.secrets.key);\n",
    isFlagged: true,
  },
  {
    what: "a secret of the caller",
    text: "export const shared = () => String(@ann.secrets.key);\n",
    isFlagged: true,
  },
  {
    what: "a secret in a helper",
    text: "const key = () => @me.secrets.key;\nexport const shared = () => String(key());\n",
    isFlagged: true,
  },
  {
    what: "a secret that the file reads first",
    text: "const key = @me.secrets.key;\nexport const shared = () => String(key);\n",
    isFlagged: true,
  },
  {
    what: "a private val",
    text: "export const shared = () => String(@me.hidden);\n",
    isFlagged: true,
  },
  {
    what: "a public val",
    text: "export const shared = () => String(@me.shown);\n",
    isFlagged: false,
  },
  {
    what: "a secret behind api()",
    text: "export const shared = async () => await api(@me.asked);\n",
    isFlagged: false,
  },
  {
    what: "a secret of another val of the author",
    text: "export const shared = () => @me.asked();\n",
    isFlagged: true,
  },
  { what: "nothing private", text: "export const shared = () => 1;\n", isFlagged: false },
];

const others: Readonly<Record<string, string>> = {
  hidden: "export const hidden = 1;\n",
  shown: "export const shown = 2;\n",
  asked: "export const asked = () => String(@me.secrets.key);\n",
};
const facts: CaseFacts = { me: "bob", privateVals: ["@bob/hidden"] };

suite("What is said of a library is what happens", { concurrency: false }, () => {
  let town: AgreementTown;
  before(async () => {
    town = await openAgreementTown();
    await town.setSecret(town.bob, "key", "bob's");
    await town.setSecret(town.ann, "key", "ann's");
    for (const [name, text] of Object.entries(others))
      await town.put(town.bob, name, text, name === "hidden" ? "private" : "public");
    await town.put(town.ann, "caller", "export const caller = async () => await @bob.shared();\n");
  });
  after(() => town.close());

  for (const { what, text, isFlagged } of cases)
    test(`when it reads ${what}`, async () => {
      const files = new Map([["@bob/shared/main.tsx", text]]);
      for (const [name, code] of Object.entries(others)) files.set(`@bob/${name}/main.tsx`, code);
      const { findings } = analyseCase({ files }, facts);
      await town.put(town.bob, "shared", text);
      const events = await town.run(town.ann, "ann.caller");
      const refused = events.filter(
        (event) => event.type === "refused" && ["secret", "privateVal"].includes(event.what),
      );
      const [finding] = findings.filter((one) => one.rule === "private-state-in-library");
      assert.deepEqual(
        { isFlagged: finding !== undefined, isRefused: refused.length > 0 },
        { isFlagged, isRefused: isFlagged },
        JSON.stringify(events),
      );
    });
});
