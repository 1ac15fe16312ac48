/**
 * What is known about vals from outside their source: from `--facts`, `vals.json`, a val's own manifest and the default
 * grants, in this order. All of them are written alike.
 */
import type { ValFacts } from "../../core/effect.ts";
import { parseHandle, printHandle, type Handle } from "../../core/handle.ts";
import { defaultGrants, parseScope, type GrantProfile, type Scope } from "../../core/scope.ts";
import { privacies, type Privacy } from "../../core/val.ts";

export interface FactsFile {
  readonly me?: string;
  /** By `@user/name`. */
  readonly vals: ReadonlyMap<string, ValEntry>;
  readonly secrets: readonly string[];
}

export interface ValEntry {
  readonly privacy?: Privacy;
  readonly trigger?: NonNullable<ValFacts["trigger"]>;
  readonly grants?: readonly Scope[];
  readonly env?: readonly string[];
}

const triggers = ["script", "http", "email", "interval", "file"] as const;

/**
 * Reads a facts file.
 * @throws Error that says what is wrong with it
 */
export function parseFacts(text: string): FactsFile {
  const whole = objectOf(parseJson(text), "the whole");
  const vals = Object.entries(objectOf(whole["vals"] ?? {}, '"vals"')).map(
    ([name, entry]): [string, ValEntry] => {
      const handle = parseHandle(name);
      if (handle === undefined) throw new Error(`"${name}" is not a val; write "@user/name"`);
      return [printHandle(handle), parseEntry(entry, `"${name}"`)];
    },
  );
  const me = whole["me"];
  if (me !== undefined && typeof me !== "string") throw new Error('"me" is not a text');
  return {
    ...(me === undefined ? {} : { me: me.replace(/^@/, "") }),
    vals: new Map(vals),
    secrets: textsOf(whole["secrets"] ?? [], '"secrets"'),
  };
}

/** Reads the manifest of one val: a facts file with this val in it, or its entry alone. */
export function parseManifest(text: string, handle: Handle): ValEntry {
  const whole = objectOf(parseJson(text), "the whole");
  if (whole["vals"] === undefined) return parseEntry(whole, "the whole");
  return parseFacts(text).vals.get(printHandle(handle)) ?? {};
}

export interface FactsSources {
  readonly me: string;
  /** `--facts`, then `vals.json`; what the first says counts. */
  readonly files: readonly FactsFile[];
  /** The val's own manifest; only of one's own vals. */
  readonly manifest: ValEntry | undefined;
  readonly profile: GrantProfile;
}

/** What is known about one val; a public one with the default grants unless something says otherwise. */
export function resolveFacts(
  handle: Handle,
  { me, files, manifest, profile }: FactsSources,
): ValFacts {
  const stated = files.map((file) => file.vals.get(printHandle(handle)) ?? {});
  const trusted = handle.user === me ? (manifest ?? {}) : {};
  const all = [...stated, trusted];
  const first = <K extends keyof ValEntry>(key: K): ValEntry[K] | undefined =>
    all.find((entry) => entry[key] !== undefined)?.[key];
  const fromFiles = stated.find((entry) => entry.grants !== undefined)?.grants;
  const trigger = first("trigger");
  return {
    me,
    handle,
    privacy: first("privacy") ?? "public",
    granted: fromFiles ?? trusted.grants ?? defaultGrants[profile],
    grantsSource: fromFiles ? "facts" : trusted.grants ? "manifest" : "profile",
    env: first("env") ?? [],
    accountSecrets: files.flatMap((file) => file.secrets),
    ...(trigger === undefined ? {} : { trigger }),
  };
}

function parseEntry(value: unknown, what: string): ValEntry {
  const entry = objectOf(value, what);
  const { privacy, trigger, grants, env } = entry;
  return {
    ...(privacy === undefined
      ? {}
      : { privacy: oneOf(privacies, privacy, `the privacy of ${what}`) }),
    ...(trigger === undefined
      ? {}
      : { trigger: oneOf(triggers, trigger, `the trigger of ${what}`) }),
    ...(grants === undefined ? {} : { grants: scopesOf(grants, `the grants of ${what}`) }),
    ...(env === undefined ? {} : { env: textsOf(env, `"env" of ${what}`) }),
  };
}

function scopesOf(value: unknown, what: string): Scope[] {
  return textsOf(value, what).map((one) => {
    const scope = parseScope(one);
    if (scope === undefined) throw new Error(`there is no permission "${one}" (in ${what})`);
    return scope;
  });
}

function oneOf<T extends string>(known: readonly T[], value: unknown, what: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`${what} is none of ${known.join(", ")}`);
  return found;
}

function textsOf(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string"))
    throw new Error(`${what} is not a list of texts`);
  return value;
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
