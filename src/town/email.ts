/** Reads a message that is to be sent: addresses in one form, and nothing that could add a line to its head. */
import type { Email, NewEmail } from "../protocol/data-shapes.ts";
import { invalidRequest, type Refusal } from "./refusal.ts";
import type { EmailStore, Message } from "./stores/emails.ts";

type Address = Email["to"][number];

/** The message, or what is wrong with it. Without a recipient it is to the account itself. */
export function readMessage(body: NewEmail): Message | Refusal {
  const wrong: string[] = [];
  const read = (given: NewEmail["to"], place: string): Address[] =>
    (given === undefined ? [] : Array.isArray(given) ? given : [given]).flatMap((one) => {
      const address = readAddress(one);
      if (address === undefined) wrong.push(`${place} holds what is no address`);
      return address ?? [];
    });
  const [from] = read(body.from, "from");
  const { subject = "", headers = {}, attachments = [], text, html } = body;
  if (hasControl(subject)) wrong.push("the subject has more than one line");
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || hasControl(value)) {
      wrong.push(`the header ${JSON.stringify(name)} is malformed`);
    }
  }
  for (const { filename, type = "", disposition = "", contentId = "" } of attachments) {
    if ([filename, type, disposition, contentId].some(hasControl)) {
      wrong.push("the description of an attachment has more than one line");
    }
  }
  const message = {
    ...(from === undefined ? {} : { from }),
    to: read(body.to, "to"),
    cc: read(body.cc, "cc"),
    bcc: read(body.bcc, "bcc"),
    replyTo: read(body.replyToList, "replyToList"),
    subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    headers,
    attachments,
  };
  const [first] = wrong;
  return first === undefined ? message : invalidRequest(first);
}

/**
 * Puts what a classic val's `console.email` sends to its author into the outbox. When the account sends too many, it is
 * dropped: the run's log shows it anyway.
 */
export async function sendToAuthor(
  emails: EmailStore,
  ownerId: string,
  valId: string,
  message: Pick<Message, "subject" | "text" | "html">,
): Promise<void> {
  const none = { to: [], cc: [], bcc: [], replyTo: [], headers: {}, attachments: [] };
  await emails.add(ownerId, valId, { ...none, ...message });
}

/** `a@b.example` or `Name <a@b.example>`, or both in parts. */
function readAddress(given: string | Address): Address | undefined {
  if (typeof given === "string" && hasControl(given)) return undefined;
  const [, name, bracketed] =
    typeof given === "string" ? (/^([^<>]*)<([^<>]+)>\s*$/.exec(given) ?? []) : [];
  const parts: Address =
    typeof given === "string"
      ? { ...(name?.trim() ? { name: name.trim() } : {}), email: (bracketed ?? given).trim() }
      : given;
  const isOne = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/.test(parts.email);
  return isOne && !hasControl(`${parts.name ?? ""}${parts.email}`)
    ? { ...(parts.name === undefined ? {} : { name: parts.name }), email: parts.email }
    : undefined;
}

/** Whether a text holds what ends a line, or another control character. */
function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
