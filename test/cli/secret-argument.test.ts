import assert from "node:assert/strict";
import { test } from "node:test";
import { findSecretArgument } from "../../src/cli/secret-argument.ts";

test("tokens and passwords in addresses are found, wherever they stand", () => {
  for (const argument of [
    "vtlu_uCgR6TeJ8ZKdh7bfhH56Oy5u228Hs0e31Z1ZmE",
    "--token=vtlp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3Ae0o2",
    "vtwn_3pY2kq9f7Lm2Zx8c4V5b6N7m8Q9w",
    "postgres://me:pw@db/x",
    "--url=https://me:pw@host/",
    "HTTPS://a:b@c",
    "postgres://:pw@db",
  ]) {
    const said = findSecretArgument(["town", argument]);
    assert.match(said ?? "", /must not be an argument/, argument);
    assert.ok(!said?.includes("pw"));
  }
});

test("everything else is no secret", () => {
  for (const argument of [
    "town",
    "--data",
    "/a:b@c",
    "http://localhost:80/@you/x",
    "https://host/a:b@c",
    "@you/hello",
    "val://local/@you/hello@12/main.ts",
    "postgres://db/x",
  ]) {
    assert.equal(findSecretArgument([argument]), undefined, argument);
  }
});
