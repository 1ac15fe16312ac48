const news = [
  "Vals are small programs. They live on a service. People call each other's.",
  "A token has scopes. A val has grants. Neither gets more than it was given.",
];

/**
 * Puts the short forms of some texts together.
 * @param texts what to read; two examples when nothing is given
 */
export async function digest(texts: string[] = news) {
  const lines: string[] = [];
  for (const text of texts) {
    // Runs as ann, with ann's key. Put the cursor into the call to see what it takes.
    const { summary } = await api(@ann.summarize, text, { sentences: 1, style: "bullets" });
    console.log("read", text.length, "characters");
    lines.push(summary);
  }
  return lines.join("\n");
}
