/** How a route is written down: what it is about, and what it does once that is allowed. */
import type { IncomingHttpHeaders } from "node:http";
import type { Target } from "../core/decide.ts";
import type { OperationId } from "../core/operations.ts";
import type { RouteId } from "../core/routes.ts";
import type { BodyOf, ParamsOf, QueryOf } from "../protocol/http.ts";
import type { Caller } from "./caller.ts";
import type { Links } from "./links.ts";
import type { Refusal } from "./refusal.ts";
import type { AuditNote } from "./stores/audit.ts";

/** A request that was let in. */
export interface Call<R extends RouteId> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  readonly headers: IncomingHttpHeaders;
  /** The path with its query, as it was sent. */
  readonly url: string;
  readonly caller: Caller | null;
  readonly requestId: string;
  /** Address of the peer; absent for one on the socket file. */
  readonly address?: string | undefined;
  readonly links: Links;
  /** Aborts when the client goes away before it was answered. */
  readonly signal: AbortSignal;
  /** Decides a further operation, beyond the one of the route. */
  authorize(operation: OperationId, target?: Target): Promise<Refusal | undefined>;
  /** Says for the audit log what was changed, from what to what. Never a secret. */
  note(note: AuditNote): void;
  /** Writes a further change down in the audit log. */
  record(operation: OperationId, note: AuditNote): Promise<void>;
}

/** A reply that went well. A body that is neither bytes nor a stream is sent as JSON; undefined is no body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
export type Answer = Reply | Refusal;

/** A route as the registrar sees it: it finds the target, authorizes, and only then calls `handle`. */
export interface TownRoute {
  readonly id: RouteId;
  /** Whether texts of the request may hold NUL and halves of surrogate pairs. Only for what is never stored as text. */
  readonly anyText: boolean;
  find(call: Call<never>): Promise<Target | undefined>;
  handle(call: Call<never>, target: Target | undefined): Promise<Answer>;
}

interface Options<R extends RouteId> {
  readonly anyText?: boolean;
  /** For operations that are not on a val but are judged by one, such as creating it. */
  readonly target?: (call: Call<R>) => Target | undefined;
}

/** A route that is about no val. */
export function route<R extends RouteId>(
  id: R,
  handle: (call: Call<R>) => Promise<Answer>,
  { anyText = false, target }: Options<R> = {},
): TownRoute {
  return {
    id,
    anyText,
    find: async (call) => target?.(call as unknown as Call<R>),
    handle: (call) => handle(call as unknown as Call<R>),
  };
}

/** A val that was asked for by name and does not exist. */
export interface Absent extends Target {
  readonly privacy: "absent";
}

/**
 * A route about a val.
 * @param find the val; undefined when nothing has the id that was given
 * @param handle called only when the caller may do it to that val
 */
export function valRoute<R extends RouteId, V extends Target>(
  id: R,
  find: (call: Call<R>) => Promise<V | Absent | undefined>,
  handle: (call: Call<R>, val: Exclude<V, Absent>) => Promise<Answer>,
  { anyText = false }: Pick<Options<R>, "anyText"> = {},
): TownRoute {
  return {
    id,
    anyText,
    find: (call) => find(call as unknown as Call<R>),
    handle: async (call, target) => {
      if (target === undefined || target.privacy === "absent") {
        throw new Error(`${id} was allowed on a val that does not exist`);
      }
      return await handle(call as unknown as Call<R>, target as Exclude<V, Absent>);
    },
  };
}
