import { blob } from "https://esm.town/v/std/blob";

/**
 * Counts how often it was run. It needs the scope `blob:write`, which it was not granted yet: running it says so, and so
 * does the editor.
 */
export default async function counter(): Promise<number> {
  const before = (await blob.getJSON("counter")) as number | undefined;
  const count = (before ?? 0) + 1;
  await blob.setJSON("counter", count);
  return count;
}
