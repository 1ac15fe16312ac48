/** Implements what running vals needs on the town's stores. */
import { policiesOf } from "./authenticate.ts";
import type { Pin, RunnableVal, RunPorts } from "./ports.ts";
import type { RunTokens } from "./run-tokens.ts";
import type { Stores } from "./stores/stores.ts";
import type { Handle } from "../core/handle.ts";

/** Builds the ports of runs. */
export function createRunPorts(stores: Stores, tokens: RunTokens): RunPorts {
  return {
    readVal: (handle, pin) => readVal(stores, handle, pin),
    async readEnvironment({ id, ownerId }) {
      return {
        variables: await stores.environment.reveal(id),
        accountSecrets: await stores.accountSecrets.reveal(ownerId),
      };
    },
    mintRunToken: (run, lifeSeconds) => tokens.mint(run, lifeSeconds),
    values: stores.values,
  };
}

async function readVal(
  { vals, users, roles, branches, trees }: Stores,
  handle: Handle,
  pin: Pin = {},
): Promise<RunnableVal | undefined> {
  const val = await vals.byHandle(handle);
  const owner = val && (await users.byId(val.userId));
  const branch = val && (await branches.byName(val.id, pin.branch));
  if (val === undefined || owner === undefined || branch === undefined) return undefined;
  const version = pin.version ?? branch.version;
  if (version > branch.version) return undefined;
  const policies = await policiesOf(roles, owner);
  const files = await trees.contents(branch.id, version);
  return {
    id: val.id,
    user: owner.handle,
    name: val.name,
    owner: owner.handle,
    ownerId: owner.id,
    ownerRole: owner.role,
    ...(policies === undefined ? {} : { ownerPolicies: policies }),
    ownerActive: owner.active,
    privacy: val.privacy,
    branch: branch.name,
    version,
    grants: val.grants,
    hosts: val.hosts ?? [],
    files: files.map((file) => ({
      path: file.path,
      type: file.type,
      content: file.content ?? "",
      version: file.version,
    })),
  };
}
