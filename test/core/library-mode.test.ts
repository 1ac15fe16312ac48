import assert from "node:assert/strict";
import { it } from "node:test";
import {
  decideRead,
  decideWrite,
  userOf,
  type ReferenceKind,
} from "../../src/core/library-mode.ts";

const own = (user: string) => ({ author: "bob", runner: "bob", user });
const library = (user: string) => ({ author: "bob", runner: "ann", user });
const kinds: readonly ReferenceKind[] = ["secret", "publicVal", "privateVal", "absent"];

it("reads @me as the author of the code, not of the run", () => {
  assert.equal(userOf(library("me")), "bob");
  assert.equal(userOf(library("ann")), "ann");
});

it("lets own code read everything of its author and what is public of others", () => {
  const read = (user: string) => kinds.map((kind) => decideRead(own(user), kind));
  assert.deepEqual(read("me"), ["allowed", "allowed", "allowed", "nothing"]);
  assert.deepEqual(read("bob"), ["allowed", "allowed", "allowed", "nothing"]);
  assert.deepEqual(read("ann"), ["error", "allowed", "error", "error"]);
});

it("lets a library read nothing but public vals, whoever is named", () => {
  for (const user of ["me", "bob", "ann", "cleo"]) {
    assert.deepEqual(
      kinds.map((kind) => decideRead(library(user), kind)),
      ["refused", "allowed", "refused", "refused"],
      user,
    );
  }
});

it("lets own code assign to its author's vals with vals:write", () => {
  assert.equal(decideWrite(own("me"), ["vals:write"]), "allowed");
  assert.equal(decideWrite(own("bob"), ["vals:write"]), "allowed");
  assert.equal(decideWrite(own("me"), ["vals:read"]), "ungranted");
  assert.equal(decideWrite(own("ann"), ["vals:write"]), "error");
});

it("lets a library assign to the caller's vals alone, and only with the caller's grant", () => {
  assert.equal(decideWrite(library("ann"), ["vals:write"]), "allowed");
  assert.equal(decideWrite(library("ann"), ["vals:read"]), "refused");
  for (const user of ["me", "bob", "cleo"])
    assert.equal(decideWrite(library(user), ["vals:write"]), "refused", user);
});
