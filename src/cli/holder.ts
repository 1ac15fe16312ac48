/** Another town holds the data folder: how that is said, and recognised in what a started process said. */
import type { InUse } from "../town/main.ts";

const starting = "another town is starting or stopping on";
const running = "a town runs already on";

/** Names the town that holds a folder. */
export function describeHolder(data: string, { running: holder }: InUse): string {
  if (holder === undefined) return `${starting} ${data}`;
  const { pid, url, socket } = holder;
  return `${running} ${data}: process ${pid}, ${url ?? socket ?? "not listening"}`;
}

/** Whether a message is one of {@link describeHolder}. */
export function isHeld(message: string): boolean {
  return message.startsWith(starting) || message.startsWith(running);
}
