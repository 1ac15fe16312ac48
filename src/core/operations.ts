/**
 * Every operation of a val service, once: the scope and action it needs and who may be let in without a credential.
 * The town authorizes by this table, the analyser infers scopes from it, and the tests walk over it.
 */
import type { Level, Resource, Scope } from "./scope.ts";
import type { Action, TokenKind } from "./token.ts";

/**
 * What an operation is about:
 * - `val` one val, judged by its privacy and owner
 * - `own` data of the caller's account
 * - `token` the presented credential itself
 * - `session` something only a person at the keyboard may do
 * - `service` nothing of anybody's
 */
export type Subject = "val" | "own" | "token" | "session" | "service";

export interface Operation {
  readonly subject: Subject;
  readonly scope?: Scope;
  readonly action?: Action;
  /** For `val`: whether others may do it on vals that they can see. For the rest: whether no credential is needed. */
  readonly open?: boolean;
  /** Whether an open operation still needs a credential. */
  readonly signedIn?: boolean;
  /** For `val`: whether it can be about no val in particular, as a list is; the answer holds only what may be listed. */
  readonly collection?: boolean;
  /** Whether it is a list of the caller's own that leaves out what may not be read, so that asking for it is harmless. */
  readonly filtered?: boolean;
  /** The least role that may do it; absent means `writer` for what needs a write scope, else `reader`. */
  readonly role?: "writer" | "admin" | "owner";
  /** Kinds of credentials that may not do it whatever their scopes. */
  readonly notBy?: readonly TokenKind[];
}

const val = (level: Level, rest: Partial<Operation> = {}): Operation => ({
  subject: "val",
  scope: `vals:${level}`,
  ...rest,
});
const own = (resource: Resource, level: Level, rest: Partial<Operation> = {}): Operation => ({
  subject: "own",
  scope: `${resource}:${level}`,
  ...rest,
});

export const operations = {
  "val.list": val("read", { open: true, collection: true }),
  "val.search": val("read", { open: true, collection: true }),
  "val.read": val("read", { open: true }),
  "val.references": val("read", { open: true }),
  "val.run": val("read", { open: true, action: "run" }),
  "val.fork": val("write", { open: true, signedIn: true, action: "create" }),
  "val.create": own("vals", "write", { action: "create" }),
  "val.update": val("write", { action: "update" }),
  "val.delete": val("write", { action: "delete" }),
  "val.share": val("write", { action: "share", notBy: ["run"] }),
  "val.permissions.read": val("read"),
  "val.permissions.change": val("write", { action: "share", notBy: ["run"] }),
  "val.history": val("read"),
  "file.create": val("write", { action: "update" }),
  "file.update": val("write", { action: "update" }),
  "file.delete": val("write", { action: "update" }),
  "branch.create": val("write", { action: "update" }),
  "branch.delete": val("write", { action: "update" }),
  "env.list": val("read"),
  "env.change": val("write", { action: "update" }),
  "value.read": val("read", { open: true }),
  "value.write": val("write", { action: "update" }),
  "run.list": own("vals", "read"),
  "run.read": val("read"),
  "run.cancel": val("read", { action: "run" }),
  "me.vals": own("vals", "read", { filtered: true }),
  "code.eval": own("vals", "read", { action: "run" }),
  "user.read": { subject: "service", open: true },
  "me.read": own("user", "read"),
  "me.update": own("user", "write"),
  "org.list": own("user", "read"),
  "blob.read": own("blob", "read"),
  "blob.write": own("blob", "write"),
  "sqlite.read": own("sqlite", "read"),
  "sqlite.write": own("sqlite", "write"),
  "email.send": own("email", "write"),
  "email.list": own("email", "read"),
  "telemetry.read": own("vals", "read"),
  "secret.list": own("user", "read"),
  "secret.change": own("user", "write"),
  "token.current.read": { subject: "token" },
  "token.current.revoke": { subject: "token" },
  "token.current.rotate": { subject: "token", notBy: ["run"] },
  "token.derive": { subject: "token", notBy: ["run"] },
  "token.report": { subject: "service", open: true },
  "token.list": { subject: "session" },
  "token.oversee": { subject: "session", role: "admin" },
  "token.create": { subject: "session" },
  "token.change": { subject: "session" },
  "member.list": { subject: "session" },
  "member.change": { subject: "session", role: "admin" },
  "role.read": { subject: "session" },
  "role.change": { subject: "session", role: "admin" },
  "audit.read": { subject: "session" },
  "service.describe": { subject: "service", open: true },
  "service.hold": { subject: "session" },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationId = keyof typeof operations;

/** Whether the table has an operation of that name. */
export function isOperation(id: string): id is OperationId {
  return Object.hasOwn(operations, id);
}

/** The entry of an operation, with its optional fields visible. */
export function operationOf(id: OperationId): Operation {
  return operations[id];
}

/** Whether an operation that names no val tells of all vals of the caller. */
export function isAboutAll({ subject, scope, filtered }: Operation): boolean {
  return subject === "own" && scope?.startsWith("vals:") === true && filtered !== true;
}

/** The scope that an operation needs; undefined when none does. */
export function scopeOf(id: OperationId): Scope | undefined {
  return operationOf(id).scope;
}
