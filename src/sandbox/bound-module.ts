/**
 * Imports compiled source and gives it what its references mean, and nobody else. The source imports a gate, a module of
 * its own with an address that cannot be guessed. When the gate is evaluated, the whole graph is loaded and no code of
 * it has run: all addresses are revoked then, so that no code can ever read the source or ask for the bindings.
 */
import type { Api } from "./api.ts";

/** What compiled source imports, under names that no author can write. */
export interface Bindings {
  /** A reference's value. */
  read(this: void, reference: number): unknown;
  /** The references as properties `r0`, `r1`, … that can be assigned to. */
  readonly cells: object;
  /** `+=` and `++` on a reference; gives the new value, or the old one when `old` is true. */
  add(this: void, reference: number, by: unknown, old?: boolean): unknown;
  readonly api: Api;
}

const holder = `
export let ᛰ, ᛰw, ᛰadd, ᛰapi, open;
export function bind(bindings, opened) {
  ({ read: ᛰ, cells: ᛰw, add: ᛰadd, api: ᛰapi } = bindings);
  open = opened;
}`;
const gateTo = (url: string) => `
import { open } from "${url}";
export { ᛰ, ᛰw, ᛰadd, ᛰapi } from "${url}";
open();`;

interface Holder {
  readonly bind: (bindings: Bindings, opened: () => void) => void;
}
type Namespace = Readonly<Record<string, unknown>>;

/** Compiled source as it came. */
export interface BoundSource {
  readonly text: string;
  /** The content type of its language. */
  readonly type: string;
  /** What it imports in place of its bindings' address. */
  readonly context: string;
}

/**
 * Imports a module of compiled source.
 * @param onLoaded called with the address under which stacks will name it, before any of it runs
 */
export async function importBound(
  { text, type, context }: BoundSource,
  bindings: Bindings,
  onLoaded: (url: string) => void,
): Promise<Namespace> {
  const urls: string[] = [];
  const address = (code: string, kind = "text/javascript") => {
    const url = URL.createObjectURL(new Blob([code], { type: kind }));
    urls.push(url);
    return url;
  };
  const release = URL.revokeObjectURL.bind(URL);
  const revoke = () => {
    for (const url of urls.splice(0)) release(url);
  };
  const held = address(holder);
  const { bind } = (await import(held)) as Holder;
  bind(bindings, revoke);
  const source = address(text.replace(context, address(gateTo(held))), type);
  onLoaded(source);
  try {
    return (await import(source)) as Namespace;
  } finally {
    revoke();
  }
}
