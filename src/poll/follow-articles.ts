import type { FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { Item } from '../model/item.ts'
import type { ArticlePage } from '../parse/parse-article.ts'

export interface FollowDeps {
  readonly fetchPage: (request: FetchRequest) => Promise<FetchOutcome>
  readonly mayFetch: (url: string, base: Pick<FetchRequest, 'insecureTls' | 'proxy'>) => Promise<boolean>
  readonly readPage: (bytes: Uint8Array, contentType: string | null, url: string) => ArticlePage | null
}

export interface Followed {
  readonly items: readonly Item[]
  /** Items left for the next poll, because enough pages were fetched in this one. */
  readonly deferred: number
  /** Pages that could not be had this time and are tried again for a day. */
  readonly missed: number
}

/**
 * Completes the items of a list page by the pages behind their links, newest links first, politely: what is known is
 * not fetched again, robots.txt is honoured, and no more than `pagesMax` pages are fetched in one poll.
 */
export async function followArticles(
  items: readonly Item[],
  known: ReadonlySet<string>,
  pagesMax: number,
  base: Omit<FetchRequest, 'url' | 'accept'>,
  deps: FollowDeps
): Promise<Followed> {
  const out: Item[] = []
  let pages = 0
  let deferred = 0
  let missed = 0
  for (const item of items) {
    if (item.url === undefined || known.has(item.url)) {
      out.push(item)
    } else if (pages >= pagesMax) {
      deferred++
    } else if (!(await deps.mayFetch(item.url, base))) {
      out.push(item)
    } else {
      pages++
      const outcome = await deps.fetchPage({ ...base, url: item.url, accept: 'page' })
      if (outcome.kind === 'document') out.push(completeItem(item, deps.readPage(outcome.bytes, outcome.contentType, outcome.finalUrl)))
      else {
        if (outcome.kind === 'failed' && outcome.failure.transient) missed++
        out.push(item)
      }
    }
  }
  return { items: out, deferred, missed }
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
