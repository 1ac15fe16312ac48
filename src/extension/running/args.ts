/** Arguments of a run as people type them: read, checked and printed. Pure; the questions are asked in `ask-args.ts`. */
import { readTokenKind } from "../../core/token.ts";
import type { EntryParameter } from "../../protocol/lsp.ts";

/** What was typed, read as a value or refused for a reason. */
export type ReadArgument =
  | { readonly kind: "value"; readonly value: unknown }
  /** Left empty: the parameter is optional and not passed. */
  | { readonly kind: "absent" }
  | { readonly kind: "wrong"; readonly problem: ArgumentProblem };

export type ArgumentProblem =
  | "required"
  | "notNumber"
  | "notBoolean"
  | "notJson"
  | "notArray"
  | "tooFew";

/** Most questions that people are asked one after the other. */
const mostQuestions = 6;

/** Whether each parameter can be asked for by a line of its own; else all arguments are one JSON array. */
export function areLines(parameters: readonly EntryParameter[]): boolean {
  return parameters.length <= mostQuestions && parameters.every((parameter) => !parameter.rest);
}

/** Reads what was typed for one parameter. Text is taken as it is; numbers and booleans are read as JSON. */
export function readArgument(parameter: EntryParameter, typed: string): ReadArgument {
  const text = parameter.type === "string" ? typed : typed.trim();
  if (text === "") {
    if (parameter.optional) return { kind: "absent" };
    if (parameter.type === "string") return { kind: "value", value: "" };
    return wrong("required");
  }
  switch (parameter.type) {
    case "string":
      return { kind: "value", value: text };
    case "number": {
      const value = parse(text);
      return typeof value === "number" ? { kind: "value", value } : wrong("notNumber");
    }
    case "boolean":
      return text === "true" || text === "false"
        ? { kind: "value", value: text === "true" }
        : wrong("notBoolean");
    case "json": {
      const value = parse(text);
      return value === undefined ? wrong("notJson") : { kind: "value", value };
    }
  }
}

/** Reads all arguments at once, typed as a JSON array; an empty line is no argument. */
export function readArguments(
  parameters: readonly EntryParameter[] | undefined,
  typed: string,
): { readonly args: readonly unknown[] } | { readonly problem: ArgumentProblem } {
  const value = typed.trim() === "" ? [] : parse(typed);
  if (value === undefined) return { problem: "notJson" };
  if (!Array.isArray(value)) return { problem: "notArray" };
  const least = parameters?.filter((one) => !one.optional && !one.rest).length ?? 0;
  return value.length < least ? { problem: "tooFew" } : { args: value };
}

/**
 * The argument list for what was typed line by line. An absent one before a given one is sent as null, since JSON has
 * no `undefined`; absent ones at the end are left out.
 */
export function collectArguments(read: readonly ReadArgument[]): unknown[] {
  const values = read.map((one) => (one.kind === "value" ? one.value : undefined));
  while (values.length > 0 && values.at(-1) === undefined) values.pop();
  return values.map((value) => (value === undefined ? null : value));
}

/** What a first JSON input shows: one placeholder for each parameter that must be given. */
export function exampleArguments(parameters: readonly EntryParameter[] | undefined): string {
  const values = (parameters ?? [])
    .filter((parameter) => !parameter.optional && !parameter.rest)
    .map((parameter) => example[parameter.type]);
  return `[${values.join(", ")}]`;
}

/** Whether a parameter's value is likely a secret, so that it is typed hidden and not remembered. */
export function isSecretName(name: string): boolean {
  return /(?:key|token|secret|passw|credential|bearer|auth(?!or(?!i[sz])))/i.test(name);
}

/** Whether arguments may be kept for the next run: nothing in them is named like a secret or looks like one. */
export function mayRemember(
  parameters: readonly EntryParameter[] | undefined,
  args: readonly unknown[],
): boolean {
  if (parameters?.some((one, index) => index < args.length && isSecretName(one.name))) return false;
  return !args.some(holdsSecret);
}

const example: Readonly<Record<EntryParameter["type"], string>> = {
  string: '""',
  number: "0",
  boolean: "false",
  json: "{}",
};

/** Prefixes that services give their credentials; GitHub, OpenAI, Slack, AWS, Google, Val Town. */
const secretShape =
  /^(?:gh[pousr]_|github_pat_|sk-|xox[abprs]-|AKIA|AIza|vtwn_|eyJ[\w-]+\.|Bearer )/;

function holdsSecret(value: unknown): boolean {
  if (typeof value === "string")
    return readTokenKind(value) !== undefined || secretShape.test(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => isSecretName(name) || holdsSecret(inner));
}

function wrong(problem: ArgumentProblem): ReadArgument {
  return { kind: "wrong", problem };
}

/** JSON text as a value; undefined when it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
