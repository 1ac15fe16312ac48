/** Messages: sending one puts it into the outbox, where its sender reads it. Nothing leaves the service. */
import { readMessage } from "../email.ts";
import { pageByOffset, windowOf } from "../paging.ts";
import type { RouteModule } from "../parts.ts";
import { isRefusal, refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import { callerOf } from "./caller-of.ts";

export const emailRoutes: RouteModule = ({ stores: { emails } }) => [
  route("sendEmail", async (call) => {
    const { userId, act } = callerOf(call);
    const message = readMessage(call.body);
    if (isRefusal(message)) return message;
    if ((await emails.add(userId, act?.valId ?? null, message)) === "tooMany") {
      return refuse(429, "busy", "Too many messages in a minute", { retryAfter: 60 });
    }
    return { status: 202, body: { message: "Email accepted to be sent" } };
  }),

  route("listEmails", async (call) => {
    const window = windowOf(call.query);
    const { userId } = callerOf(call);
    const page = pageByOffset(
      call,
      window,
      await emails.list(userId, window.offset, window.limit + 1),
    );
    const data = page.data.map(({ message, ...rest }) => ({ ...rest, ...message }));
    return { status: 200, body: { ...page, data } };
  }),
];
