/** The documents that are vals, wherever they come from. */

/** Id of the language, as the manifest contributes it. */
export const valLanguage = "val";

export const documentSelector = [
  { scheme: "val", language: valLanguage },
  { scheme: "val-ro", language: valLanguage },
] as const;
