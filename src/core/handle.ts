/** Handles `user/name`: who owns a val and what it is called. */

export interface Handle {
  readonly user: string;
  readonly name: string;
}

/** User names with a meaning of their own in source code; no person can have them. */
export const reservedUsers: readonly string[] = ["me", "std"];

/** Longest name of a val, in characters (Val Town's limit). */
export const maxNameLength = 48;

const valName = /^[a-zA-Z][a-zA-Z0-9\-_]*$/;
const userName = /^[a-zA-Z0-9][a-zA-Z0-9\-_]*$/;

/** Whether `name` may name a val: 1 to 48 letters, digits, `-` and `_`, a letter first. */
export function isValName(name: string): boolean {
  return name.length <= maxNameLength && valName.test(name);
}

/** Whether `user` may name a person or org; reserved names are well formed but cannot be taken. */
export function isUserName(user: string): boolean {
  return user.length <= maxNameLength && userName.test(user);
}

/** Reads `user/name`, `@user/name`, `user.name` or `@user.name`; undefined when it is none of them. */
export function parseHandle(text: string): Handle | undefined {
  const match = /^@?([^@./\s]+)[./]([^@./\s]+)$/.exec(text);
  const user = match?.[1];
  const name = match?.[2];
  if (user === undefined || name === undefined || !isUserName(user) || !isValName(name))
    return undefined;
  return { user, name };
}

/** `@user/name`, as shown to people and used in URIs. */
export function printHandle(handle: Handle): string {
  return `@${handle.user}/${handle.name}`;
}

/** `@user.name`, as classic code writes it. */
export function printReference(handle: Handle): string {
  return `@${handle.user}.${handle.name}`;
}

/** Whether two handles name the same val. Names keep their case and are compared exactly. */
export function sameHandle(a: Handle, b: Handle): boolean {
  return a.user === b.user && a.name === b.name;
}
