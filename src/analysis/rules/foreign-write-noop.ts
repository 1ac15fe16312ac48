/** Vals are set by the runs of their owners alone: an assignment to somebody else's is lost, or ends the run. */
import { decideWrite } from "../../core/library-mode.ts";
import type { ReachedUse } from "../effects/reach.ts";
import type { Finding, Message } from "../finding.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const foreignWriteNoop: Rule = {
  id: "foreign-write-noop",
  title: "An assignment to somebody else's val does nothing",
  severity: "error",
  since: "0.1",
  check(context) {
    const own = context.uses.filter((use) => isForeign(context, use));
    const others = context.library
      .flatMap((one) => one.uses)
      .filter((use) => isForeign(context, use));
    const sites = new Map<string, ReachedUse>();
    for (const use of [...own, ...others]) {
      const { line, character } = use.place.range.start;
      const key = `${line}:${character}`;
      if (!sites.has(key)) sites.set(key, use);
    }
    return [...sites.values()].map((use) => report(context, use, own.includes(use)));
  },
};

function isForeign({ facts, module, isSuppressed }: RuleContext, use: ReachedUse): boolean {
  if (use.kind !== "mutation" || use.owner === undefined || use.confidence !== "proved")
    return false;
  const { user } = facts.handle;
  const site = { author: user, runner: user, user: use.owner };
  const isRefused = decideWrite(site, ["vals:write"]) !== "allowed";
  return use.place.file === module.uri && isRefused && !isSuppressed(use.place);
}

/** Code that others call may be meant for the owner, in whose runs the assignment counts. */
function report({ facts }: RuleContext, use: ReachedUse, isOwnRun: boolean): Finding {
  const { trigger } = facts;
  const isTriggered = trigger === "http" || trigger === "email" || trigger === "interval";
  const isCertain = isOwnRun && (facts.privacy === "private" || isTriggered);
  return {
    rule: foreignWriteNoop.id,
    severity: isCertain ? "error" : "warning",
    confidence: isCertain ? "proved" : "likely",
    place: use.place,
    message: messageFor(use, isCertain),
    related: [],
    fixes: [],
  };
}

function messageFor({ label, owner = "" }: ReachedUse, isCertain: boolean): Message {
  if (isCertain)
    return {
      template: "{0} cannot be set here: only runs of @{1} can, and this val runs as you.",
      args: [label, owner],
    };
  return {
    template:
      "{0} is set only in runs of @{1}; in yours this throws, in anybody else's it is lost.",
    args: [label, owner],
  };
}
