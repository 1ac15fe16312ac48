/** Where runs may connect. */

/**
 * Hosts and ranges that no run may reach: this machine, private and link-local networks, cloud metadata, carrier NAT,
 * benchmarking and multicast. `api.val.town` is on it because a request to it means the town and never goes out.
 *
 * Deno takes no IPv6 ranges, so private IPv6 addresses other than this machine's own stay reachable.
 */
const denied: readonly string[] = [
  "localhost",
  "api.val.town",
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "[::]",
  "[::1]",
];

/** Hosts from which modules may be imported, apart from the town itself. Deno's own list without the open ones. */
const moduleHosts: readonly string[] = ["esm.sh:443", "jsr.io:443", "deno.land:443"];

export interface Interfaces {
  readonly [name: string]:
    | readonly { readonly address: string; readonly family: string }[]
    | undefined;
}

/**
 * Deno's network flags.
 * @param moduleServer `host:port` from which the run's own modules come
 * @param interfaces this machine's addresses (`os.networkInterfaces()`), which are denied too
 * @param allowedHosts hosts that the val's owner allowed on top; they cannot undo a denial of an address range
 */
export function networkFlags(
  moduleServer: string,
  interfaces: Interfaces,
  allowedHosts: readonly string[] = [],
): string[] {
  const own = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const addresses = own.map(({ address, family }) => {
    const [bare = ""] = address.split("%");
    return family === "IPv6" ? `[${bare}]` : bare;
  });
  const all = [...new Set([...denied, ...addresses])].filter(
    (host) => !allowedHosts.includes(host),
  );
  return [
    "--allow-net",
    `--deny-net=${all.join(",")}`,
    `--allow-import=${[moduleServer, ...moduleHosts].join(",")}`,
  ];
}
