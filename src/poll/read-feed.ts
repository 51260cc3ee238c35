import type { LocatedDraft } from '../model/draft.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { FetchedDocument, FetchOutcome, FetchRequest } from '../model/fetch-outcome.ts'
import type { FeedDocument, Item } from '../model/item.ts'
import type { LanguageDetector } from '../language/detect-language.ts'
import { type LanguageMemory, rememberLanguage } from '../language/language-memory.ts'
import { canonicalUrl } from '../normalize/canonical-url.ts'
import { normalizeItem } from '../normalize/normalize-item.ts'
import { parseArticle } from '../parse/parse-article.ts'
import { parseFeed } from '../parse/parse-feed.ts'
import { parsePage } from '../parse/parse-page.ts'
import type { ParseResult } from '../parse/parse-result.ts'
import type { Store } from '../store/store.ts'
import { hashBytes, hashText } from '../text/hash.ts'
import { presentValidators } from './decide-feed-state.ts'
import type { FeedPlan } from './feed-plan.ts'
import { type FollowDeps, followArticles } from './follow-articles.ts'
import type { Reading } from './reading.ts'

export interface ReadDeps {
  readonly fetchDocument: (request: FetchRequest) => Promise<FetchOutcome>
  /** Whether robots.txt lets us fetch an article page. */
  readonly mayFetch: FollowDeps['mayFetch']
  readonly store: Pick<Store, 'followedUrls'>
  readonly detector: LanguageDetector
  readonly itemsMax: number
  readonly articlesMax: number
  readonly now: () => number
}

/** An article page that could not be had is tried again for so long. */
const FOLLOW_AGAIN_MS = 86_400_000

/** Fetches and reads one feed: fetch, parse, follow, normalize, language. Throws only on our own bugs. */
export async function readFeed(feed: ClaimedFeed, plan: FeedPlan, deps: ReadDeps): Promise<Reading> {
  const base = requestOf(plan)
  const exchange = await deps.fetchDocument({
    ...base,
    url: feed.url,
    accept: plan.feed.page ? 'page' : 'feed',
    validators: presentValidators(feed, plan)
  })
  if (exchange.kind === 'failed') return { kind: 'failed', failure: exchange.failure, exchange }
  if (exchange.kind === 'unchanged') return { kind: 'unchanged', exchange }
  const bodyHash = hashText(hashBytes(exchange.bytes), plan.settingsHash)
  if (bodyHash === feed.bodyHash) return { kind: 'same', exchange, bodyHash }

  const parsed = await parseDocument(exchange, plan, deps.itemsMax)
  if (parsed.kind === 'failed') return { kind: 'failed', failure: parsed.failure, exchange }
  const { document } = parsed
  const followed = await follow(document, feed, plan, base, deps)
  const drafted = draftItems(followed.items, document, exchange, plan, readMemory(feed), deps)
  return {
    kind: 'read',
    exchange,
    bodyHash,
    info: { ...document.feed, ...(document.feed.hub === undefined && exchange.links.hub !== null ? { hub: exchange.links.hub } : {}) },
    drafts: drafted.drafts,
    items: document.items.length,
    itemsLeftOut: document.itemsLeftOut + drafted.leftOut,
    whole: document.complete && followed.deferred === 0 && followed.missed === 0,
    languages: drafted.memory
  }
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

function parseDocument(exchange: FetchedDocument, { feed, timeZone }: FeedPlan, itemsMax: number): Promise<ParseResult> | ParseResult {
  const context = {
    url: exchange.finalUrl,
    timeZone,
    itemsMax,
    ...(exchange.contentType === null ? {} : { contentType: exchange.contentType }),
    ...(exchange.contentLanguage === null ? {} : { contentLanguage: exchange.contentLanguage }),
    ...(feed.encoding === undefined ? {} : { encoding: feed.encoding })
  }
  return feed.page ? parsePage(exchange.bytes, feed.page, context) : parseFeed(exchange.bytes, context)
}

async function follow(document: FeedDocument, feed: ClaimedFeed, plan: FeedPlan, base: Omit<FetchRequest, 'url' | 'accept'>, deps: ReadDeps) {
  const article = plan.feed.page?.article
  if (!article?.follow) return { items: document.items, deferred: 0, missed: 0 }
  const urls = document.items.flatMap(({ url }) => url ?? [])
  const seen = await deps.store.followedUrls(feed.id, urls, Number.MAX_SAFE_INTEGER)
  const done = await deps.store.followedUrls(feed.id, urls, deps.now() - FOLLOW_AGAIN_MS)
  return followArticles(document.items, { seen, done }, deps.articlesMax, base, {
    fetchPage: deps.fetchDocument,
    mayFetch: deps.mayFetch,
    readPage: (bytes, contentType, url) =>
      parseArticle(bytes, article, { url, timeZone: plan.timeZone, ...(contentType === null ? {} : { contentType }) })
  })
}

/** What the feed was seen to write before: kept per feed, since one source often has a feed for each language. */
function readMemory(feed: ClaimedFeed): LanguageMemory | null {
  return feed.languages === null ? null : (JSON.parse(feed.languages) as LanguageMemory)
}

/** Cleans each item and tells its language. Oldest first, so that what is learned and numbered follows time. */
function draftItems(
  items: readonly Item[],
  document: FeedDocument,
  exchange: FetchedDocument,
  plan: FeedPlan,
  before: LanguageMemory | null,
  deps: ReadDeps
): { drafts: readonly LocatedDraft[]; leftOut: number; memory: string | null } {
  const drafts: LocatedDraft[] = []
  let memory = before
  let leftOut = 0
  for (const item of items.toReversed()) {
    const draft = normalizeItem(item, { feedUrl: exchange.finalUrl, now: deps.now() })
    if (draft === null) {
      leftOut++
      continue
    }
    const declared = draft.declaredLanguage ?? document.feed.language ?? exchange.contentLanguage ?? plan.feed.language ?? null
    const { guess, shares } = deps.detector.judge({
      title: draft.title,
      text: draft.summary,
      declared: declared === 'mul' ? null : declared,
      sourceMemory: memory,
      region: plan.source.region ?? null
    })
    memory = rememberLanguage(memory, shares)
    drafts.push({ ...draft, canonicalUrl: draft.url === null ? null : canonicalUrl(draft.url), declaredLanguage: declared, ...guess })
  }
  return { drafts, leftOut, memory: memory === before || memory === null ? null : JSON.stringify(memory) }
}
