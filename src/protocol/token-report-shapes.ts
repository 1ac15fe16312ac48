/** The shapes of reporting tokens that were found where they should not be. */
import { Type } from "typebox";
import { Token } from "./shapes.ts";

/** Most strings of one report. */
export const maxReported = 100;

export const tokenReportShapes = {
  reportTokens: {
    body: Type.Object(
      {
        tokens: Type.Array(Type.String({ maxLength: 512 }), { minItems: 1, maxItems: maxReported }),
      },
      { additionalProperties: false },
    ),
    replies: {
      200: Type.Object({
        /** One for each string, in their order. */
        data: Type.Array(
          Type.Object({
            /** Whether it was a token that could be used; it cannot be any more. */
            live: Type.Boolean(),
            kind: Type.Optional(Token.properties.kind),
          }),
        ),
      }),
    },
  },
} as const;
