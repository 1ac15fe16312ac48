/**
 * Secrets that can be told by their look alone: a prefix that nothing else has, the right length, and a checksum where the
 * issuer puts one in. Keys that may be public, such as those of browsers' map services, are none.
 */

export interface KnownSecret {
  /** What it is called in messages. */
  readonly what: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly what: string;
  readonly pattern: RegExp;
  readonly check?: (secret: string) => boolean;
}

/** The letters before and after must not continue it. */
const word = (body: string) => new RegExp(`(?<![\\w-])(?:${body})(?![\\w-])`, "g");

const forms: readonly Form[] = [
  { what: "Val Town token", pattern: word("vtwn_[A-Za-z0-9]{24,64}") },
  { what: "GitHub token", pattern: word("gh[pousr]_[A-Za-z0-9]{36}"), check: endsInChecksum },
  { what: "GitHub token", pattern: word("github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}") },
  { what: "npm token", pattern: word("npm_[A-Za-z0-9]{36}"), check: endsInChecksum },
  {
    what: "OpenAI key",
    pattern: word("sk-(?:proj-|svcacct-|admin-)?[\\w-]{20,80}T3BlbkFJ[\\w-]{20,80}"),
  },
  { what: "Anthropic key", pattern: word("sk-ant-(?:api|admin)\\d\\d-[\\w-]{93}AA") },
  { what: "Stripe key", pattern: word("[rs]k_live_[A-Za-z0-9]{24,247}") },
  { what: "Slack token", pattern: word("xox[bp]-\\d{10,13}-\\d{10,13}-[A-Za-z0-9-]{24,60}") },
  { what: "SendGrid key", pattern: word("SG\\.[\\w-]{22}\\.[\\w-]{43}") },
  { what: "Telegram bot token", pattern: word("(?:bot)?\\d{8,10}:AA[\\w-]{33}") },
  {
    what: "private key",
    pattern:
      /-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]|\\n){100,}-----END/g,
  },
];

/** Fewest letters of any form. */
const minLength = 29;

/** The secrets in a text, none of them twice. */
export function knownSecrets(text: string): readonly KnownSecret[] {
  if (text.length < minLength) return [];
  return forms.flatMap(({ what, pattern, check }) =>
    [...text.matchAll(pattern)]
      .filter(([secret]) => !isPlaceholder(secret) && (check?.(secret) ?? true))
      .map(({ 0: secret, index }) => ({ what, start: index, end: index + secret.length })),
  );
}

/** Fewest different letters of a real one; chance gives about 20 for the shortest. */
const minLetters = 12;

function isPlaceholder(secret: string): boolean {
  const isMarked = /example|placeholder|your|dummy|fake|redacted|xxxx|0{6}|123456|abcdef/i;
  return isMarked.test(secret) || new Set(secret).size < minLetters;
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The last six letters are the CRC-32 of the rest in base 62 (github.blog, "Behind GitHub's new authentication token formats"). */
function endsInChecksum(token: string): boolean {
  const body = token.slice(token.indexOf("_") + 1);
  let rest = crc32(body.slice(0, -6));
  let sum = "";
  for (let index = 0; index < 6; index++) {
    sum = (digits[rest % 62] ?? "") + sum;
    rest = Math.floor(rest / 62);
  }
  return sum === body.slice(-6);
}

function crc32(text: string): number {
  let crc = 0xff_ff_ff_ff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}
