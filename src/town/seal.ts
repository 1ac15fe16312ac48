/** Encryption of secret values at rest: AES-256-GCM under one key per town, bound to the place of the value. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface Seal {
  /**
   * Encrypts a value.
   * @param place what the value belongs to; it opens only there, so that rows cannot be swapped
   */
  close(value: string, place: string): string;
  /** Decrypts a value. Throws when it was changed, moved, or closed under another key. */
  open(sealed: string, place: string): string;
}

/** Length of a key in bytes. */
export const sealKeyLength = 32;

const nonceLength = 12;
const tagLength = 16;

/** A seal under a key of {@link sealKeyLength} bytes. */
export function createSeal(key: Uint8Array): Seal {
  return {
    close(value, place) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, "base64");
      const nonce = bytes.subarray(0, nonceLength);
      const tag = bytes.subarray(nonceLength, nonceLength + tagLength);
      const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
      cipher.setAAD(Buffer.from(place)).setAuthTag(tag);
      const body = bytes.subarray(nonceLength + tagLength);
      return Buffer.concat([cipher.update(body), cipher.final()]).toString("utf8");
    },
  };
}
