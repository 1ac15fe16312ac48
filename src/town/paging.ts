/** Pages of lists, as Val Town pages: `offset` and `limit`, or a cursor, and links to the pages around. */
import type { Links } from "./links.ts";

export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** Items of a page unless told otherwise (Val Town's default). */
export const defaultLimit = 20;

/** The window that a query asks for. */
export function windowOf(query: {
  offset?: number | undefined;
  limit?: number | undefined;
}): Window {
  return { offset: query.offset ?? 0, limit: query.limit ?? defaultLimit };
}

/**
 * A page by offset.
 * @param rows what was read with one more than the limit, to see whether there is a next page
 */
export function pageByOffset<T>(
  { links, url }: { readonly links: Links; readonly url: string },
  { offset, limit }: Window,
  rows: readonly T[],
): { data: T[]; links: { self: string; prev?: string; next?: string } } {
  const at = (to: number): string =>
    replaceQuery(links, url, { offset: String(to), limit: String(limit) });
  return {
    data: rows.slice(0, limit),
    links: {
      self: links.to(url),
      ...(offset > 0 ? { prev: at(Math.max(0, offset - limit)) } : {}),
      ...(rows.length > limit ? { next: at(offset + limit) } : {}),
    },
  };
}

/** A page by cursor; `cursorOf` gives the cursor after an item. */
export function pageByCursor<T>(
  { links, url }: { readonly links: Links; readonly url: string },
  limit: number,
  rows: readonly T[],
  cursorOf: (row: T) => string,
): { data: T[]; links: { self: string; next?: string } } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    data,
    links: {
      self: links.to(url),
      ...(more
        ? { next: replaceQuery(links, url, { cursor: cursorOf(last), limit: String(limit) }) }
        : {}),
    },
  };
}

/** A page that says with which query to go on; the last one says nothing. */
export function nextWindow<T>(
  { links, url }: { readonly links: Links; readonly url: string },
  data: T[],
  query?: Readonly<Record<string, string>>,
): { data: T[]; links: { self: string; next?: string } } {
  const next = query && replaceQuery(links, url, query);
  return { data, links: { self: links.to(url), ...(next === undefined ? {} : { next }) } };
}

function replaceQuery(links: Links, url: string, values: Readonly<Record<string, string>>): string {
  const address = new URL(url, "http://town");
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return links.to(`${address.pathname}${address.search}`);
}
