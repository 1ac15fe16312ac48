/** Types of the standard vals, by name. */

const blob = `
export interface BlobInfo {
  readonly key: string;
  /** Bytes. */
  readonly size?: number;
  /** RFC 3339. */
  readonly lastModified?: string;
}
/** Bytes and JSON under keys of your account. Reading needs the grant blob:read, writing blob:write. */
export declare const blob: {
  /** Lists blobs whose key starts with \`prefix\`. */
  list(prefix?: string): Promise<BlobInfo[]>;
  /** Reads a blob. Throws when there is none. */
  get(key: string): Promise<Response>;
  /** Reads a blob as JSON; undefined when there is none. */
  getJSON<T = any>(key: string): Promise<T | undefined>;
  /** Stores bytes or text. */
  set(key: string, value: BodyInit): Promise<void>;
  /** Stores a value as JSON. */
  setJSON(key: string, value: unknown): Promise<void>;
  /** Deletes a blob. */
  delete(key: string): Promise<void>;
  /** Copies a blob over another key. */
  copy(from: string, to: string): Promise<void>;
  /** Gives a blob another key. */
  move(from: string, to: string): Promise<void>;
};
`;

export const standardTypes: Readonly<Record<string, string>> = { blob };
