/**
 * Tokens that were found where they should not be. Whoever has one could use it, so anybody may report it: it is revoked.
 * Every report is the same work, whatever is in it, and each address may make few of them.
 */
import { maxReported } from "../../protocol/token-report-shapes.ts";
import type { RouteModule } from "../parts.ts";
import { createRateLimit } from "../rate-limit.ts";
import { refuse } from "../refusal.ts";
import { route } from "../routing.ts";
import { hashSecret } from "../secret.ts";
import { tokenResource } from "../stores/audit.ts";

/** Reports of one address: ten at once, then one in six seconds. */
const reportRate = { burst: 10, perSecond: 1 / 6, addresses: 10_000 } as const;

export const tokenReportRoutes: RouteModule = ({ stores, runTokens, now }) => {
  const reports = createRateLimit(reportRate, now);
  return [
    route(
      "reportTokens",
      async (call) => {
        const permit = reports.take(call.address);
        if (!permit.allowed) {
          const { retryAfter, first } = permit;
          if (first) await call.record("token.report", { code: "too_many_reports" });
          return refuse(429, "too_many_reports", "Too many reports; wait a little", { retryAfter });
        }
        const { tokens } = call.body;
        const hashes = Array.from({ length: maxReported }, (_, index) =>
          hashSecret(tokens[index] ?? ""),
        );
        const live = await stores.tokenWatch.findLive(hashes);
        const runs = hashes.map((hash) => runTokens.byHash(hash));
        const data = tokens.map((_text, index) => {
          const kind =
            runs[index] === undefined
              ? live.find(({ hash }) => hash === hashes[index])?.kind
              : "run";
          return kind === undefined ? { live: false } : { live: true, kind };
        });
        const by = call.caller?.actor.user ?? null;
        for (const { id, owner } of new Map(live.map((one) => [one.id, one])).values()) {
          await stores.tokens.revoke(id, "leaked", by);
          await call.record("token.report", {
            resource: tokenResource(id),
            about: owner,
            before: { revoked: false },
            after: { revoked: true, reason: "leaked" },
          });
        }
        for (const run of runs) if (run !== undefined) runTokens.end(run.runId);
        const revoked = data.filter((one) => one.live).length;
        await call.record("token.report", { after: { presented: tokens.length, revoked } });
        return { status: 200, body: { data } };
      },
      { anyText: true },
    ),
  ];
};
