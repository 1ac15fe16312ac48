/** The abilities of the extension, each a function of its own file. */
import type { Feature } from "./app.ts";

export const features: readonly Feature[] = [];
