/** The manifest inside the package. */

/** What only those who work on the extension need. */
const development = ["allowScripts", "devDependencies", "knip", "private", "scripts"];

/**
 * The manifest as it ships. It has no `type`: editors in a browser take every entry of a `module` package for an ES
 * module, which their extension host cannot load. What Node runs says by its ending what it is.
 */
export function shippedManifest(manifest: Readonly<Record<string, unknown>>): object {
  const left = [...development, "type"];
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !left.includes(key)));
}
