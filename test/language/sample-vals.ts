/** Vals that the tests of the language server refer to. */
export const sampleVals: Readonly<Record<string, string>> = {
  "@bob/fetchJSON/main.tsx": `/**
 * Fetches JSON.
 * @param url where it is
 * @param options how to fetch it
 */
export const fetchJSON = async (
  url: string,
  options?: { method: "GET" | "POST"; retries?: number },
) => {
  await @me.log(url);
  return { ok: true, status: options?.retries ?? 200 };
};
`,
  "@bob/log/main.ts": "export default function log(text: string): number { return text.length; }\n",
  "@bob/add/main.ts": `/** Adds. */
export function add(a: number, b: number): number;
export function add(a: string, b: string): string;
export function add(a: any, b: any): any { return a + b; }
`,
  "@bob/watch/main.ts":
    "export default (url: string, done: (text: string) => void) => done(url);\n",
  "@bob/now/main.ts": "export default () => ({ at: new Date() });\n",
  "@bob/tree/main.ts": `export interface Tree { children: Tree[]; born?: Date }
export default (tree: Tree) => tree.children.length;
`,
  "@bob/empty/main.ts": "const hidden = 1;\n",
  "@bob/dashed-name/main.ts": "export default (text: string) => text;\n",
  "@ann/counter/main.tsx": "export let counter = 0;\n",
  "@ann/total/main.ts": "export const total = 5;\n",
  "@ann/format/main.ts": `export interface Options { width: number; indent?: string }
/** Formats text. */
export default function format(text: string, options: Options): string {
  return text.padStart(options.width);
}
`,
  "@ann/kit/main.ts": 'export { join } from "./lib/text.ts";\n',
  "@ann/kit/lib/text.ts": "export const join = (...parts: string[]) => parts.join(' ');\n",
  "@ann/pinned@3/main.ts": "export const pinned = 3 as const;\n",
  "@ann/pinned/main.ts": "export const pinned = 'newest' as const;\n",
};
