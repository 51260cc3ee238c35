import type { FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { Item } from '../model/item.ts'
import { httpUrl } from '../normalize/http-url.ts'
import type { ArticlePage } from '../parse/parse-article.ts'
import type { MissedPage, PageVisit } from '../store/article-pages.ts'

export interface FollowDeps {
  readonly fetchPage: (request: FetchRequest) => Promise<FetchOutcome>
  readonly mayFetch: (url: string, base: Pick<FetchRequest, 'insecureTls' | 'proxy'>) => Promise<boolean>
  readonly readPage: (bytes: Uint8Array, contentType: string | null, url: string) => Promise<ArticlePage | null>
}

export interface Followed {
  readonly items: readonly Item[]
  /** Items left for the next poll, because enough pages were fetched in this one. */
  readonly deferred: number
  /** What came of each page, where it must be remembered. */
  readonly visits: readonly PageVisit[]
}

/** What was done for the links of a list before. Addresses are as entries have them. */
export interface Followable {
  /** Already an entry. */
  readonly seen: ReadonlySet<string>
  /** Pages of these that could not be had. */
  readonly missed: ReadonlyMap<string, MissedPage>
  readonly now: number
  /** The address of the list, for relative links. */
  readonly listUrl: string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** When a page is tried again after its first, second … failure that may pass; then it is given up, the item stays. */
const AGAIN_MS = [15 * MINUTE_MS, 60 * MINUTE_MS, 4 * 60 * MINUTE_MS, DAY_MS]
/** After a refusal such as 404: lists are often published some minutes before their pages. */
const AGAIN_AFTER_REFUSAL_MS = [60 * MINUTE_MS, DAY_MS]

/**
 * Completes the items of a list page by the pages behind their links, newest links first, politely: what is known is
 * not fetched again, robots.txt is honoured, no more than `pagesMax` pages are fetched in one poll, and a page that cannot be
 * had is tried a few times more, at growing distances. Files, such as PDF, are not fetched. Those come last, so that they cannot keep new items out.
 * @returns the items in the order of the list
 */
export async function followArticles(
  items: readonly Item[],
  known: Followable,
  pagesMax: number,
  base: Omit<FetchRequest, 'url' | 'accept'>,
  deps: FollowDeps
): Promise<Followed> {
  const out = new Map<number, Item>()
  const located = [...items.entries()].map(([index, item]) => ({ index, item, url: httpUrl(item.url, known.listUrl) }))
  const listed = new Set(located.map(({ url }) => url))
  // What the list shows no longer needs no page.
  const visits: PageVisit[] = [...known.missed.keys()].filter((url) => !listed.has(url)).map((url) => ({ url, missed: null }))
  const again = located.filter(({ url }) => url !== null && known.seen.has(url))
  let pages = 0
  let deferred = 0
  for (const { index, item, url } of [...located.filter((one) => !again.includes(one)), ...again]) {
    const before = url === null ? undefined : known.missed.get(url)
    const isNew = url !== null && !known.seen.has(url) && !isFile(url)
    const due = isNew || (before !== undefined && before.nextAt <= known.now)
    if (isNew && pages >= pagesMax) {
      deferred++
      continue
    }
    out.set(index, item)
    if (url === null || !due || pages >= pagesMax) continue
    if (!(await deps.mayFetch(url, base))) {
      if (before !== undefined) visits.push({ url, missed: null })
      continue
    }
    pages++
    const outcome = await deps.fetchPage({ ...base, url, accept: 'page' })
    if (outcome.kind === 'document')
      out.set(index, completeItem(item, await deps.readPage(outcome.bytes, outcome.contentType, outcome.finalUrl)))
    const missed = outcome.kind === 'failed' ? triedAgain(before?.tries ?? 0, outcome.failure, known.now) : null
    if (missed !== null || before !== undefined) visits.push({ url, missed })
  }
  return { items: items.flatMap((_item, index) => out.get(index) ?? []), deferred, visits }
}

/** Lists link documents and pictures among their articles: there is no page to read, and they are large. */
function isFile(url: string): boolean {
  return /\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|hwpx?|wps|ofd|zip|rar|7z|csv|jpe?g|png|gif|webp|svg|mp[34]|avi|mov|wmv)$/i.test(
    new URL(url).pathname
  )
}

function triedAgain(
  triesBefore: number,
  failure: { readonly transient: boolean; readonly retryAfterMs?: number },
  now: number
): PageVisit['missed'] {
  const waits = failure.transient ? AGAIN_MS : AGAIN_AFTER_REFUSAL_MS
  const waitMs = waits[triesBefore]
  return waitMs === undefined
    ? null
    : { tries: triesBefore + 1, nextAt: now + Math.max(waitMs, Math.min(failure.retryAfterMs ?? 0, DAY_MS)) }
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
