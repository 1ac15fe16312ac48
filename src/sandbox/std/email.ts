/** Sends email in your name; without `to`, to yourself. Needs the grant `email:write`. */
import { callTown } from "./request.ts";

/** `a@b.example` or `Name <a@b.example>`, or both in parts. */
export type Address = string | { readonly email: string; readonly name?: string };

export interface Attachment {
  /** Base64. */
  readonly content: string;
  readonly filename: string;
  readonly type?: string;
  readonly disposition?: string;
  readonly contentId?: string;
}

export interface Email {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly to?: Address | readonly Address[];
  readonly from?: Address;
  readonly cc?: Address | readonly Address[];
  readonly bcc?: Address | readonly Address[];
  readonly replyTo?: Address | readonly Address[];
  readonly attachments?: readonly Attachment[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a message. A service on your own machine keeps it in an outbox, where you read it; nothing leaves the machine. */
export async function email({ replyTo, ...message }: Email): Promise<{ readonly message: string }> {
  const replyToList = replyTo === undefined ? {} : { replyToList: [replyTo].flat().map(inParts) };
  const response = await callTown("/v1/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...message, ...replyToList }),
  });
  return (await response.json()) as { message: string };
}

/** @alias As Val Town exports it too. */
export default email;

function inParts(address: Address): Exclude<Address, string> {
  if (typeof address !== "string") return address;
  const [, name, bracketed] = /^([^<>]*)<([^<>]+)>\s*$/.exec(address) ?? [];
  const label = name?.trim() ?? "";
  return { email: (bracketed ?? address).trim(), ...(label === "" ? {} : { name: label }) };
}
