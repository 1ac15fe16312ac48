/** What a module specifier means: a standard val, a val, a file of the same val, or a package of a registry. */
import { parseModuleUrl, printUri, type ValLocation } from "../../core/uri.ts";

export type ModuleTarget =
  | { readonly kind: "std"; readonly name: string }
  | { readonly kind: "module"; readonly uri: string }
  | { readonly kind: "package"; readonly name: string }
  /** Data, styles and whatever else cannot hold code. */
  | { readonly kind: "data" }
  /** A URL of somebody else's, or a path out of the val. */
  | { readonly kind: "elsewhere" };

/** Vals that are the standard one under another name. */
const aliases: Readonly<Record<string, string>> = {
  "stevekrouse/sqlite": "sqlite",
  "std/sqlite2": "sqlite",
};

/**
 * Resolves a specifier.
 * @param from the importing file
 * @param me whose vals are written as `val:` rather than `val-ro:` URIs
 */
export function resolveSpecifier(specifier: string, from: ValLocation, me: string): ModuleTarget {
  if (/\.(json|css|html|txt|md|wasm|svg)(\?[^/]*)?$/.test(specifier)) return { kind: "data" };
  if (/^\.\.?\//.test(specifier)) return relative(specifier, from);
  const location = parseModuleUrl(specifier, from.connection);
  if (location !== undefined) {
    const alias = aliases[`${location.user}/${location.name}`];
    if (alias !== undefined) return { kind: "std", name: alias };
    if (location.user === "std") return { kind: "std", name: location.name };
    return { kind: "module", uri: valUri(location, me) };
  }
  const name = packageName(specifier);
  return name === undefined ? { kind: "elsewhere" } : { kind: "package", name };
}

/** The canonical URI of a file of a val; of the val itself when the location has no path. */
export function valUri(location: ValLocation, me: string): string {
  const readonly = location.user !== me || location.version !== undefined;
  return printUri({ ...location, readonly });
}

function relative(specifier: string, from: ValLocation): ModuleTarget {
  const path = from.path.split("/").slice(0, -1);
  for (const part of specifier.replace(/[?#].*$/, "").split("/")) {
    if (part === "..") {
      if (path.pop() === undefined) return { kind: "elsewhere" };
    } else if (part !== ".") path.push(part);
  }
  return { kind: "module", uri: printUri({ ...from, path: path.join("/") }) };
}

/** The package that `npm:`, `jsr:`, a bare name or a URL of a well-known registry mirror names. */
function packageName(specifier: string): string | undefined {
  const bare = specifier
    .replace(/^(npm|jsr):\/?/, "")
    .replace(/^https:\/\/(esm\.sh|cdn\.skypack\.dev|esm\.run|cdn\.jsdelivr\.net\/npm)\//, "")
    .replace(/^(v\d+|stable)\//, "")
    .replace(/^(gh|jsr)\//, "")
    .replace(/^\*/, "");
  if (/^[a-z]+:\/\//.test(bare)) return undefined;
  return /^(node:[a-z_]+|@[^/@]+\/[^/@?]+|[^@/.?][^/@?]*)/.exec(bare)?.[1];
}
