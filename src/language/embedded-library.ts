/** The declaration files for a server that has no disk to read them from. Empty here: they are put in while bundling. */

/** Texts by name. */
export const embeddedFiles: Readonly<Record<string, string>> = {};
