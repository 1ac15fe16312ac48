/**
 * Shortens a text to its first sentences.
 *
 * It works with its author's key, so it has to run as its author: call it by `api(@ann.summarize, …)`.
 * @param text what to shorten
 * @param options how many sentences are kept (1 unless told otherwise), and how they are written down
 * @returns the short text and how much of the long one it holds, from 0 to 1
 */
export async function summarize(
  text: string,
  options: { sentences?: number; style?: "plain" | "bullets" } = {},
): Promise<{ summary: string; kept: number }> {
  const key = @me.secrets.openai;
  if (!key) {
    throw new Error("summarize needs its author's key: call it by api(@ann.summarize, …)");
  }
  // A real one would ask a model with the key; this one stays on this machine.
  const { sentences = 1, style = "plain" } = options;
  const all = text.match(/[^.!?]+[.!?]*/g) ?? [text];
  const chosen = all.slice(0, sentences).map((sentence) => sentence.trim());
  const summary = style === "bullets" ? chosen.map((line) => `- ${line}`).join("\n") : chosen.join(" ");
  return { summary, kept: text === "" ? 1 : Math.round((summary.length / text.length) * 100) / 100 };
}
