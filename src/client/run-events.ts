/** Whether something that came over an event stream is an event of a run. */
import type { RunEvent } from "../protocol/run-event.ts";

const is = {
  string: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  array: (value: unknown) => Array.isArray(value),
};

/** What each kind of event must hold. The value of a result may be anything. */
const members: Readonly<Record<string, Readonly<Record<string, keyof typeof is>>>> = {
  started: { run: "string", val: "string", version: "number" },
  log: { level: "string", text: "string" },
  refused: { what: "string", name: "string", missingScopes: "array", message: "string" },
  result: { milliseconds: "number" },
  error: {
    code: "string",
    name: "string",
    message: "string",
    missingScopes: "array",
    frames: "array",
    milliseconds: "number",
  },
};

/** Reads one event; undefined when it is not of a known shape. */
export function readRunEvent(value: unknown): RunEvent | undefined {
  return isRunEvent(value) ? value : undefined;
}

function isRunEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  const { type, seq } = event;
  if (typeof type !== "string" || typeof seq !== "number" || !Object.hasOwn(members, type))
    return false;
  return Object.entries(members[type] ?? {}).every(([name, kind]) => is[kind](event[name]));
}
