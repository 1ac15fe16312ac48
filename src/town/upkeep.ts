/** What a town does by itself, at its start and every hour: forgets old audit entries and announces expiries, once each. */
import type { AuditStore } from "./stores/audit.ts";
import { tokenResource } from "./stores/audit.ts";
import type { TokenWatchStore } from "./stores/token-watch.ts";

export interface UpkeepStores {
  readonly audit: Pick<AuditStore, "append" | "prune">;
  readonly tokenWatch: Pick<TokenWatchStore, "takeExpiring">;
}

/** How long before its expiry the owner of a token is told, in milliseconds. */
const noticeTime = 3 * 86_400_000;
/** Most notices at a time. */
const maxNotices = 1000;
const hour = 3_600_000;

/**
 * Does it now, and again every hour until the function that it gives is called.
 * @param log where a failure is told; the next hour tries again
 */
export async function startUpkeep(
  stores: UpkeepStores,
  log: (line: string) => void,
): Promise<() => Promise<void>> {
  await keepUp(stores);
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = keepUp(stores).catch((error: unknown) =>
      log(`upkeep failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  }, hour);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Does it once. */
export async function keepUp({ audit, tokenWatch }: UpkeepStores): Promise<void> {
  await audit.prune();
  for (const token of await tokenWatch.takeExpiring(noticeTime, maxNotices)) {
    await audit.append({
      requestId: "upkeep",
      userHandle: null,
      tokenId: null,
      tokenName: null,
      kind: null,
      ending: null,
      act: null,
      action: "token.expiring",
      resource: tokenResource(token.id),
      about: token.owner,
      valId: null,
      decision: "allow",
      layer: null,
      code: null,
      address: null,
      userAgent: null,
      after: { name: token.name, last4: token.last4, expires_at: token.expiresAt },
    });
  }
}
