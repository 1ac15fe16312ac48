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

const sqlite = `
/** What a parameter of a statement can be. */
export type Parameter = null | string | number | bigint | boolean | Uint8Array;
/** SQL alone, or with its parameters: a list for \`?\`, an object for \`:name\`. */
export type Statement =
  | string
  | { readonly sql: string; readonly args: readonly Parameter[] | Readonly<Record<string, Parameter>> };
/** How statements of a batch share a transaction. */
export type TransactionMode = "write" | "read" | "deferred";
export interface ResultSet {
  readonly columns: readonly string[];
  /** Types as the table declares them; empty for what is computed. */
  readonly columnTypes: readonly string[];
  /** A row is a list of its values. Integers beyond 2^53 are texts of their digits, blobs are base64. */
  readonly rows: readonly (readonly (null | string | number)[])[];
  readonly rowsAffected: number;
  readonly lastInsertRowid?: string | number | null;
}
/** The SQLite database of your account. Reading needs the grant sqlite:read, anything else sqlite:write. */
export declare const sqlite: {
  /** Executes one statement. Put values into \`args\`, never into the SQL. */
  execute(
    statement: Statement,
    args?: readonly Parameter[] | Readonly<Record<string, Parameter>>,
  ): Promise<ResultSet>;
  /** Executes statements in one transaction: all of them or none. */
  batch(statements: readonly Statement[], mode?: TransactionMode): Promise<ResultSet[]>;
};
export default sqlite;
`;

const email = `
/** \`a@b.example\` or \`Name <a@b.example>\`, or both in parts. */
export type Address = string | { readonly email: string; readonly name?: string };
export interface Attachment {
  /** Base64. */
  readonly content: string;
  readonly filename: string;
  readonly type?: string;
  readonly disposition?: string;
  readonly contentId?: string;
}
export interface Email {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly to?: Address | readonly Address[];
  readonly from?: Address;
  readonly cc?: Address | readonly Address[];
  readonly bcc?: Address | readonly Address[];
  readonly replyTo?: Address | readonly Address[];
  readonly attachments?: readonly Attachment[];
  readonly headers?: Readonly<Record<string, string>>;
}
/** Sends email in your name; without \`to\`, to yourself. Needs the grant email:write. */
export declare function email(message: Email): Promise<{ readonly message: string }>;
export default email;
`;

export const standardTypes: Readonly<Record<string, string>> = { blob, email, sqlite };
