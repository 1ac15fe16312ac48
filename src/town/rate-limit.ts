/** How often something may happen per address: a bucket of permits that fills again over time. */
import { isIPv6 } from "node:net";

export interface Rate {
  /** How often at once. */
  readonly burst: number;
  /** How often per second after that. */
  readonly perSecond: number;
  /** Of how many addresses it remembers anything; those that were quiet longest are forgotten first. */
  readonly addresses: number;
}

export type Permit =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** Whole seconds after which the next one is allowed. */
      readonly retryAfter: number;
      /** Whether it is the first that is not allowed since the last one that was. */
      readonly first: boolean;
    };

export interface RateLimit {
  /** Takes a permit of an address, if there is one left. */
  take(address: string | undefined): Permit;
}

interface Bucket {
  readonly permits: number;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly empty: boolean;
}

/** Builds a limit. Its memory does not grow beyond the addresses that it remembers. */
export function createRateLimit({ burst, perSecond, addresses }: Rate, now: () => Date): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(address) {
      const key = networkOf(address);
      const at = now().getTime();
      const { permits, at: then, empty } = buckets.get(key) ?? { permits: burst, at, empty: false };
      const left = Math.min(burst, permits + (Math.max(0, at - then) / 1000) * perSecond);
      const allowed = left >= 1;
      // Written anew, so that the order of the map is that of use.
      buckets.delete(key);
      buckets.set(key, { permits: allowed ? left - 1 : left, at, empty: !allowed });
      const [oldest] = buckets.keys();
      if (buckets.size > addresses && oldest !== undefined) buckets.delete(oldest);
      if (allowed) return { allowed };
      return { allowed, retryAfter: Math.ceil((1 - left) / perSecond), first: !empty };
    },
  };
}

/** Who counts as one: an IPv4 address, the /64 network of an IPv6 one, everybody on the socket file. */
function networkOf(address: string | undefined): string {
  if (address === undefined) return "socket";
  const plain = address.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - groups.length - rest.length }, () => "0");
  const all = tail === undefined ? groups : [...groups, ...zeros, ...rest];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
