/** The parameters of a statement: SQLite numbers them while it reads, and Node's interface does not tell their names. */

/** Names of parameters by their number less one: with their first character, or undefined for `?` and `?1`. */
export type Parameters = readonly (string | undefined)[];

/**
 * Everything in SQL that is no parameter but may hold what looks like one, then parameters
 * (https://www.sqlite.org/lang_expr.html, section 3). `$` may stand inside a name, and `::` or something
 * in parentheses in that of a parameter.
 */
const token =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<number>\?\d*)|(?<name>[:@$](?:[\w$\u0080-\u{10ffff}]|::)+(?:\([^)\s]*\))?)|[\w\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*/gu;

/** Largest number of a parameter; SQLite takes no greater one either. */
const maxParameters = 32_766;

/** Finds the parameters of one statement. Undefined when a number is out of range. */
export function parametersOf(sql: string): Parameters | undefined {
  const found: (string | undefined)[] = [];
  for (const { groups } of sql.matchAll(token)) {
    const { number, name } = groups ?? {};
    if (number === "?") found.push(undefined);
    else if (number !== undefined) {
      const index = Number(number.slice(1));
      if (index < 1 || index > maxParameters) return undefined;
      while (found.length < index) found.push(undefined);
    } else if (name !== undefined && !found.includes(name)) found.push(name);
  }
  return found;
}

/** Whether nothing but white space, comments and semicolons is left behind a statement. */
export function isBlank(rest: string): boolean {
  return rest.replaceAll(/[ \t\n\f\r;]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, "") === "";
}

export interface Bound {
  readonly named: Readonly<Record<string, unknown>>;
  readonly positional: readonly unknown[];
}

/**
 * Gives each parameter its argument: one by name wherever there is one of that name, else the one in its place.
 * @returns what is wrong, when an argument is missing or there are more than parameters
 */
export function bind(
  parameters: Parameters,
  args: readonly unknown[] | Readonly<Record<string, unknown>>,
): Bound | string {
  const isList = Array.isArray(args);
  const given = isList ? args.length : Object.keys(args).length;
  if (given > parameters.length) {
    return `there are ${given} arguments for ${parameters.length} parameters`;
  }
  const byName = new Map(isList ? [] : Object.entries(args));
  const places: readonly unknown[] = isList ? args : [];
  const named: Record<string, unknown> = {};
  const positional: unknown[] = [];
  for (const [index, name] of parameters.entries()) {
    const key = name === undefined || byName.has(name) ? name : name.slice(1);
    const isGiven = key !== undefined && byName.has(key);
    if (!isGiven && index >= places.length) {
      return `the parameter ${name ?? index + 1} has no argument`;
    }
    const value = isGiven ? byName.get(key) : places[index];
    if (name === undefined) positional.push(value);
    else named[name] = value;
  }
  return { named, positional };
}
