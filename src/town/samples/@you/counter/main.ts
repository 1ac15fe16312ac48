import { blob } from "https://esm.town/v/std/blob";

/**
 * Counts how often it was run. It needs the scope `blob:write`, which it was not granted yet: running it says so, and so
 * does the editor.
 */
export default async function counter(): Promise<number> {
  // A blob per run, so that two runs at the same time are counted as two.
  await blob.setJSON(`counter/${crypto.randomUUID()}`, new Date().toISOString());
  const runs = await blob.list("counter/");
  return runs.length;
}
