/**
 * Policies: statements that allow or deny operations on what is named. Deny beats allow, what no statement allows is
 * denied, and their order means nothing. A policy only ever narrows what a role or a token may do.
 */
import { isUserName } from "./handle.ts";
import { isAboutAll, operationOf, operations, type OperationId } from "./operations.ts";
import { isPattern, matchesPattern } from "./pattern.ts";
import { actions } from "./token.ts";

/** Exactly one of `actions` and `notActions`, and exactly one of `resources` and `notResources`. */
export interface Statement {
  readonly effect: "allow" | "deny";
  /** An action of tokens (`update`), an operation (`val.read`), a prefix of operations (`val.*`), or `*`. */
  readonly actions?: readonly string[];
  /** All but these. */
  readonly notActions?: readonly string[];
  /** Names of the person's own vals (`blog`, `blog-*`), of somebody's (`@ann/blog-*`), or `*` for all there is. */
  readonly resources?: readonly string[];
  /** All but these. */
  readonly notResources?: readonly string[];
}
export type Policy = readonly Statement[];

/** What a request is about: a val, by its owner and name. */
export interface Named {
  readonly owner: string;
  readonly name: string;
}

/** Which names of a person's own vals are meant. */
export type NameRule =
  | { readonly names: readonly string[] }
  | { readonly not: NameRule }
  | { readonly any: readonly NameRule[] }
  | { readonly all: readonly NameRule[] };

/** What is wrong with a policy, in words; undefined when nothing is. */
export function findPolicyProblem(policy: Policy): string | undefined {
  if (policy.length === 0) return "a policy needs a statement, or it would allow nothing";
  for (const [index, statement] of policy.entries()) {
    const problem =
      findListProblem(statement, ["actions", "notActions"], isActionName) ??
      findListProblem(statement, ["resources", "notResources"], isResourceName);
    if (problem !== undefined) return `statement ${index + 1}: ${problem}`;
  }
  return undefined;
}

type ListName = "actions" | "notActions" | "resources" | "notResources";

function findListProblem(
  statement: Statement,
  [name, notName]: readonly [ListName, ListName],
  isValid: (entry: string) => boolean,
): string | undefined {
  const list = statement[name];
  const rest = statement[notName];
  if (list !== undefined && rest !== undefined) return `give ${name} or ${notName}, not both`;
  const entries = list ?? rest;
  if (entries === undefined) return `${name} or ${notName} is missing`;
  if (entries.length === 0) return `${list === undefined ? notName : name} is empty`;
  const wrong = entries.find((entry) => !isValid(entry));
  return wrong === undefined ? undefined : `${JSON.stringify(wrong)} names none of the ${name}`;
}

function isActionName(entry: string): boolean {
  return (
    actions.some((action) => action === entry) ||
    (Object.keys(operations) as OperationId[]).some((id) => isMatch(entry, id))
  );
}

function isResourceName(entry: string): boolean {
  const [, user, pattern] = /^@([^/]*)\/(.*)$/.exec(entry) ?? [];
  return user === undefined || pattern === undefined
    ? isPattern(entry)
    : isUserName(user) && isPattern(pattern);
}

/**
 * Whether a policy allows an operation.
 * @param user who asks: names without an owner are names of theirs
 * @param target the val that it is about; undefined when it is about none, or about none that may be known
 */
export function policyAllows(
  policy: Policy,
  user: string,
  id: OperationId,
  target: Named | undefined,
): boolean {
  const operation = operationOf(id);
  // A list leaves out what may not be read, so that it may be asked for by whoever may read something. What tells of all
  // vals is denied where one of them is.
  const looseEffect =
    target !== undefined
      ? undefined
      : operation.filtered === true
        ? "allow"
        : isAboutAll(operation)
          ? "deny"
          : undefined;
  const applies = (statement: Statement): boolean =>
    meansAction(statement, id) &&
    (statement.effect === looseEffect || meansResource(statement, user, target));
  return (
    policy.some((one) => one.effect === "allow" && applies(one)) &&
    !policy.some((one) => one.effect === "deny" && applies(one))
  );
}

/** Which of a person's own vals a policy allows an operation on. */
export function namesAllowed(policy: Policy, user: string, id: OperationId): NameRule {
  const named = (effect: Statement["effect"]): NameRule => ({
    any: policy
      .filter((one) => one.effect === effect && meansAction(one, id))
      .map(({ resources, notResources = [] }): NameRule =>
        resources === undefined
          ? { not: { names: ownNames(notResources, user) } }
          : { names: ownNames(resources, user) },
      ),
  });
  return { all: [named("allow"), { not: named("deny") }] };
}

/** Whether a name is one that a rule means. */
export function matchesNames(rule: NameRule, name: string): boolean {
  if ("names" in rule) return rule.names.some((pattern) => matchesPattern(pattern, name));
  if ("not" in rule) return !matchesNames(rule.not, name);
  return "any" in rule
    ? rule.any.some((one) => matchesNames(one, name))
    : rule.all.every((one) => matchesNames(one, name));
}

function meansAction({ actions: list, notActions = [] }: Statement, id: OperationId): boolean {
  return list === undefined
    ? !notActions.some((entry) => isMatch(entry, id))
    : list.some((entry) => isMatch(entry, id));
}

function isMatch(entry: string, id: OperationId): boolean {
  return entry === operationOf(id).action || matchesPattern(entry, id);
}

function meansResource(
  { resources, notResources = [] }: Statement,
  user: string,
  target: Named | undefined,
): boolean {
  const isNamed = (entry: string): boolean =>
    entry === "*" ||
    (target !== undefined &&
      patternsFor([entry], user, target.owner).some((one) => matchesPattern(one, target.name)));
  return resources === undefined ? !notResources.some(isNamed) : resources.some(isNamed);
}

function ownNames(entries: readonly string[], user: string): readonly string[] {
  return patternsFor(entries, user, user);
}

/** The patterns among the entries that speak of vals of an owner. */
function patternsFor(entries: readonly string[], user: string, owner: string): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry === "*") return ["*"];
    const [, named = user, pattern = entry] = /^@([^/]*)\/(.*)$/.exec(entry) ?? [];
    return named === owner ? [pattern] : [];
  });
}
