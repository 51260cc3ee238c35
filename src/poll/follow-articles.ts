import type { FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { Item } from '../model/item.ts'
import type { ArticlePage } from '../parse/parse-article.ts'

export interface FollowDeps {
  readonly fetchPage: (request: FetchRequest) => Promise<FetchOutcome>
  readonly mayFetch: (url: string, base: Pick<FetchRequest, 'insecureTls' | 'proxy'>) => Promise<boolean>
  readonly readPage: (bytes: Uint8Array, contentType: string | null, url: string) => Promise<ArticlePage | null>
}

export interface Followed {
  readonly items: readonly Item[]
  /** Items left for the next poll, because enough pages were fetched in this one. */
  readonly deferred: number
  /** Pages that could not be had this time and are tried again for a day. */
  readonly missed: number
}

/** Addresses of the list by what was done for them before. */
export interface Followable {
  /** Already an entry. */
  readonly seen: ReadonlySet<string>
  /** Followed to the end: not to be fetched again. */
  readonly done: ReadonlySet<string>
}

/**
 * Completes the items of a list page by the pages behind their links, newest links first, politely: what is known is
 * not fetched again, robots.txt is honoured, and no more than `pagesMax` pages are fetched in one poll. Pages that could
 * not be had before come last, so that they cannot keep new items out.
 * @returns the items in the order of the list
 */
export async function followArticles(
  items: readonly Item[],
  { seen, done }: Followable,
  pagesMax: number,
  base: Omit<FetchRequest, 'url' | 'accept'>,
  deps: FollowDeps
): Promise<Followed> {
  const out = new Map<number, Item>()
  const again = (item: Item): boolean => item.url !== undefined && seen.has(item.url)
  const numbered = [...items.entries()]
  let pages = 0
  let deferred = 0
  let missed = 0
  for (const [index, item] of [...numbered.filter(([, item]) => !again(item)), ...numbered.filter(([, item]) => again(item))]) {
    if (item.url === undefined || done.has(item.url)) {
      out.set(index, item)
    } else if (pages >= pagesMax) {
      if (again(item)) {
        out.set(index, item)
        missed++
      } else deferred++
    } else if (!(await deps.mayFetch(item.url, base))) {
      out.set(index, item)
    } else {
      pages++
      const outcome = await deps.fetchPage({ ...base, url: item.url, accept: 'page' })
      if (outcome.kind === 'document') out.set(index, completeItem(item, await deps.readPage(outcome.bytes, outcome.contentType, outcome.finalUrl)))
      else {
        if (outcome.kind === 'failed' && outcome.failure.transient) missed++
        out.set(index, item)
      }
    }
  }
  return { items: items.flatMap((_item, index) => out.get(index) ?? []), deferred, missed }
}

/** What the list says of title and date stands, being what the source shows; the page adds what the list lacks. */
function completeItem(item: Item, page: ArticlePage | null): Item {
  if (page === null) return item
  const dateFromPage = page.published !== undefined && (item.published === undefined || item.publishedFrom === 'url')
  return {
    ...item,
    ...(item.title === undefined && page.title !== undefined ? { title: page.title } : {}),
    ...(page.content !== undefined ? { content: page.content } : {}),
    ...(dateFromPage ? { published: page.published, publishedFrom: 'page' as const } : {}),
    ...(item.authors.length === 0 && page.author !== undefined ? { authors: [page.author] } : {}),
    ...(item.image === undefined && page.image !== undefined ? { image: page.image } : {}),
    ...(item.language === undefined && page.language !== undefined ? { language: page.language } : {}),
    ...(page.alternates !== undefined ? { alternates: page.alternates } : {})
  }
}
