/** Tells modules their own address as authors know it: `import.meta.url` is `https://esm.town/v/…`, wherever it came from. */

/** What was put into a module, and where; line and column count from one. */
export interface Insertion {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** White space, comments and a hashbang; some comments, such as a JSX pragma, count only where they come first. */
const preamble = /^(?:#![^\n]*)?(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/;

/** Puts the address into a module that asks for it; undefined when it does not. No line moves. */
export function withIdentity(text: string, url: string): Insertion | undefined {
  if (!text.includes("import.meta.url")) return undefined;
  const [before = ""] = preamble.exec(text) ?? [];
  const statement = `import.meta.url = ${JSON.stringify(url)}; `;
  const lines = before.split("\n");
  return {
    text: before + statement + text.slice(before.length),
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    length: statement.length,
  };
}

/** The column in the author's text for one in the module. */
export function columnBefore(
  { line, column, length }: Insertion,
  at: { line: number; column: number },
) {
  return at.line === line && at.column >= column + length ? at.column - length : at.column;
}
