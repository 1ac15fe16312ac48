import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { OperationId } from "../../src/core/operations.ts";
import { createAuthorizer, type Authorizer } from "../../src/town/authorize.ts";
import type { AuditEntry } from "../../src/town/stores/audit.ts";

const nobody = { caller: null, requestId: "r" };
const open = { owner: "ann", name: "notes", privacy: "public" } as const;

function createLogged(): Authorizer & { readonly entries: readonly AuditEntry[] } {
  const entries: AuditEntry[] = [];
  const authorizer = createAuthorizer({
    append: async (entry) => String(entries.push(entry)),
    amend: async () => {},
  });
  return { entries, ...authorizer };
}

suite("authorization", () => {
  test("denies what is not declared, and writes it down", async () => {
    for (const operation of [
      "val.explode",
      "constructor",
      "__proto__",
    ] as string[] as OperationId[]) {
      const { authorize, early, entries } = createLogged();
      assert.equal((await authorize(nobody, operation))?.code, "route_undeclared");
      assert.equal((await early(nobody, operation))?.code, "route_undeclared");
      assert.deepEqual(
        entries.map(({ decision, action }) => `${decision} ${action}`),
        [`deny ${operation}`, `deny ${operation}`],
      );
    }
  });

  test("writes down every denial, with the layer that refused", async () => {
    const { authorize, entries } = createLogged();
    assert.equal((await authorize(nobody, "val.delete", open))?.status, 401);
    const [entry] = entries;
    assert.deepEqual(
      [entry?.decision, entry?.code, entry?.layer, entry?.resource, entry?.userHandle],
      ["deny", "credentials_required", "credential", "@ann/notes", null],
    );
  });

  test("writes down what starts runs, and not what merely reads", async () => {
    const { authorize, entries } = createLogged();
    assert.equal(await authorize(nobody, "val.read", open), undefined);
    assert.equal(await authorize(nobody, "val.list"), undefined);
    assert.equal(entries.length, 0);
    assert.equal(await authorize(nobody, "val.run", open), undefined);
    assert.deepEqual(
      entries.map(({ decision, action }) => `${decision} ${action}`),
      ["allow val.run"],
    );
  });

  test("writes a denial down once when it was clear early, and nothing when it was not", async () => {
    const { early, entries } = createLogged();
    assert.equal(await early(nobody, "val.read"), undefined);
    assert.equal((await early(nobody, "val.delete"))?.code, "credentials_required");
    assert.equal(entries.length, 1);
  });
});
