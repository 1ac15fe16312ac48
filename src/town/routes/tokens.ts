/** Tokens: made, listed and changed by a person; read and revoked by whoever holds them. */
import type { Token } from "../../protocol/shapes.ts";
import { hashSecret, createSecret } from "../secret.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { isRefusal, notFound, refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import { maxActiveTokens } from "../../core/token.ts";
import { readExpiry, readTokenRequest } from "../token-request.ts";
import type { PresentedToken } from "../caller.ts";
import { callerOf } from "./caller-of.ts";

export const tokenRoutes: RouteModule = ({ stores: { tokens }, runTokens, now }) => [
  route("listTokens", async (call) => {
    const { userId, actor } = callerOf(call);
    const window = windowOf(call.query);
    const rows = await tokens.list(userId, window.offset, window.limit + 1);
    const page = pageByOffset(call, window, rows);
    return {
      status: 200,
      body: { ...page, data: page.data.map((row) => toToken(row, actor.user)) },
    };
  }),

  route("createToken", async (call) => {
    const { userId, actor } = callerOf(call);
    const request = readTokenRequest(call.body, now());
    if (isRefusal(request)) return request;
    if ((await tokens.countActive(userId)) >= maxActiveTokens) {
      return refuse(400, "token_limit", `You have ${maxActiveTokens} active tokens already`);
    }
    const secret = createSecret(request.kind === "service" ? "s" : "p");
    const hash = hashSecret(secret);
    const record = await tokens.add({ ...request, userId, hash, last4: secret.slice(-4) });
    return { status: 201, body: { ...toToken(record, actor.user), token: secret } };
  }),

  route("getCurrentToken", async (call) => {
    const { token, actor } = callerOf(call);
    return { status: 200, body: toToken(token, actor.user) };
  }),

  route("revokeCurrentToken", async (call) => {
    const { token } = callerOf(call);
    if (token.kind === "run") runTokens.end(token.id);
    else await tokens.revoke(token.id);
    return { status: 204 };
  }),

  route("getToken", async (call) => {
    const { userId, actor } = callerOf(call);
    const token = await tokens.byId(userId, call.params.token_id);
    return token === undefined ? notFound() : { status: 200, body: toToken(token, actor.user) };
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
    return after === undefined ? notFound() : { status: 200, body: toToken(after, actor.user) };
  }),

  route("revokeToken", async (call) => {
    const token = await tokens.byId(callerOf(call).userId, call.params.token_id);
    if (token === undefined) return notFound();
    await tokens.revoke(token.id);
    return { status: 204 };
  }),
];

function toToken(token: PresentedToken, owner: string): Token {
  const { id, kind, name, description, scopes, actions, patterns, last4 } = token;
  const { createdAt, expiresAt, lastUsedAt, revokedAt } = token;
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
    createdAt,
    expiresAt,
    lastUsedAt,
    revokedAt,
  };
}
