import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createTown } from "../../src/town/town.ts";
import { openTestTown } from "./support/http.ts";

suite("sample vals", () => {
  test("are there from the start: the owner's, and one of a second person to call", async () => {
    const town = await openTestTown({ samples: true });
    const handles = (await town.you("listVals", { query: { limit: 100 } })).json.data
      .map(
        ({
          name,
          author,
          privacy,
        }: {
          name: string;
          author: { username: string };
          privacy: string;
        }) => `${author.username}/${name} ${privacy}`,
      )
      .toSorted();
    assert.deepEqual(handles, [
      "ann/summarize public",
      "you/counter private",
      "you/digest private",
      "you/hello public",
      "you/stumble private",
    ]);
    const digest = (
      await town.you("getValByName", { params: { username: "you", val_name: "digest" } })
    ).json;
    const { text } = await town.you("getContent", {
      params: { val_id: digest.id },
      query: { path: "main.tsx" },
    });
    assert.match(text, /await api\(@ann\.summarize, /);
    const counter = (
      await town.you("getValByName", { params: { username: "you", val_name: "counter" } })
    ).json;
    assert.deepEqual(
      (await town.you("getPermissions", { params: { val_id: counter.id } })).json.scopes,
      ["vals:read"],
    );
  });

  test("have a secret of the second person's, that nobody else can list", async () => {
    const town = await openTestTown({ samples: true });
    const ann = await town.town.stores.users.byHandle("ann");
    assert.ok(ann);
    assert.deepEqual(Object.keys(await town.town.stores.accountSecrets.reveal(ann.id)), ["openai"]);
    assert.deepEqual((await town.you("listSecrets")).json.data, []);
  });

  test("also come when the owner has the second person's name", async () => {
    const town = await openTestTown({ samples: true, handle: "ann" });
    const names = (await town.you("listMyVals")).json.data.map(
      ({ name }: { name: string }) => name,
    );
    assert.deepEqual(names.toSorted(), ["counter", "digest", "hello", "stumble", "summarize"]);
  });

  test("are not there unless they are asked for", async () => {
    const town = await createTown();
    assert.equal(await town.stores.users.byHandle("ann"), undefined);
    await town.close();
  });
});
