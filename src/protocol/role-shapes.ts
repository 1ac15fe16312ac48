/** The shapes of policies and custom roles. */
import { type Static, Type } from "typebox";
import type { Policy as CorePolicy } from "../core/policy.ts";
import { Page, paged } from "./shapes.ts";

const Entries = Type.Optional(
  Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { minItems: 1, maxItems: 100 }),
);

/** Strict: a list whose name is misspelled must not make a statement that says something else. */
const Statement = Type.Object(
  {
    effect: Type.Union([Type.Literal("allow"), Type.Literal("deny")]),
    actions: Entries,
    notActions: Entries,
    resources: Entries,
    notResources: Entries,
  },
  { additionalProperties: false },
);

export const Policy = Type.Array(Statement, { minItems: 1, maxItems: 50 });

export const CustomRole = Type.Object({
  key: Type.String(),
  policy: Policy,
  createdAt: Type.String({ format: "date-time" }),
  updatedAt: Type.String({ format: "date-time" }),
});
export type CustomRole = Static<typeof CustomRole>;

/** A policy as it goes over the wire. */
export function toWire(policy: CorePolicy): Static<typeof Policy> {
  return structuredClone(policy) as Static<typeof Policy>;
}

const ofRole = Type.Object({
  key: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$", maxLength: 48 }),
});

export const roleShapes = {
  listRoles: { query: paged, replies: { 200: Page(CustomRole) } },
  getRole: { params: ofRole, replies: { 200: CustomRole } },
  setRole: {
    params: ofRole,
    body: Type.Object({ policy: Policy }, { additionalProperties: false }),
    replies: { 200: CustomRole },
  },
  deleteRole: { params: ofRole, replies: { 204: null } },
} as const;
