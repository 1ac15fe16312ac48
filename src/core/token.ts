/**
 * Tokens: `vtl` + kind + `_` + 32 base62 characters + 6 characters of checksum.
 * The checksum is CRC-32 of the 32 characters in base62, so that scanners can tell a token from a string that looks
 * like one without asking the service.
 */

export const tokenKinds = {
  p: "personal",
  s: "service",
  r: "run",
  d: "derived",
  u: "session",
} as const;
export type TokenLetter = keyof typeof tokenKinds;
/** `legacy` is a token of another service, in whatever form that had; it has no letter until its secret is replaced. */
export type TokenKind = (typeof tokenKinds)[TokenLetter] | "legacy";

/** The actions that a token may be limited to, apart from its scopes. */
export const actions = ["create", "update", "delete", "share", "run"] as const;
export type Action = (typeof actions)[number];

/** Life of a token in days unless told otherwise. */
export const defaultExpiryDays = 90;
/** Most active tokens of one user. */
export const maxActiveTokens = 500;
/** Most steps from a derived token to the one that was not. */
export const maxDerivations = 8;
/** Longest time that a replaced secret may go on working, in seconds. */
export const maxGraceSeconds = 604_800;
/** Characters of randomness in a token; 62^32 is 190 bits. */
export const secretLength = 32;

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const form = /^vtl([psrdu])_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/**
 * Builds a token of `kind` from random bytes. Bytes of 248 and above are skipped, so that no character is more likely
 * than another; give about a tenth more bytes than {@link secretLength}.
 * @returns the token, or undefined when the bytes did not suffice
 */
export function composeToken(letter: TokenLetter, random: Uint8Array): string | undefined {
  let secret = "";
  for (const byte of random) {
    if (secret.length === secretLength) break;
    if (byte < 248) secret += alphabet[byte % 62];
  }
  return secret.length === secretLength ? `vtl${letter}_${secret}${checksum(secret)}` : undefined;
}

/** The kind of a well-formed token; undefined when the form or the checksum is wrong. */
export function readTokenKind(token: string): TokenKind | undefined {
  const [, letter, secret, sum] = form.exec(token) ?? [];
  if (letter === undefined || secret === undefined || checksum(secret) !== sum) return undefined;
  return tokenKinds[letter as TokenLetter];
}

/** The letter of a kind; a new secret of an old token is that of a personal one. */
export function letterOf(kind: TokenKind): TokenLetter {
  if (kind === "legacy") return "p";
  const letters = Object.keys(tokenKinds) as TokenLetter[];
  const letter = letters.find((one) => tokenKinds[one] === kind);
  if (letter === undefined) throw new Error(`no letter stands for ${kind}`);
  return letter;
}

/** Replaces everything that has the shape of a token (ours or Val Town's) so that it can be logged. */
export function redactTokens(text: string): string {
  return text
    .replaceAll(/\bvtl([psrdu])_[0-9A-Za-z]{20,}/g, "vtl$1_…")
    .replaceAll(/\bvtwn_[0-9A-Za-z_-]{12,}/g, "vtwn_…");
}

function checksum(secret: string): string {
  let value = crc32(secret);
  let text = "";
  while (value > 0) {
    text = alphabet.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text.padStart(6, "0");
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
