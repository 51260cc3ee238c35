import type { ClaimedFeed } from '../model/feed.ts'
import type { FetchedDocument, FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { FeedInfo } from '../model/item.ts'
import type { LanguageMemory } from '../language/language-memory.ts'
import { httpUrl } from '../normalize/http-url.ts'
import type { MissedPage } from '../store/article-pages.ts'
import type { SeenItems } from '../store/seen-items.ts'
import type { Store } from '../store/store.ts'
import { hashBytes, hashText } from '../text/hash.ts'
import type { BodyReader, ReadingOutcome } from './body-reader.ts'
import { presentValidators } from './decide-feed-state.ts'
import type { Drafting } from './draft-items.ts'
import type { FeedPlan } from './feed-plan.ts'
import { type FollowDeps, followArticles, type Followed } from './follow-articles.ts'
import type { Body, ReadingJob, ReadingResults } from './read-body.ts'
import { matchingOf } from './prepare-drafts.ts'
import type { Reading } from './reading.ts'

export interface ReadDeps {
  readonly fetchDocument: (request: FetchRequest) => Promise<FetchOutcome>
  /** For article pages, each of which is read and dropped before the next; `fetchDocument` when left out. */
  readonly fetchPage?: FollowDeps['fetchPage']
  /** Whether robots.txt lets us fetch an article page. */
  readonly mayFetch: FollowDeps['mayFetch']
  readonly store: Pick<Store, 'seenUrls' | 'missedPages' | 'seenItems'>
  readonly reader: BodyReader
  readonly itemsMax: number
  readonly articlesMax: number
  readonly now: () => number
  /** Ends what is being read because the process stops. */
  readonly signal?: AbortSignal
}

/** Fetches and reads one feed: fetch, parse, follow, normalize, language. Throws only on our own bugs. */
export async function readFeed(feed: ClaimedFeed, plan: FeedPlan, deps: ReadDeps): Promise<Reading> {
  const base = requestOf(plan)
  const missed = plan.feed.page?.article?.follow ? await deps.store.missedPages(feed.id) : []
  // Which pages are to be tried again stands in the list alone: then it is asked for as a whole.
  const tryAgain = missed.some(({ nextAt }) => nextAt <= deps.now())
  const exchange = await deps.fetchDocument({
    ...base,
    url: feed.url,
    accept: plan.feed.page ? 'page' : 'feed',
    validators: tryAgain ? {} : presentValidators(feed, plan)
  })
  if (exchange.kind === 'failed') return { kind: 'failed', failure: exchange.failure, exchange }
  if (exchange.kind === 'unchanged') return { kind: 'unchanged', exchange }
  const bodyHash = hashText(hashBytes(exchange.bytes), plan.settingsHash)
  if (bodyHash === feed.bodyHash && !tryAgain) return { kind: 'same', exchange, bodyHash }

  const seen = presentItems(await deps.store.seenItems(feed.id), deps.now())
  const drafting = draftingOf(feed, exchange, plan, seen, deps.now())
  const read = await readDocument(bodyOf(exchange, plan, deps.itemsMax, deps.now()), drafting, feed, plan, missed, base, deps)
  if (read.kind === 'failed') return { kind: 'failed', failure: read.failure, exchange }
  const { document, drafted, followed } = read
  return {
    kind: 'read',
    exchange: { ...exchange, bytes: NOTHING }, // what was read stands for it; the poll may still wait long for its turn
    bodyHash,
    info: withHub(document.feed, exchange),
    drafts: drafted.drafts,
    items: document.items,
    itemsLeftOut: document.itemsLeftOut + drafted.leftOut,
    cut: document.items >= deps.itemsMax && document.itemsLeftOut > 0 ? tooMany(deps.itemsMax, document.itemsLeftOut) : null,
    whole: document.complete && followed.deferred === 0,
    visits: followed.visits,
    languages: drafted.memory === null ? null : JSON.stringify(drafted.memory),
    seen: { since: seen?.since ?? deps.now(), names: drafted.names }
  }
}

function tooMany(itemsMax: number, leftOut: number): string {
  return `limits.items_per_poll (${itemsMax}) is reached: ${leftOut} more items of the document, the older ones where their dates tell, were not read`
}

const NOTHING = new Uint8Array()

/** A hub is named by the headers or, if not, by the feed itself (WebSub section 4); without a self link the feed's address stands for it. */
function withHub(info: FeedInfo, { links, finalUrl }: FetchedDocument): FeedInfo {
  if (links.hub !== null) return { ...info, hub: links.hub, self: links.self ?? info.self ?? finalUrl }
  return info.hub === undefined ? info : { ...info, self: info.self ?? finalUrl }
}

/** Every item is read again once a day, so that it is noted what the feed still shows. */
const SEEN_MS_MAX = 86_400_000

function presentItems(seen: SeenItems | null, now: number): SeenItems | null {
  return seen !== null && now >= seen.since && now - seen.since < SEEN_MS_MAX ? seen : null
}

function requestOf({ feed }: FeedPlan): Omit<FetchRequest, 'url' | 'accept'> {
  const { headers, basic, bearer, proxy, insecure_tls, allow_downgrade } = feed.fetch ?? {}
  return {
    ...(headers ? { headers } : {}),
    ...(basic ? { basic } : {}),
    ...(bearer === undefined ? {} : { bearer }),
    ...(proxy === undefined ? {} : { proxy }),
    insecureTls: insecure_tls ?? false,
    allowDowngrade: allow_downgrade ?? false
  }
}

function bodyOf(exchange: FetchedDocument, { feed, timeZone }: FeedPlan, itemsMax: number, now: number): Body {
  const context = {
    url: exchange.finalUrl,
    timeZone,
    itemsMax,
    now,
    ...(exchange.contentType === null ? {} : { contentType: exchange.contentType }),
    ...(exchange.contentLanguage === null ? {} : { contentLanguage: exchange.contentLanguage }),
    ...(feed.encoding === undefined ? {} : { encoding: feed.encoding })
  }
  return { bytes: exchange.bytes, context, page: feed.page ?? null }
}

function draftingOf(feed: ClaimedFeed, exchange: FetchedDocument, plan: FeedPlan, seen: SeenItems | null, now: number): Drafting {
  return {
    feedUrl: exchange.finalUrl,
    now,
    declared: exchange.contentLanguage ?? plan.feed.language ?? null,
    region: plan.source.region ?? null,
    // Kept per feed, since one source often has a feed for each language.
    memory: feed.languages === null ? null : (JSON.parse(feed.languages) as LanguageMemory),
    seen: seen?.names ?? [],
    settingsHash: plan.settingsHash,
    matching: matchingOf(plan, feed)
  }
}

type DocumentRead =
  | (Extract<ReadingResults['read'], { kind: 'read' }> & { readonly followed: Omit<Followed, 'items'> })
  | Extract<ReadingResults['read'], { kind: 'failed' }>

/** Reads at once, or in two halves where articles have to be fetched between them. */
async function readDocument(
  body: Body,
  drafting: Drafting,
  feed: ClaimedFeed,
  plan: FeedPlan,
  missed: readonly MissedPage[],
  base: Omit<FetchRequest, 'url' | 'accept'>,
  deps: ReadDeps
): Promise<DocumentRead> {
  const read = <Job extends ReadingJob>(job: Job): Promise<ReadingOutcome<Job>> => deps.reader.read(job, deps.signal)
  const article = plan.feed.page?.article
  if (!article?.follow) {
    const whole = await read({ task: 'read', body, drafting })
    return whole.kind === 'failed' ? whole : { ...whole, followed: { deferred: 0, visits: [] } }
  }
  const parsed = await read({ task: 'parse', body })
  if (parsed.kind === 'failed') return parsed
  const listUrl = drafting.feedUrl
  const urls = parsed.document.items.flatMap(({ url }) => httpUrl(url, listUrl) ?? [])
  const known = {
    seen: await deps.store.seenUrls(feed.id, urls),
    missed: new Map(missed.map((page) => [page.url, page])),
    now: deps.now(),
    listUrl
  }
  const followed = await followArticles(parsed.document.items, known, deps.articlesMax, base, {
    fetchPage: deps.fetchPage ?? deps.fetchDocument,
    mayFetch: deps.mayFetch,
    async readPage(bytes, contentType, url) {
      const context = { url, timeZone: plan.timeZone, ...(contentType === null ? {} : { contentType }) }
      const page = await read({ task: 'article', bytes, article, context })
      return page.kind === 'failed' ? null : page.page
    }
  })
  const drafted = await read({ task: 'draft', document: { ...parsed.document, items: followed.items }, drafting })
  if (drafted.kind === 'failed') return drafted
  return { ...drafted, document: { ...drafted.document, items: parsed.document.items.length }, followed }
}
