/** What the language server asks its client, which alone has network and tokens. */
import type { FactsResult, IndexedVal, ReadResult } from "../protocol/lsp.ts";

export interface Questions {
  /** Sources of files and of vals' main files. Never rejects: what could not be asked is `offline`. */
  read(uris: readonly string[]): Promise<Readonly<Record<string, ReadResult>>>;
  /** The vals of a user, or all that are known; empty when the client cannot say. */
  index(uri: string, user?: string): Promise<readonly IndexedVal[]>;
  /** Files that use a val; empty when the client cannot say. */
  references(uri: string): Promise<readonly string[]>;
  /** What is known about the val of a document; undefined when the client cannot say. */
  facts(uri: string): Promise<FactsResult | undefined>;
}
