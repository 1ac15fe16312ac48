/** The methods of a client that was generated from an API's description, found by looking at it. */

/** A part of such a client: it holds methods, and other parts. */
type Part = Readonly<Record<string, unknown>>;

/** Calls `visit` with the path of every method, such as `vals.files.create`, and the part that has it. */
export function eachMethod(
  client: object,
  visit: (path: string, part: Part, name: string) => void,
  path = "",
): void {
  const part = client as Part;
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(client) as object);
  for (const name of path === "" ? [] : own) {
    if (name !== "constructor" && typeof part[name] === "function") {
      visit(`${path}${name}`, part, name);
    }
  }
  for (const [name, inner] of Object.entries(part)) {
    if (inner !== null && typeof inner === "object" && "_client" in inner) {
      eachMethod(inner, visit, `${path}${name}.`);
    }
  }
}

/** Makes a client note which of its methods were called. */
export function noteCalls(client: object): ReadonlySet<string> {
  const called = new Set<string>();
  eachMethod(client, (path, part, name) => {
    const method = part[name] as (...args: readonly unknown[]) => unknown;
    Object.defineProperty(part, name, {
      value: (...args: readonly unknown[]) => {
        called.add(path);
        return method.apply(part, [...args]);
      },
    });
  });
  return called;
}
