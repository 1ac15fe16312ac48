/** Answers `val/read`: sources of vals for the language server, from what the editor has or the service gives. */
import type { Failure } from "../../core/failure.ts";
import { parseUri, printUri, type ValLocation } from "../../core/uri.ts";
import { maxFileLength } from "../../core/val.ts";
import type { ReadResult } from "../../protocol/lsp.ts";
import { mapConcurrently } from "../concurrently.ts";
import type { Vals } from "../vals.ts";
import { isAsking, type OpenDocument } from "./asking.ts";

export interface SourceParts {
  readonly vals: Pick<Vals, "find" | "main" | "read">;
  readonly open: () => readonly OpenDocument[];
}

/** Files that are read from services at the same time. */
const width = 8;
/** Longest text that the server is given. A service's own limit is lower; another service's may not be. */
const longestText = 4 * maxFileLength;

/**
 * Reads what was asked for; every URI gets an answer. One without a file means its val's main file. Text that is open
 * in an editor counts as it stands there. Only connections of open documents are asked.
 */
export async function readSources(
  { vals, open }: SourceParts,
  uris: readonly string[],
): Promise<Record<string, ReadResult>> {
  const documents = open();
  const read = async (uri: string): Promise<[string, ReadResult]> => {
    const location = parseUri(uri);
    if (location === undefined) return [uri, { reason: "absent" }];
    if (!isAsking(documents, location.connection)) return [uri, { reason: "denied" }];
    return [uri, await readSource(vals, documents, location)];
  };
  return Object.fromEntries(await mapConcurrently(uris, width, read));
}

async function readSource(
  vals: SourceParts["vals"],
  open: readonly OpenDocument[],
  asked: ValLocation,
): Promise<ReadResult> {
  const main = asked.path === "" ? await vals.main(asked) : undefined;
  if (main && !main.ok) return { reason: reasonOf(main.failure) };
  const location = main?.value ?? asked;
  const document = open.find((one) => isSameFile(one.location, location));
  if (document !== undefined) {
    return limited({
      uri: printUri(document.location),
      text: document.text(),
      version: 0,
    });
  }
  const file = await vals.read(location);
  if (!file.ok) return { reason: reasonOf(file.failure) };
  const found = await vals.find(location);
  const readonly = location.version !== undefined || !(found.ok && found.value.own);
  const uri = printUri({ ...location, readonly });
  return limited({ uri, text: file.value.text, version: file.value.version });
}

function limited(result: Extract<ReadResult, { text: string }>): ReadResult {
  return result.text.length > longestText ? { reason: "tooLarge" } : result;
}

function isSameFile(a: ValLocation, b: ValLocation): boolean {
  return (
    a.connection === b.connection &&
    a.user === b.user &&
    a.name === b.name &&
    a.branch === b.branch &&
    a.version === b.version &&
    a.path === b.path
  );
}

function reasonOf(failure: Failure): Extract<ReadResult, { reason: string }>["reason"] {
  switch (failure.kind) {
    case "notFound":
    case "invalid":
      return "absent";
    case "unauthorized":
      return "private";
    case "forbidden":
      return "denied";
    case "offline":
    case "timeout":
    case "cancelled":
    case "badReply":
    case "service":
    case "conflict":
    case "busy":
    case "run":
      return "offline";
  }
}
