/** What vals ask of their town while they run: requests of its interface, other vals, stored values, mail. */
import { parseHandle, printHandle } from "../../core/handle.ts";
import { scopeOf } from "../../core/operations.ts";
import { routes, routesMatching } from "../../core/routes.ts";
import type { Frame } from "../../protocol/run-event.ts";
import type {
  ApiCall,
  EmailCall,
  RequestCall,
  RequestReply,
  WriteCall,
} from "../../protocol/sandbox.ts";
import { missingScopes } from "../../core/scope.ts";
import type { FrameFinder } from "./frames.ts";
import type { RunsTown } from "./ports.ts";
import { type CallMessage, CallRefused, type Run } from "./run.ts";

/** What a run needs to have its calls answered. */
export interface CallContext {
  readonly town: RunsTown;
  readonly frames: FrameFinder;
  /** The run's token; the standard vals use it without seeing it. */
  readonly token: string;
  /** Runs another val as its author; resolves to its result, throws {@link CallRefused}. */
  callVal(call: ApiCall, args: readonly unknown[]): Promise<unknown>;
  /** Stores an assignment of a classic val. */
  write(call: WriteCall): Promise<unknown>;
}

/** Headers of a val's request that are passed on; the others describe a connection that there is not. */
const passed: readonly string[] = [
  "accept",
  "authorization",
  "content-type",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "last-event-id",
];

/** Answers one call. Whatever its fields hold may have been made up. */
export async function answerCall(
  run: Run,
  message: CallMessage,
  context: CallContext,
): Promise<unknown> {
  switch (message.kind) {
    case "request":
      return await request(run, message, context);
    case "api":
      return await context.callVal(message, readArguments(message.args));
    case "write":
      return await context.write(message);
    case "email":
      return await email(run, message, context);
    default:
      throw new CallRefused({ name: "Error", message: "The town does not know this call." });
  }
}

async function request(run: Run, call: RequestCall, context: CallContext): Promise<RequestReply> {
  const method = String(call.method);
  const path = String(call.path);
  if (!path.startsWith("/") || path.startsWith("//"))
    throw new CallRefused({
      name: "TypeError",
      message: "Only paths of the service can be asked for.",
    });
  const headers: Record<string, string> = {};
  for (const [name, value] of call.headers)
    if (passed.includes(name.toLowerCase())) headers[name.toLowerCase()] = String(value);
  const frame = context.frames.frames(String(call.stack))[0];
  if (call.library === true) return refuseLibrary(run, method, path, frame);
  if (call.standard === true) headers["authorization"] = `Bearer ${context.token}`;
  const body = call.body === undefined ? {} : { body: Buffer.from(call.body, "base64") };
  const reply = await context.town.request({ method, path, headers, ...body });
  reportRefusal(run, reply, frame);
  return { ...reply, body: reply.body.toString("base64") };
}

/** Code of another author, inside this run, used a standard val: it has no rights of its own here. */
function refuseLibrary(
  run: Run,
  method: string,
  path: string,
  frame: Frame | undefined,
): RequestReply {
  const [route] = routesMatching(method, path.replace(/\?.*$/, ""));
  const scope = route === undefined ? undefined : scopeOf(routes[route].operation);
  const place = frame === undefined ? "A library" : `@${frame.handle.replace("/", ".")}`;
  const message = `${place} runs as a library here and has no rights of its own: it cannot use ${scope ?? path}. Call it through api() instead.`;
  run.refuse({
    type: "refused",
    what: "scope",
    name: scope ?? path,
    missingScopes: [],
    message,
    ...(frame === undefined ? {} : { frame }),
  });
  const body = Buffer.from(JSON.stringify({ message, error: { code: "library_mode" } }));
  const headers = [["content-type", "application/json"]] as const;
  return { status: 403, headers, body: body.toString("base64") };
}

interface ErrorBody {
  readonly message?: unknown;
  readonly error?: { readonly code?: unknown; readonly missing_scopes?: unknown };
}

/** A request that failed for want of a grant is an event of its own: the val may catch the error and say nothing. */
function reportRefusal(
  run: Run,
  { status, body }: { readonly status: number; readonly body: Buffer },
  frame: Frame | undefined,
): void {
  if (status !== 403) return;
  const { message, error } = readJson(body);
  if (error?.code !== "val_grant_missing" || !Array.isArray(error.missing_scopes)) return;
  const missing = error.missing_scopes.map(String);
  run.refuse({
    type: "refused",
    what: "scope",
    name: missing.join(" "),
    missingScopes: missing,
    message: String(message),
    ...(frame === undefined ? {} : { frame }),
  });
}

function readJson(body: Buffer): ErrorBody {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function readArguments(text: string): readonly unknown[] {
  try {
    const args: unknown = JSON.parse(text);
    if (Array.isArray(args)) return args;
  } catch {
    // Said below.
  }
  throw new CallRefused({
    name: "TypeError",
    message: "The arguments of api() are not a JSON array.",
  });
}

/** `console.email` writes to the run's author. */
async function email(run: Run, call: EmailCall, { town, frames }: CallContext): Promise<null> {
  const frame = frames.frames(String(call.stack))[0];
  const place = frame === undefined ? {} : { frame };
  const missing = missingScopes(run.val.grants, ["email:write"]);
  if (missing.length > 0) {
    const message = `console.email needs the grant email:write for ${printHandle(run.val)}.`;
    run.refuse({
      type: "refused",
      what: "scope",
      name: "email:write",
      missingScopes: missing,
      message,
      ...place,
    });
    throw new CallRefused({
      name: "MissingGrantError",
      message,
      code: "val_grant_missing",
      missingScopes: missing,
    });
  }
  const subject = String(call.subject ?? `Message from ${printHandle(run.val)}`);
  if (/[\r\n]/.test(subject))
    throw new CallRefused({ name: "TypeError", message: "The subject of an email is one line." });
  await town.email?.(run.val, {
    subject,
    ...(call.text === undefined ? {} : { text: String(call.text) }),
    ...(call.html === undefined ? {} : { html: String(call.html) }),
  });
  const time = new Date().toISOString();
  run.log.append({ type: "log", level: "info", text: `Email to you: ${subject}`, time, ...place });
  return null;
}

/** Reads the val that `api()` names. */
export function readApiHandle(text: unknown): { readonly user: string; readonly name: string } {
  const handle = typeof text === "string" ? parseHandle(text) : undefined;
  if (handle === undefined)
    throw new CallRefused({ name: "TypeError", message: 'api() takes a val as "user/name".' });
  return handle;
}
