/** Going to vals and files, and renaming, where references are concerned. */
import type {
  LanguageService,
  Location,
  LocationLink,
  WorkspaceEdit,
} from "@volar/language-service";
import { URI } from "vscode-uri";

import { readonlyScheme } from "../../core/uri.ts";
import { toLocation, toLocationLink } from "../convert.ts";
import { findDefinition } from "../features/find-definition.ts";
import { findUses } from "../features/find-uses.ts";
import { refuseRename } from "../features/refuse-rename.ts";
import { cursorOf, placeOf, type Parts } from "./parts.ts";

type Navigation = Pick<
  LanguageService,
  "getDefinition" | "getTypeDefinition" | "getReferences" | "getRenameRange" | "getRenameEdits"
>;

export function withNavigation(parts: Parts): Navigation {
  const { inner, project, say } = parts;
  const refusal = (...[uri, position]: Parameters<LanguageService["getRenameRange"]>) => {
    const cursor = cursorOf(parts, uri, position);
    return cursor && refuseRename(cursor.place.code.source, cursor.offset);
  };
  const ownDefinition = (...[uri, position]: Parameters<LanguageService["getDefinition"]>) => {
    const cursor = cursorOf(parts, uri, position);
    const found = cursor && findDefinition(project, cursor.place, cursor.offset);
    const targetUri = found && project.names.uriOf(found.fileName);
    const target = targetUri && placeOf(parts, targetUri);
    if (!cursor || !found || !target) return [];
    const link = { from: cursor.place.document, target: target.document, targetUri: target.uri };
    return [toLocationLink(found, link)];
  };
  return {
    getDefinition: async (uri, position, token) => {
      const found = openable(await inner.getDefinition(uri, position, token));
      return found.length > 0 ? found : ownDefinition(uri, position);
    },
    getTypeDefinition: async (uri, position, token) =>
      openable(await inner.getTypeDefinition(uri, position, token)),
    getReferences: async (uri, position, context, token) => {
      const cursor = cursorOf(parts, uri, position);
      const uses = cursor && (await findUses(project, cursor.place, cursor.offset));
      const found = (await inner.getReferences(uri, position, context, token)) ?? [];
      const own = (uses ?? []).flatMap((use) => {
        const target = placeOf(parts, project.names.uriOf(use.fileName));
        return target === undefined ? [] : [toLocation(target.document, target.uri, use)];
      });
      const known = new Set(own.map(keyOf));
      return [...own, ...found.filter((one) => !known.has(keyOf(one)))];
    },
    getRenameRange: async (uri, position, token) => {
      const refused = refusal(uri, position);
      if (refused !== undefined) return { message: say(refused) };
      return inner.getRenameRange(uri, position, token);
    },
    getRenameEdits: async (uri, position, newName, token) => {
      if (refusal(uri, position) !== undefined) return undefined;
      const edit = await inner.getRenameEdits(uri, position, newName, token);
      return edit && writable(edit);
    },
  };
}

function keyOf({ uri, range: { end } }: Location): string {
  return `${uri} ${end.line}:${end.character}`;
}

/** Declarations that ship inside the server have no document that an editor could open. */
function openable(links: readonly LocationLink[] | undefined): LocationLink[] {
  return links?.filter((link) => !link.targetUri.startsWith("valsmith-")) ?? [];
}

/** What is changed in vals of others is left to them. */
function writable(edit: WorkspaceEdit): WorkspaceEdit {
  const mayWrite = (uri: string) => URI.parse(uri).scheme !== readonlyScheme;
  const { changes, documentChanges } = edit;
  return {
    ...edit,
    ...(changes === undefined
      ? {}
      : { changes: Object.fromEntries(Object.entries(changes).filter(([uri]) => mayWrite(uri))) }),
    ...(documentChanges === undefined
      ? {}
      : {
          documentChanges: documentChanges.filter(
            (one) => !("textDocument" in one) || mayWrite(one.textDocument.uri),
          ),
        }),
  };
}
