/** Completions: references, keys and imports of vals, and TypeScript's without what is generated. */
import type { LanguageService } from "@volar/language-service";

import { parseUri } from "../../core/uri.ts";
import { codeAndText, toCompletionItem, type SuggestionData } from "../convert.ts";
import { describeVal } from "../features/describe-val.ts";
import { suggestImports } from "../features/auto-import.ts";
import { suggestKeys } from "../features/suggest-keys.ts";
import { suggestReferences } from "../features/suggest-references.ts";
import { isGeneratedName } from "../generated-name.ts";
import { cursorOf, type Parts } from "./parts.ts";

export function withCompletions(
  parts: Parts,
): Pick<LanguageService, "getCompletionItems" | "resolveCompletionItem"> {
  const { inner, project, say } = parts;
  return {
    getCompletionItems: async (uri, position, context, token) => {
      const cursor = cursorOf(parts, uri, position);
      if (cursor === undefined) return inner.getCompletionItems(uri, position, context, token);
      const { place, offset } = cursor;
      const own =
        suggestKeys(project, place, offset) ?? (await suggestReferences(project, place, offset));
      const items = own?.items.map((one) => toCompletionItem(place.document, one, say)) ?? [];
      if (own?.only === true) return { isIncomplete: false, items };
      const list = await inner.getCompletionItems(uri, position, context, token);
      const kept = list.items.filter((item) => !isGeneratedName(item.label));
      const taken = new Set(kept.map((item) => item.label));
      const imports = suggestImports(project, place, offset)
        .filter((one) => !taken.has(one.label))
        .map((one) => toCompletionItem(place.document, one, say));
      return { ...list, items: [...items, ...kept, ...imports] };
    },
    resolveCompletionItem: async (item, token) => {
      const { data, ...rest } = item;
      if (!isSuggestion(data)) return inner.resolveCompletionItem(item, token);
      const location = data.val === undefined ? undefined : parseUri(data.val);
      const fileName = location && (await project.closure.fetch(location));
      const source = fileName === undefined ? undefined : project.sources.source(fileName);
      const description =
        source && location && describeVal(project.typescript, source, location.name);
      if (description === undefined) return rest;
      const { declaration, documentation } = description;
      return { ...rest, documentation: codeAndText(declaration, documentation) };
    },
  };
}

function isSuggestion(data: unknown): data is SuggestionData {
  return typeof data === "object" && data !== null && "suggestion" in data;
}
