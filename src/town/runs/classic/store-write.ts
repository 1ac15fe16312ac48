/** Stores what classic code assigns: JSON beside the val's source, compared and swapped so that nothing is lost. */
import { decideWrite } from "../../../core/library-mode.ts";
import type { Handle } from "../../../core/handle.ts";
import type { WriteCall } from "../../../protocol/sandbox.ts";
import type { RunnableVal, RunPorts, StoredValue } from "../../ports.ts";
import type { RunsTown } from "../ports.ts";
import { CallRefused } from "../run.ts";
import { type Linked, writeNeedsGrant } from "./link.ts";

export interface WriteContext {
  readonly town: Pick<RunsTown, "vals" | "request">;
  readonly linked: Linked;
  readonly running: RunnableVal;
  readonly token: string;
}

/** Tries to store over what others store at the same time. */
const maxTries = 20;
/** Longest stored value, in characters. */
const maxLength = 250_000;

/** Carries out one assignment of a run. The rule is looked up here again: the call may have been made up. */
export async function storeWrite(call: WriteCall, context: WriteContext): Promise<null> {
  const { linked, running, town } = context;
  const module = linked.entry.modules[call.module];
  const reference = module?.kind === "source" ? module.references[call.reference] : undefined;
  const place = linked.vals[call.module]?.references[call.reference];
  if (reference?.write?.rule !== "allowed" || place === undefined)
    throw refused("Error", "This cannot be assigned to.");
  const target = linked.vals[reference.write.slot]?.handle;
  if (target === undefined) throw refused("Error", "This cannot be assigned to.");
  // Grants count at the time of each request: one that was taken away meanwhile is gone.
  const now = await town.vals.readVal(running);
  const author = linked.vals[call.module]?.handle.user ?? "";
  const site = { author, runner: running.owner, user: place.user };
  if (decideWrite(site, now?.grants ?? []) !== "allowed")
    throw refused("MissingGrantError", writeNeedsGrant(target));
  const val = (await town.vals.readVal(target)) ?? (await createVal(target, context));
  await store(town.vals.values, val, call.change);
  return null;
}

async function store(
  values: RunPorts["values"],
  { id, version }: RunnableVal,
  change: WriteCall["change"],
): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const before = await values.read(id);
    const json = changed(before?.sourceVersion === version ? before : undefined, change);
    const { stored } = await values.write(id, json, version, before?.revision ?? 0);
    if (stored) return;
  }
  throw refused("ConflictError", "Other runs keep changing this val.");
}

function changed(before: StoredValue | undefined, change: WriteCall["change"]): string {
  if ("json" in change) {
    const { json } = change;
    if (typeof json !== "string" || json.length > maxLength || !isJson(json))
      throw refused("RangeError", `A val holds JSON of at most ${maxLength} characters.`);
    return json;
  }
  const value: unknown = before === undefined ? change.from : JSON.parse(before.json);
  if (typeof value !== "number" || typeof change.add !== "number")
    throw refused("TypeError", "Another run has put something else than a number there.");
  return JSON.stringify(value + change.add);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A name that is not there yet becomes a private val. The service itself makes it, so its rules for vals hold. */
async function createVal(target: Handle, context: WriteContext): Promise<RunnableVal> {
  const { town, token } = context;
  const reply = await town.request({
    method: "POST",
    path: "/v2/vals",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ name: target.name, privacy: "private" })),
  });
  const created = await town.vals.readVal(target);
  if (created === undefined)
    throw refused("Error", `The val ${target.name} could not be made (${reply.status}).`);
  return created;
}

function refused(name: string, message: string): CallRefused {
  return new CallRefused({ name, message });
}
