/** Lists that a service gives in pages, whole. */
import { ok, type Result } from "../core/failure.ts";

/** What a list takes to give one of its pages. */
export interface PageQuery {
  readonly offset: number;
  readonly limit: number;
}

interface Page<T> {
  readonly data: readonly T[];
  readonly links: { readonly next?: string };
}

/** Entries of a page; the most that services allow. */
const pageSize = 100;

/**
 * All entries of a list, page after page; the first failure is the outcome.
 * @param limit entries after which the rest is left out, so that no service can keep the editor reading
 */
export async function allPages<T>(
  ask: (query: PageQuery) => Promise<Result<Page<T>>>,
  limit = 2000,
): Promise<Result<readonly T[]>> {
  const all: T[] = [];
  for (;;) {
    const page = await ask({ offset: all.length, limit: pageSize });
    if (!page.ok) return page;
    all.push(...page.value.data);
    const isLast = page.value.links.next === undefined || page.value.data.length === 0;
    if (isLast || all.length >= limit) return ok(all.slice(0, limit));
  }
}
