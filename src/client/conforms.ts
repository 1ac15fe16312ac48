/**
 * Whether an answer has the shape that its route promises. Lenient where a service may grow: further members, formats
 * and ranges pass; missing members and wrong types do not, so that code behind it can rely on what it reads.
 */

/** The parts of JSON Schema that the protocol's schemas use. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/**
 * The place of the first difference between a value and its schema, as in `data.3.name`; undefined when it conforms.
 * The value itself is never part of the answer.
 */
export function findMismatch(schema: object, value: unknown, place = ""): string | undefined {
  const { type, const: only, enum: members, anyOf, properties, required, items }: Schema = schema;
  const here = place === "" ? "the answer" : place;
  if (anyOf) {
    return anyOf.some((one) => findMismatch(one, value, place) === undefined) ? undefined : here;
  }
  if (only !== undefined) return value === only ? undefined : here;
  if (members) return members.includes(value) ? undefined : here;
  if (type !== undefined && !hasType(type, value)) return here;
  if (type === "array" && items && Array.isArray(value)) {
    return first(value, (item, index) => findMismatch(items, item, join(place, String(index))));
  }
  if (type !== "object" || properties === undefined || !isRecord(value)) return undefined;
  return first(Object.entries(properties), ([key, member]) => {
    if (value[key] === undefined) return required?.includes(key) ? join(place, key) : undefined;
    return findMismatch(member, value[key], join(place, key));
  });
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(place: string, key: string): string {
  return place === "" ? key : `${place}.${key}`;
}

function first<T>(
  list: readonly T[],
  find: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of list.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
