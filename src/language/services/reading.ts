/** What is shown while code is read: hovers, and signatures of `api()` calls. */

import type { LanguageService, Hover } from "@volar/language-service";
import { toHover, toRange, toSignatureHelp } from "../convert.ts";
import { apiSignature, type ApiSignature } from "../features/api-signature.ts";
import { hoverOfUser, withoutGenerated } from "../features/hover-text.ts";
import { nodeAt } from "../../syntax/node-at.ts";
import { languageServiceOf } from "../typescript-context.ts";
import { cursorOf, type DocumentPlace, type Parts } from "./parts.ts";

export function withReading(parts: Parts): Pick<LanguageService, "getHover" | "getSignatureHelp"> {
  const { inner, project } = parts;
  const { typescript } = project;
  const signatureAt = (place: DocumentPlace, offset: number): ApiSignature | undefined => {
    const program = languageServiceOf(inner)?.getProgram();
    return program && apiSignature(project, place, { program, offset });
  };
  return {
    getHover: async (uri, position, token) => {
      const cursor = cursorOf(parts, uri, position);
      if (cursor === undefined) return inner.getHover(uri, position, token);
      const { place, offset } = cursor;
      const user = hoverOfUser(place, offset);
      if (user !== undefined) return toHover(user.text, "", toRange(place.document, user));
      const hover = await inner.getHover(uri, position, token);
      const node = nodeAt(typescript, place.code.source.file, offset);
      const isApi =
        typescript.isIdentifier(node) &&
        node.text === "api" &&
        typescript.isCallExpression(node.parent) &&
        node.parent.expression === node;
      // Right behind the parenthesis is inside the call.
      const api = isApi ? signatureAt(place, node.end + 1)?.signatures[0] : undefined;
      if (hover?.range && api) return toHover(api.label, api.documentation, hover.range);
      return hover && cleaned(hover);
    },
    getSignatureHelp: async (uri, position, context, token) => {
      const cursor = cursorOf(parts, uri, position);
      const api = cursor && signatureAt(cursor.place, cursor.offset);
      if (api === undefined) return inner.getSignatureHelp(uri, position, context, token);
      return toSignatureHelp(api);
    },
  };
}

function cleaned(hover: Hover): Hover {
  const { contents } = hover;
  if (typeof contents !== "object" || !("kind" in contents)) return hover;
  return { ...hover, contents: { ...contents, value: withoutGenerated(contents.value) } };
}
