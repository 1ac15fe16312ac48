/** Words for what a classic run was refused. */
import { missingScopes, type Scope } from "../../../core/scope.ts";
import { decideWrite, userOf } from "../../../core/library-mode.ts";
import { printReference } from "../../../core/handle.ts";
import type { Frame, Refused } from "../../../protocol/run-event.ts";
import { writeNeedsGrant, type Linked } from "./link.ts";

/** The event for a reference that the code touched; undefined when the indexes name none. */
export function explainRefused(
  linked: Linked,
  runner: string,
  granted: readonly Scope[],
  module: number,
  reference: number,
): Omit<Refused, "seq"> | undefined {
  const { handle, origin, references } = linked.vals[module] ?? {};
  const found = references?.[reference];
  const rule = writeRule(linked, module, reference);
  if (handle === undefined || origin === undefined || found === undefined) return undefined;
  const frame: Frame = { handle: origin.handle, path: origin.path, ...found.place };
  const site = { author: handle.user, runner, user: found.user };
  const target = { user: userOf(site), name: found.name };
  const advice = `Pass it as an argument, or call ${printReference(handle)} through api().`;
  if (found.key !== undefined) {
    const name = found.key;
    const message = `@${found.user}.secrets.${name} is undefined in ${printReference(handle)}, which runs as a library here. ${advice}`;
    return { type: "refused", what: "secret", name, missingScopes: [], message, frame };
  }
  const name = `${target.user}/${target.name}`;
  if (rule === "denied") {
    const missing = missingScopes(granted, ["vals:write"]);
    const message = writeNeedsGrant(target);
    return { type: "refused", what: "mutation", name, missingScopes: missing, message, frame };
  }
  if (rule === "ignored") {
    const forWant =
      target.user === runner && decideWrite(site, [...granted, "vals:write"]) === "allowed";
    const message = forWant
      ? `The assignment to ${printReference(target)} in ${printReference(handle)} was left out: the val was not granted vals:write.`
      : `The assignment to ${printReference(target)} was left out: ${printReference(handle)} runs as a library here.`;
    const missing: readonly Scope[] = forWant ? missingScopes(granted, ["vals:write"]) : [];
    return { type: "refused", what: "mutation", name, missingScopes: missing, message, frame };
  }
  const message = `${printReference(target)} is undefined in ${printReference(handle)}, which runs as a library here: it is private or does not exist. ${advice}`;
  return { type: "refused", what: "privateVal", name, missingScopes: [], message, frame };
}

function writeRule({ entry }: Linked, module: number, reference: number): string | undefined {
  const linked = entry.modules[module];
  return linked?.kind === "source" ? linked.references[reference]?.write?.rule : undefined;
}
