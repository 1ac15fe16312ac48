/** Which val a reference or an import of a file means. */
import { isUserName, isValName } from "../core/handle.ts";
import { isSafePath, type ValLocation } from "../core/uri.ts";
import type { Reference } from "../syntax/source.ts";

/** `@me` is whoever owns the file that says it. */
export function ownerOf(user: string, location: ValLocation): string {
  return user === "me" ? location.user : user;
}

/** The val that a reference names; undefined while it names none, for a secret, and when it is computed. */
export function referencedVal(
  reference: Reference,
  location: ValLocation,
): ValLocation | undefined {
  const { name } = reference;
  const user = ownerOf(reference.user, location);
  if (name === undefined || name === "secrets" || !isUserName(user) || !isValName(name))
    return undefined;
  const readonly = location.readonly || user !== location.user;
  return { connection: location.connection, user, name, path: "", readonly };
}

/** The file that a relative specifier means; undefined when it leaves the val. */
export function relativeFile(specifier: string, location: ValLocation): ValLocation | undefined {
  if (!/^\.\.?\//.test(specifier)) return undefined;
  const segments = location.path.split("/").slice(0, -1);
  for (const segment of specifier.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return undefined;
    } else if (segment !== ".") {
      segments.push(segment);
    }
  }
  const path = segments.join("/");
  return path !== "" && isSafePath(path) ? { ...location, path } : undefined;
}
