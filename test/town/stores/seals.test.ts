import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeal, sealKeyLength, type Seal } from "../../../src/town/seal.ts";
import { checkSeal, forgetSecrets, reseal, WrongKey } from "../../../src/town/stores/seals.ts";
import {
  createAccountSecretStore,
  createEnvironmentStore,
} from "../../../src/town/stores/secrets.ts";
import type { Stores } from "../../../src/town/stores/stores.ts";
import { addUser, addVal, onEachDatabase } from "../support/databases.ts";

const sealOf = (byte: number): Seal => createSeal(new Uint8Array(sealKeyLength).fill(byte));
/** The seal that the stores of the tests are opened with. */
const first = sealOf(0);

onEachDatabase(({ open }) => {
  /** Stores with a secret of an account and a variable of a val. */
  const withSecrets = async () => {
    const stores = await open();
    const ann = await addUser(stores, "ann");
    const val = await addVal(stores, ann, "notes");
    await stores.accountSecrets.set(ann.id, "openai", { value: "sk-1" });
    await stores.environment.set(val.id, "KEY", { value: "v-1" });
    const reveal = async (seal: Seal, { base }: Stores = stores) => [
      await createAccountSecretStore(base, seal).reveal(ann.id),
      await createEnvironmentStore(base, seal).reveal(val.id),
    ];
    return { stores, reveal, db: stores.base.db };
  };

  test("another key than that of the secrets is told at once, whether the database knows a sample or not", async () => {
    const { db } = await withSecrets();
    await checkSeal(db, first);
    await assert.rejects(checkSeal(db, sealOf(1)), WrongKey);
    await db.deleteFrom("sealCheck").execute();
    await assert.rejects(checkSeal(db, sealOf(1)), WrongKey);
    await checkSeal(db, first);
    await assert.rejects(checkSeal(db, sealOf(1)), WrongKey);
  });

  test("secrets that were closed anew open with the new key alone", async () => {
    const { db, reveal } = await withSecrets();
    assert.equal(await reseal(db, first, sealOf(1)), 2);
    assert.deepEqual(await reveal(sealOf(1)), [{ openai: "sk-1" }, { KEY: "v-1" }]);
    await assert.rejects(reveal(first));
    await checkSeal(db, sealOf(1));
    await assert.rejects(checkSeal(db, first), WrongKey);
  });

  test("a single secret under another key leaves all as they were", async () => {
    const { db, reveal } = await withSecrets();
    await reseal(db, first, sealOf(1));
    await assert.rejects(reseal(db, first, sealOf(2)), WrongKey);
    assert.deepEqual(await reveal(sealOf(1)), [{ openai: "sk-1" }, { KEY: "v-1" }]);
  });

  test("forgetting deletes the secrets and nothing else, and takes the new key", async () => {
    const { db, stores, reveal } = await withSecrets();
    assert.equal(await forgetSecrets(db, sealOf(3)), 2);
    assert.deepEqual(await reveal(sealOf(3)), [{}, {}]);
    await checkSeal(db, sealOf(3));
    assert.ok(await stores.vals.byHandle({ user: "ann", name: "notes" }));
  });
});
