/** Tokens: made, listed and changed by a person; read and revoked by whoever holds them. */
import type { Token } from "../../protocol/shapes.ts";
import { hashSecret, createSecret } from "../secret.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { bearerOf } from "../authenticate.ts";
import { readDerivedRequest } from "../derived-token.ts";
import { isRefusal, notFound, refuse, unauthorized, type Refusal } from "../refusal.ts";
import { route, type Call } from "../routing.ts";
import { isAtLeast } from "../../core/decide.ts";
import { tokenResource, type AuditNote, type Fields } from "../stores/audit.ts";
import type { RevokeReason } from "../stores/schema.ts";
import type { Stores } from "../stores/stores.ts";
import { letterOf, maxActiveTokens, maxDerivations } from "../../core/token.ts";
import { readExpiry, readTokenRequest } from "../token-request.ts";
import type { PresentedToken } from "../caller.ts";
import { callerOf } from "./caller-of.ts";

export const tokenRoutes: RouteModule = ({ stores: { tokens }, runTokens, now }) => [
  route("listTokens", async (call) => {
    const { userId, actor } = callerOf(call);
    const window = windowOf(call.query);
    const all = call.query.owner === "all";
    const refusal = all ? await call.authorize("token.oversee") : undefined;
    if (refusal) return refusal;
    const { offset, limit } = window;
    const rows = all
      ? await tokens.listAll(offset, limit + 1)
      : (await tokens.list(userId, offset, limit + 1)).map((row) => ({
          ...row,
          owner: actor.user,
        }));
    const page = pageByOffset(call, window, rows);
    const data = page.data.map((row) => toToken(row, row.owner));
    return { status: 200, body: { ...page, data } };
  }),

  route("createToken", async (call) => {
    const { userId, actor } = callerOf(call);
    const request = readTokenRequest(call.body, now());
    if (isRefusal(request)) return request;
    if (request.role !== null && !isAtLeast(actor.role, request.role)) return aboveRole;
    const { kind = "personal", survives_downgrade: survives = false } = call.body;
    if (survives && kind !== "service")
      return refuse(400, "invalid_request", "Only a service token can outlive its owner's role");
    if (survives && !isAtLeast(actor.role, "admin")) return forAdministrators;
    const heldRole = survives ? (request.role ?? actor.role) : null;
    const secret = createSecret(letterOf(kind));
    const token = { ...request, heldRole, kind, userId, ...keptOf(secret) };
    const record = await tokens.addWithin(maxActiveTokens, token);
    if (record === "too_many") return tooMany;
    call.note({ ...aboutToken(record, actor.user), after: limitsOf(record) });
    return { status: 201, body: { ...toToken(record, actor.user), token: secret } };
  }),

  route("deriveToken", async (call) => {
    const { userId, actor, token } = callerOf(call);
    if ((await tokens.ancestors(token)).length + 1 >= maxDerivations) {
      return refuse(400, "exceeds_parent", "This token is derived too many times over");
    }
    const request = readDerivedRequest(call.body, token, now());
    if (isRefusal(request)) return request;
    const kind = "derived";
    const secret = createSecret(letterOf(kind));
    const from = { kind, userId, parentId: token.id } as const;
    const record = await tokens.addWithin(maxActiveTokens, {
      ...request,
      ...from,
      ...keptOf(secret),
    });
    if (record === "too_many") return tooMany;
    call.note({ ...aboutToken(record, actor.user), after: limitsOf(record) });
    return { status: 201, body: { ...toToken(record, actor.user), token: secret } };
  }),

  route("rotateCurrentToken", async (call) => {
    const { token, actor } = callerOf(call);
    const secret = createSecret(letterOf(token.kind));
    const kept = keptOf(secret);
    const grace = call.body?.grace_seconds ?? 0;
    const graceUntil = new Date(now().getTime() + grace * 1000).toISOString();
    const old = hashSecret(bearerOf(call.headers.authorization) ?? "");
    if (!(await tokens.rotate(token.id, old, kept, graceUntil))) {
      await tokens.revoke(token.id, "reused", actor.user);
      return unauthorized("superseded_token", "This token was replaced by a newer one");
    }
    const record = { ...token, last4: kept.last4 };
    call.note({
      ...aboutToken(token, actor.user),
      before: { last4: token.last4 },
      after: { last4: record.last4, grace_seconds: grace },
    });
    return { status: 200, body: { ...toToken(record, actor.user), token: secret } };
  }),

  route("getCurrentToken", async (call) => {
    const { token, actor } = callerOf(call);
    return { status: 200, body: toToken(token, actor.user) };
  }),

  route("revokeCurrentToken", async (call) => {
    const { token, actor } = callerOf(call);
    if (token.kind === "run") runTokens.end(token.id);
    else await tokens.revoke(token.id, "self", actor.user);
    call.note({ ...aboutToken(token, actor.user), ...revoked("self") });
    return { status: 204 };
  }),

  route("getToken", async (call) => {
    const found = await findAny(tokens, call);
    return isRefusal(found) ? found : { status: 200, body: toToken(found, found.owner) };
  }),

  route("changeToken", async (call) => {
    const { userId, actor } = callerOf(call);
    const before = await tokens.byId(userId, call.params.token_id);
    if (before === undefined) return notFound();
    const { name, expires_at: expiresAt } = call.body;
    if (name?.trim() === "") return refuse(400, "name_required", "A token needs a name");
    const expiry = expiresAt === undefined ? undefined : readExpiry(expiresAt, now());
    if (typeof expiry === "object") return expiry;
    if (expiry !== undefined && before.expiresAt !== null && expiry > before.expiresAt) {
      return refuse(400, "invalid_request", "The life of a token can be shortened, not prolonged");
    }
    await tokens.change(before.id, {
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(expiry === undefined ? {} : { expiresAt: expiry }),
    });
    const after = await tokens.byId(userId, before.id);
    if (after === undefined) return notFound();
    call.note({
      ...aboutToken(before, actor.user),
      before: { name: before.name, expires_at: before.expiresAt },
      after: { name: after.name, expires_at: after.expiresAt },
    });
    return { status: 200, body: toToken(after, actor.user) };
  }),

  route("revokeToken", async (call) => {
    const { actor, userId } = callerOf(call);
    const token = await findAny(tokens, call);
    if (isRefusal(token)) return token;
    const own = token.userId === userId;
    if (!own && !isAtLeast(actor.role, token.ownerRole)) return aboveOwn;
    const reason = own ? "owner" : "admin";
    await tokens.revoke(token.id, reason, actor.user);
    call.note({ ...aboutToken(token, token.owner), ...revoked(reason) });
    return { status: 204 };
  }),
];

/** One's own token, or for an administrator anybody's. To others a foreign token is one that does not exist. */
async function findAny(
  tokens: Stores["tokens"],
  call: Call<"getToken" | "revokeToken">,
): Promise<Exclude<Awaited<ReturnType<Stores["tokens"]["ofAnybody"]>>, undefined> | Refusal> {
  const { userId, actor } = callerOf(call);
  const token = await tokens.ofAnybody(call.params.token_id);
  if (token === undefined) return notFound();
  if (token.userId === userId) return token;
  if (!isAtLeast(actor.role, "admin")) return notFound();
  return (await call.authorize("token.oversee")) ?? token;
}

const aboveOwn = refuse(
  403,
  "exceeds_owner",
  "Nobody can revoke tokens of a role above their own",
  {
    layer: "role",
  },
);
const forAdministrators = refuse(
  403,
  "insufficient_role",
  "Only administrators can make tokens that outlive their owner's role",
  { layer: "role" },
);
const aboveRole = refuse(403, "exceeds_owner", "A token cannot have a role above your own", {
  layer: "role",
});
const tooMany = refuse(400, "token_limit", `You have ${maxActiveTokens} active tokens already`);

function aboutToken({ id }: PresentedToken, owner: string): AuditNote {
  return { resource: tokenResource(id), about: owner };
}

function revoked(reason: RevokeReason): AuditNote {
  return { before: { revoked: false }, after: { revoked: true, reason } };
}

/** What a token may do, for the audit log. */
function limitsOf({ kind, name, scopes, actions, patterns, ...rest }: PresentedToken): Fields {
  const { ipAllow, notBefore, expiresAt, parentId, role, heldRole, policy } = rest;
  return {
    kind,
    name,
    scopes,
    endpoints: actions,
    patterns,
    ip_allow: ipAllow,
    ...(role === null ? {} : { role }),
    ...(heldRole === null ? {} : { held_role: heldRole }),
    ...(policy === null ? {} : { policy }),
    not_before: notBefore,
    expires_at: expiresAt,
    ...(parentId === null ? {} : { parent: parentId }),
  };
}

/** What of a secret is kept. */
function keptOf(secret: string): { readonly hash: string; readonly last4: string } {
  return { hash: hashSecret(secret), last4: secret.slice(-4) };
}

function toToken(token: PresentedToken, owner: string): Token {
  const { id, kind, name, description, scopes, actions, patterns, last4 } = token;
  const { createdAt, notBefore, expiresAt, lastUsedAt, revokedAt, parentId, ipAllow } = token;
  return {
    id,
    kind,
    name,
    description,
    owner,
    scopes: scopes === null ? null : [...scopes],
    endpoints: actions === null ? null : [...actions],
    patterns: patterns === null ? null : [...patterns],
    last4,
    ...(parentId === null ? {} : { parent: parentId }),
    ...(ipAllow === null ? {} : { ipAllow: [...ipAllow] }),
    createdAt,
    ...(notBefore === null ? {} : { notBefore }),
    expiresAt,
    lastUsedAt,
    revokedAt,
    ...(token.role === null ? {} : { role: token.role }),
    ...(token.narrowsAt === null ? {} : { narrowsAt: token.narrowsAt }),
    ...(token.heldRole === null ? {} : { heldRole: token.heldRole }),
    ...(token.policy === null ? {} : { policy: [...token.policy] }),
    ...(token.revokeReason === null
      ? {}
      : { revokedBy: token.revokedBy, revokeReason: token.revokeReason }),
  };
}
