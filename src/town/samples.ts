/** Vals for a town that has none yet: some of the owner, and one of a second person to call. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHandle } from "../core/handle.ts";
import { defaultGrants, type GrantProfile } from "../core/scope.ts";
import { isScript, type Privacy } from "../core/val.ts";
import { planCreate } from "./files/plan.ts";
import type { Stores } from "./stores/stores.ts";
import type { UserRecord } from "./stores/users.ts";

/** The second person, whose vals the samples call. */
const neighbour = "ann";
/** The name that the samples give the owner. */
const placeholder = "you";
/** A secret of the neighbour that is good for nothing but being there. */
const dummySecret = { key: "openai", value: "sk-sample-not-a-real-key" };

/** Adds the samples, once in the life of a town: what was deleted stays deleted. */
export async function addSamples(
  stores: Stores,
  owner: UserRecord,
  profile: GrantProfile,
): Promise<void> {
  const added = await stores.users.add(neighbour, "writer");
  if (added === "taken" && owner.handle !== neighbour) return;
  const other = added === "taken" ? owner : added;
  if (added === "taken" && (await stores.vals.byHandle({ user: neighbour, name: "summarize" })))
    return;
  await stores.accountSecrets.set(other.id, dummySecret.key, {
    value: dummySecret.value,
    description: "A dummy, so that the sample can check for a key",
  });
  for (const sample of await readSamples()) {
    await addVal(stores, sample.user === placeholder ? owner : other, sample, profile);
  }
}

interface Sample {
  readonly user: string;
  readonly name: string;
  readonly privacy: Privacy;
  /** Contents by path. */
  readonly files: ReadonlyMap<string, string>;
}

async function addVal(
  stores: Stores,
  owner: UserRecord,
  sample: Sample,
  profile: GrantProfile,
): Promise<void> {
  const { name, privacy, files } = sample;
  const grants = defaultGrants[profile];
  const val = await stores.vals.add({ userId: owner.id, name, privacy, description: null, grants });
  const branch = val === "taken" ? undefined : await stores.branches.byName(val.id);
  if (branch === undefined) return;
  for (const [path, content] of files) {
    const type = isScript(path) ? "script" : "file";
    await stores.trees.change(branch.id, owner.id, (tree) =>
      planCreate(tree, { path, type, content, precondition: {} }),
    );
  }
}

/** Reads the folder of samples: `@user/name/…`, and `vals.json` with what is not in the files. */
async function readSamples(): Promise<readonly Sample[]> {
  const folder = fileURLToPath(new URL("./samples/", import.meta.url));
  const facts = JSON.parse(await readFile(join(folder, "vals.json"), "utf8")) as {
    vals: Record<string, { privacy: Privacy }>;
  };
  const samples: Sample[] = [];
  for (const [text, { privacy }] of Object.entries(facts.vals)) {
    const handle = parseHandle(text);
    if (handle !== undefined)
      samples.push({ ...handle, privacy, files: await readFiles(join(folder, text)) });
  }
  return samples;
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    files.set(relative(folder, file).replaceAll(sep, "/"), await readFile(file, "utf8"));
  }
  return files;
}
