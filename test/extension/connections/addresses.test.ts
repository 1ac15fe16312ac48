import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../../../src/extension/connections/addresses.ts";

test("Val Town is meant by any of its names", () => {
  for (const text of ["val.town", "www.val.town", "https://api.val.town", " VAL.TOWN "]) {
    assert.deepEqual(parseAddress(text), { id: "val.town", origin: "https://api.val.town" }, text);
  }
});

test("services elsewhere are reached by https, those on this machine by http", () => {
  assert.equal(parseAddress("town.example.com")?.origin, "https://town.example.com");
  assert.equal(parseAddress("http://town.example.com")?.origin, "https://town.example.com");
  assert.equal(parseAddress("town.example.com:8443")?.origin, "https://town.example.com:8443");
  assert.equal(parseAddress("127.0.0.1:8080")?.origin, "http://127.0.0.1:8080");
  assert.equal(parseAddress("localhost:1")?.origin, "http://localhost:1");
  assert.equal(parseAddress("[::1]:8080")?.origin, "http://[::1]:8080");
});

test("a name that only begins like this machine's is not this machine", () => {
  assert.equal(parseAddress("localhost.evil.com")?.origin, "https://localhost.evil.com");
  assert.equal(parseAddress("127.0.0.1.evil.com")?.origin, "https://127.0.0.1.evil.com");
});

test("the id is the host as URIs write it, so that one service has one id", () => {
  assert.equal(parseAddress("Town.Example.com:443")?.id, "town.example.com");
  assert.equal(parseAddress("https://town.example.com/")?.id, "town.example.com");
});

test("credentials, paths and other schemes are no address", () => {
  for (const text of [
    "",
    "a b",
    "user:pass@host",
    "https://user@host",
    "host/path",
    "host?x",
    "host#x",
    "ftp://host",
    "//host",
    "file:///etc",
    "host:99999",
  ]) {
    assert.equal(parseAddress(text), undefined, JSON.stringify(text));
  }
});
