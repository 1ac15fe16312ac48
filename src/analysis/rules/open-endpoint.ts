/** An endpoint that changes something for whoever asks. */
import type { Endpoint } from "../endpoints.ts";
import type { ReachedUse } from "../effects/reach.ts";
import { endpointSecret, guardEndpoint } from "../edits/guard-endpoint.ts";
import type { Finding, Fix, Message } from "../finding.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const openEndpoint: Rule = {
  id: "open-endpoint",
  title: "Anyone can call an endpoint that changes something",
  severity: "warning",
  since: "0.1",
  check: (context) =>
    context.endpoints
      .filter(({ place }) => place.file === context.module.uri)
      .flatMap((endpoint) => report(context, endpoint) ?? []),
};

function report(context: RuleContext, endpoint: Endpoint): Finding | undefined {
  const { place, uses } = endpoint;
  const open = uses.filter((one) => !one.guarded).map(({ use }) => use);
  // Forms that send an e-mail to their author are open on purpose more often than not.
  const first = open.find((use) => use.name !== "email:write") ?? open[0];
  if (first === undefined) return undefined;
  return {
    rule: openEndpoint.id,
    severity: first.name === "email:write" ? "info" : "warning",
    confidence: "proved",
    place,
    message: messageOf(first),
    related: open.slice(0, maxRelated).map((use) => ({
      place: use.place,
      message: { template: "{0} runs for anyone", args: [use.label] },
    })),
    fixes: fixes(context, endpoint),
  };
}

function fixes({ ts, module }: RuleContext, endpoint: Endpoint): Fix[] {
  const edits = guardEndpoint(ts, module, endpoint);
  if (edits === undefined) return [];
  const title = {
    template: "Answer only to who sends the secret in the variable {0}",
    args: [endpointSecret],
  };
  return [{ title, safe: false, intent: { kind: "edit" }, edits }];
}

/** Most places that are named. */
const maxRelated = 10;

const effects = {
  "blob:write": "Anyone can call this endpoint, and it writes blobs ({0}); check a secret first.",
  "sqlite:write":
    "Anyone can call this endpoint, and it writes to the database ({0}); check a secret first.",
  "email:write": "Anyone can call this endpoint, and it sends e-mail ({0}).",
  "vals:write": "Anyone can call this endpoint, and it changes vals ({0}); check a secret first.",
  "user:write":
    "Anyone can call this endpoint, and it changes your account ({0}); check a secret first.",
};

function messageOf({ name, label }: ReachedUse): Message {
  const effect = isKnown(name) ? name : "vals:write";
  return { template: effects[effect], args: [label] };
}

function isKnown(name: string): name is keyof typeof effects {
  return Object.hasOwn(effects, name);
}
