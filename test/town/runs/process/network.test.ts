import assert from "node:assert/strict";
import { it } from "node:test";
import { registryEnvironment } from "../../../../src/town/runs/process/launch.ts";
import { networkFlags } from "../../../../src/town/runs/process/network.ts";

const valueOf = (flags: readonly string[], name: string): string[] =>
  flags
    .find((flag) => flag.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(",") ?? [];

it("denies this machine by all its addresses, private networks and the real service", () => {
  const flags = networkFlags("127.0.0.1:4000", {
    lo: [{ address: "127.0.0.1", family: "IPv4" }],
    eth0: [
      { address: "203.0.113.7", family: "IPv4" },
      { address: "2001:db8::7", family: "IPv6" },
      { address: "fe80::1%eth0", family: "IPv6" },
    ],
  });
  const denied = valueOf(flags, "--deny-net");
  for (const host of [
    "localhost",
    "127.0.0.0/8",
    "10.0.0.0/8",
    "169.254.0.0/16",
    "[::1]",
    "203.0.113.7",
    "[2001:db8::7]",
    "[fe80::1]",
    "api.val.town",
  ])
    assert.ok(denied.includes(host), host);
  assert.equal(new Set(denied).size, denied.length);
});

it("lets modules come from the town and known hosts alone", () => {
  const allowed = valueOf(networkFlags("127.0.0.1:4000", {}), "--allow-import");
  assert.deepEqual(allowed, ["127.0.0.1:4000", "esm.sh:443", "jsr.io:443", "deno.land:443"]);
});

it("opens a denied host for a val whose owner allows it", () => {
  const flags = networkFlags("127.0.0.1:4000", {}, ["192.168.0.0/16"]);
  assert.ok(!valueOf(flags, "--deny-net").includes("192.168.0.0/16"));
  assert.ok(valueOf(flags, "--deny-net").includes("10.0.0.0/8"));
});

it("passes on registry and certificates, and no credential", () => {
  const env = {
    npm_config_registry: "https://registry.example/",
    SSL_CERT_FILE: "/ca.pem",
    HTTPS_PROXY: "http://user:password@proxy:1",
    NPM_TOKEN: "secret",
    HOME: "/home/ann",
  };
  assert.deepEqual(registryEnvironment(env), {
    DENO_TLS_CA_STORE: "mozilla,system",
    NPM_CONFIG_REGISTRY: "https://registry.example/",
    SSL_CERT_FILE: "/ca.pem",
  });
  const withPassword = { NPM_CONFIG_REGISTRY: "https://ann:secret@registry.example/" };
  assert.equal(registryEnvironment(withPassword)["NPM_CONFIG_REGISTRY"], undefined);
});
