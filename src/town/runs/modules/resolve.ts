/** What a module URL of a run means: which file of which val, as far as the run may read it. */
import { decide, type Actor } from "../../../core/decide.ts";
import { type Handle, printHandle, printReference } from "../../../core/handle.ts";
import { parseModuleUrl, printModuleUrl, type ValLocation } from "../../../core/uri.ts";
import { isScript, mainFile } from "../../../core/val.ts";
import type { Pin, RunnableVal, RunPorts } from "../../ports.ts";
import type { Compiler } from "../classic/compiler.ts";
import { type Insertion, withIdentity } from "./identity.ts";

export type Module =
  | { readonly kind: "text"; readonly contentType: string; readonly text: string }
  /** The same module under its pinned URL, as a path below `/v/`. */
  | { readonly kind: "elsewhere"; readonly path: string }
  | { readonly kind: "absent"; readonly message: string };

/** Answers the module requests of one run. */
export interface ModuleReader {
  /** Names the instances of the standard vals that only the author's own code imports. */
  readonly ownStandard: string | undefined;
  /** @param url the `https://esm.town/v/…` form of what is asked for */
  read(url: string): Promise<Module>;
}

const connection = "local";

export interface ReaderContext {
  readonly ports: Pick<RunPorts, "readVal">;
  readonly compiler: Compiler;
  /** The run's rights. */
  readonly actor: Actor;
  /** The val that is run. */
  readonly running: RunnableVal;
  readonly ownStandard?: string;
  /** Told when a module was served with something in it that its author did not write. */
  readonly onInsert: (path: string, insertion: Insertion) => void;
}

/**
 * Reads modules with the rights of a run. The val that is run is read once, so that all its files are of one version;
 * so is every other one.
 */
export function moduleReader({
  ports,
  compiler,
  actor,
  running,
  ownStandard,
  onInsert,
}: ReaderContext): ModuleReader {
  const known = new Map<string, Promise<RunnableVal | undefined>>();
  known.set(
    keyOf(running, { version: running.version, branch: running.branch }),
    Promise.resolve(running),
  );
  known.set(keyOf(running, {}), Promise.resolve(running));
  const readVal = (location: ValLocation): Promise<RunnableVal | undefined> => {
    const pin: Pin = {
      ...(location.branch === undefined ? {} : { branch: location.branch }),
      ...(location.version === undefined ? {} : { version: location.version }),
    };
    const key = keyOf(location, pin);
    const found = known.get(key) ?? ports.readVal(location, pin);
    known.set(key, found);
    return found;
  };
  return {
    ownStandard,
    async read(url) {
      const location = parseModuleUrl(url, connection);
      if (location === undefined) return absent(`${url} does not name a module of a val.`);
      const val = await readVal(location);
      const allowed =
        val?.id === running.id || (val !== undefined && decide(actor, "val.read", val).allow);
      if (val === undefined || !allowed)
        return absent(`${printHandle(location)} does not exist or is private.`);
      const path =
        location.path === "" ? mainFile(val.files.map((file) => file.path)) : location.path;
      if (path === undefined) return absent(`${printHandle(location)} has no main file.`);
      if (location.version === undefined || location.path === "")
        return { kind: "elsewhere", path: pinnedPath(val, path) };
      const file = val.files.find((one) => one.path === path);
      if (file === undefined) return absent(`${printHandle(location)} has no file ${path}.`);
      const isOwn = ownStandard !== undefined && val.owner === actor.user;
      const text = isOwn ? withOwnStandard(file.content, ownStandard) : file.content;
      const contentType = contentTypeOf(path);
      if (!isScript(path)) return { kind: "text", contentType, text };
      const compiled = await compiler.compile({ handle: val, path, text });
      if (compiled.kind === "classic") return { kind: "text", contentType, text: noModule(val) };
      const insertion = withIdentity(text, url);
      if (insertion === undefined) return { kind: "text", contentType, text };
      onInsert(pinnedPath(val, path), insertion);
      return { kind: "text", contentType, text: insertion.text };
    },
  };
}

/** Imports of standard vals lead to the author's own instances. */
function withOwnStandard(text: string, name: string): string {
  return text.replaceAll(
    /(["'])https:\/\/esm\.town\/v\/std\//g,
    `$1https://esm.town/v/std~${name}/`,
  );
}

/** Classic code has no meaning of its own as a module: its references belong to a run. */
function noModule(handle: Handle): string {
  const reference = printReference(handle);
  const message = `${reference} is classic code, which cannot be imported. Call it with api("${handle.user}/${handle.name}").`;
  return `throw new TypeError(${JSON.stringify(message)});\nexport default undefined;\n`;
}

/** The pinned URL of a val's file, as a path below `/v/`. */
export function pinnedPath(val: RunnableVal, path: string): string {
  const { user, name, branch, version } = val;
  return printModuleUrl({ user, name, branch, version, path }).slice("https://esm.town/v/".length);
}

const contentTypes: Readonly<Record<string, string>> = {
  ts: "application/typescript",
  mts: "application/typescript",
  tsx: "text/tsx",
  js: "application/javascript",
  mjs: "application/javascript",
  jsx: "text/jsx",
  json: "application/json",
};

/** The content type by which Deno tells a module's language. */
export function contentTypeOf(path: string): string {
  return contentTypes[path.split(".").at(-1) ?? ""] ?? "text/plain; charset=utf-8";
}

function keyOf({ user, name }: { readonly user: string; readonly name: string }, pin: Pin): string {
  return JSON.stringify([user, name, pin.branch ?? "main", pin.version ?? null]);
}

function absent(message: string): Module {
  return { kind: "absent", message };
}
