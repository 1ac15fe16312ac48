/** The abilities of the extension, each a function of its own file. */
import type { Feature } from "./app.ts";
import { documents } from "./features/documents.ts";

export const features: readonly Feature[] = [documents];
