/** Calls what a val is, or takes it as it is. */

/** The val itself: the default export of a modern module, else its only one. */
export function valueOfModule(module: Readonly<Record<string, unknown>>): unknown {
  if ("default" in module) return module["default"];
  const names = Object.keys(module);
  const [sole] = names;
  if (sole !== undefined && names.length === 1) return module[sole];
  if (names.length === 0) return undefined;
  throw new NothingToRun(
    `The val exports ${names.join(", ")}, and none of them is the default. Export one of them as default.`,
  );
}

/** A val that has nothing to run; reported like a compile error. */
export class NothingToRun extends Error {
  override readonly name = "NothingToRun";
}

/** Calls a function with `args`; anything else is returned as it is, and then takes no arguments. */
export async function callVal(value: unknown, args: readonly unknown[]): Promise<unknown> {
  if (typeof value === "function") return await (value as (...all: unknown[]) => unknown)(...args);
  if (args.length > 0)
    throw new TypeError("The val is not a function, so it cannot be run with arguments.");
  return await value;
}
