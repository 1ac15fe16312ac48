/** All that the features work with: sources, what they need, TypeScript's program over them, and the client's knowledge. */
import type { Language } from "@volar/language-core";
import type ts from "typescript";
import type { URI } from "vscode-uri";

import type { ValLocation } from "../core/uri.ts";
import type { FactsResult } from "../protocol/lsp.ts";
import { createClosure, defaultLimits, type Closure } from "./closure.ts";
import { createFacts, type Facts } from "./facts.ts";
import { valNameOf } from "./file-name.ts";
import { createHost, createNames, type Names } from "./host.ts";
import { createIndex, type Index } from "./val-index.ts";
import { createValLanguage } from "./language.ts";
import type { Library } from "./library.ts";
import type { Questions } from "./questions.ts";
import { createSources, type OpenDocument, type Sources } from "./sources.ts";
import { valPlugin, type ValCode } from "./val-code.ts";

export interface Project {
  readonly typescript: typeof ts;
  readonly sources: Sources;
  readonly closure: Closure;
  readonly facts: Facts;
  readonly questions: Questions;
  readonly index: Index;
  readonly names: Names;
  readonly language: Language<URI>;
  readonly library: Library;
  readonly host: ts.LanguageServiceHost;
  /** Differs whenever anything has changed. */
  version(): number;
  /** Takes an open document in. */
  open(fileName: string, document: OpenDocument): void;
  /** Says that an open document, or what is known about one, has changed. */
  touch(): void;
  code(fileName: string): ValCode | undefined;
  factsOf(location: ValLocation): FactsResult | undefined;
  /** Resolves once all that a document needs is there. */
  ensure(fileName: string): Promise<void>;
  /** Takes a document that was closed out, with all that no open one needs any more. */
  close(fileName: string): void;
}

export function createProject(options: {
  readonly typescript: typeof ts;
  readonly library: Library;
  readonly questions: Questions;
  readonly now: () => number;
}): Project {
  const { typescript, library, questions, now } = options;
  let version = 0;
  let revision = 0;
  const changed = () => void version++;
  const learned = () => {
    revision++;
    version++;
  };
  const sources = createSources(typescript);
  const closure = createClosure(sources, questions, {
    limits: defaultLimits,
    now,
    changed: learned,
  });
  const names = createNames(sources, library);
  const facts = createFacts(questions, {
    now,
    retry: defaultLimits.retry,
    changed: (val) => {
      regenerate(val);
      changed();
    },
  });
  const plugin = valPlugin(typescript, {
    sources,
    fileName: (uri) => names.fileNameOf(uri),
    secrets: (fileName) => {
      const location = sources.location(fileName);
      const known = location && facts.of(location);
      return known && [...new Set([...known.accountSecrets, ...known.env])].toSorted();
    },
  });
  const language = createValLanguage(typescript, plugin, { sources, library, names });
  const host = createHost({
    typescript,
    language,
    sources,
    closure,
    library,
    names,
    version: () => String(version),
    revision: () => revision,
  });

  /** The generated text of a val depends on its secrets' keys. */
  const regenerate = (val: string): void => {
    for (const fileName of sources.openNames()) {
      const location = sources.location(fileName);
      if (location !== undefined && valNameOf(location) === val)
        language.scripts.delete(names.uriOf(fileName));
    }
  };

  return {
    typescript,
    sources,
    closure,
    facts,
    questions,
    index: createIndex(questions, { now, keep: 30_000 }),
    names,
    language,
    library,
    host,
    version: () => version,
    touch: changed,
    open: (fileName, document) => {
      sources.open(fileName, document);
      learned();
    },
    code: (fileName) =>
      language.scripts.get(names.uriOf(fileName))?.generated?.root as ValCode | undefined,
    factsOf: (location) => facts.of(location),
    ensure: async (fileName) => {
      const location = sources.location(fileName);
      if (location === undefined) return;
      await Promise.all([closure.ensure(fileName), facts.ensure(location)]);
    },
    close: (fileName) => {
      const location = sources.location(fileName);
      sources.close(fileName);
      // Its text may have been saved, or thrown away: what the client gave before is not to be trusted.
      if (location !== undefined) closure.invalidate(location);
      for (const gone of closure.prune()) language.scripts.delete(names.uriOf(gone));
      learned();
    },
  };
}
