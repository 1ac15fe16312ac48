/** Clients of Val Town's SDK, `@valtown/sdk`. */
import type { OperationId } from "../../core/operations.ts";
import { addGap, addUse, argument, type Invocation } from "../values/invocation.ts";
import { external, unknown } from "../values/make.ts";
import type { External, Value } from "../values/model.ts";
import { credentialOfToken, type Credential } from "./credential.ts";
import { optionOf } from "./fetch.ts";
import { anyMember } from "./member.ts";
import { scopeUse } from "./scope-use.ts";
import { bodyUse } from "./sql.ts";

/** Methods of the client (2.x, and those of 0.x that are still in code) and the operation each one performs. */
const sdkMethods: Readonly<Record<string, OperationId>> = {
  "alias.username.retrieve": "user.read",
  "alias.username.valName.retrieve": "val.read",
  "users.retrieve": "user.read",
  "users.vals.list": "val.list",
  "me.profile.retrieve": "me.read",
  "me.vals.list": "me.vals",
  "orgs.list": "org.list",
  "orgs.memberships.list": "org.list",
  "search.vals.list": "val.search",
  "blobs.list": "blob.read",
  "blobs.get": "blob.read",
  "blobs.store": "blob.write",
  "blobs.delete": "blob.write",
  "sqlite.execute": "sqlite.write",
  "sqlite.batch": "sqlite.write",
  "emails.send": "email.send",
  "telemetry.traces.list": "telemetry.read",
  "telemetry.logs.list": "telemetry.read",
  "vals.list": "val.list",
  "vals.retrieve": "val.read",
  "vals.branches.list": "val.read",
  "vals.branches.retrieve": "val.read",
  "vals.files.retrieve": "val.read",
  "vals.files.getContent": "val.read",
  "files.retrieve": "val.read",
  "vals.environmentVariables.list": "env.list",
  "vals.create": "val.create",
  "vals.createOrUpdate": "val.create",
  "vals.update": "val.update",
  "vals.delete": "val.delete",
  "vals.branches.create": "branch.create",
  "vals.branches.delete": "branch.delete",
  "vals.files.create": "file.create",
  "vals.files.update": "file.update",
  "vals.files.delete": "file.delete",
  "vals.environmentVariables.create": "env.change",
  "vals.environmentVariables.update": "env.change",
  "vals.environmentVariables.delete": "env.change",
};

export function callSdk(target: External, call: Invocation): Value | undefined {
  if (target.origin === "package" && target.path[0] === "@valtown/sdk") {
    const options = argument(call.args, 0);
    // Without a token the client takes VAL_TOWN_API_KEY from the environment, the run's own.
    return external(
      "sdk",
      [],
      options.kind === "nothing" ? { kind: "constant", value: undefined } : options,
    );
  }
  if (target.origin !== "sdk") return undefined;
  const method = target.path.join(".");
  const credential = credentialOfClient(target.data);
  if (target.path.includes(anyMember)) addGap(call, "computedName");
  const operation = sdkMethods[method];
  if (operation === undefined) return unknown;
  const sql = method.startsWith("sqlite.") ? bodyUse(argument(call.args, 0)) : undefined;
  const confidence = credential === "run" && sql?.confidence !== "likely" ? "proved" : "likely";
  const use = scopeUse(sql?.operation ?? operation, method, confidence, credential === "own");
  if (use) addUse(call, use);
  if (operation === "email.send")
    addUse(call, { kind: "email", name: "sdk", label: method, confidence });
  return unknown;
}

function credentialOfClient(options: Value | undefined): Credential {
  if (options === undefined) return "unknown";
  if (options.kind === "constant") return "run";
  const token = optionOf(options, "bearerToken");
  if (token === undefined) return options.kind === "record" ? "run" : "unknown";
  return credentialOfToken(token);
}
