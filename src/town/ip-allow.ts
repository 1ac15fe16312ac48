/** From which addresses a token may be used. */
import { BlockList, isIP, isIPv6 } from "node:net";

/** Whether a text is an address, or a range in CIDR notation, of IPv4 or IPv6. */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/**
 * Whether an address is within one of the ranges.
 * @param address of the peer; undefined is the socket file, whose peers are on this machine and count as `127.0.0.1`.
 *   An IPv4 address that is written as IPv6 is the IPv4 address.
 */
export function isAddressAllowed(ranges: readonly string[], address: string | undefined): boolean {
  const peer = (address === undefined || address === "" ? "127.0.0.1" : address)
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  const family = familyOf(peer);
  const list = new BlockList();
  for (const range of ranges) {
    const [start = "", bits] = range.split("/");
    // The list would take IPv4 addresses for IPv6 ones.
    if (familyOf(start) !== family) continue;
    if (bits === undefined) list.addAddress(start, family);
    else list.addSubnet(start, Number(bits), family);
  }
  return isIP(peer) !== 0 && list.check(peer, family);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}
