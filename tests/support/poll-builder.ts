import { oneSourceFileSchema, type SourceConfig, type TopicConfig, topicFileSchema } from '../../src/config/schema.ts'
import { createDetector } from '../../src/language/detect-language.ts'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import type { FetchedDocument, FetchedUnchanged, FetchFailed, FetchOutcome, FetchRequest } from '../../src/model/fetch-outcome.ts'
import { inlineReader } from '../../src/poll/body-reader.ts'
import type { UpdateContext } from '../../src/poll/decide-update.ts'
import { planFeeds } from '../../src/poll/feed-plan.ts'
import { createNeighbourWindow } from '../../src/poll/neighbour-window.ts'
import { pollFeed, type PollDeps } from '../../src/poll/poll-feed.ts'
import type { FeedUpdate } from '../../src/store/feed-update.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { createGazetteer } from '../../src/tag/find-regions.ts'

export const START = Date.UTC(2026, 10, 24, 12)
export const MINUTE_MS = 60_000

export const FEED_URL = 'https://town.example/feed.xml'

/** A feed record as a first claim gives it. */
export function aFeed(part: Partial<ClaimedFeed> = {}): ClaimedFeed {
  return {
    id: 'town-news',
    sourceId: 'town',
    owner: 'town',
    configuredUrl: FEED_URL,
    url: FEED_URL,
    active: true,
    nextPollAt: 0,
    leaseUntil: 0,
    etag: null,
    lastModified: null,
    validatorsUrl: null,
    bodyHash: null,
    lastPolledAt: null,
    lastSuccessAt: null,
    lastNewAt: null,
    lastOutcome: null,
    lastFailure: null,
    failuresInRow: 0,
    failureWeight: 0,
    itemsInLast: null,
    rhythm: null,
    languages: null,
    hints: null,
    moves: null,
    title: null,
    pushedAt: null,
    pushedUntil: null,
    leaseToken: 'worker:1',
    ...part
  }
}

export function aDocument(body: string, part: Partial<FetchedDocument> = {}): FetchedDocument {
  return {
    kind: 'document',
    status: 200,
    bytes: new TextEncoder().encode(body),
    contentType: 'application/rss+xml',
    contentLanguage: null,
    finalUrl: FEED_URL,
    hops: [],
    permanentUrl: null,
    ms: 12,
    wireBytes: body.length,
    validators: { etag: null, lastModified: null },
    links: { hub: null, self: null },
    cache: { maxAgeMs: null, ageMs: 0, expiresAt: null, freshMs: null },
    ...part
  }
}

export function anUnchanged(part: Partial<FetchedUnchanged> = {}): FetchedUnchanged {
  return {
    kind: 'unchanged',
    status: 304,
    finalUrl: FEED_URL,
    hops: [],
    permanentUrl: null,
    ms: 3,
    wireBytes: 0,
    validators: { etag: null, lastModified: null },
    cache: { maxAgeMs: null, ageMs: 0, expiresAt: null, freshMs: null },
    ...part
  }
}

export function aFetchFailure(failure: FetchFailed['failure'], part: Partial<FetchFailed> = {}): FetchFailed {
  return {
    kind: 'failed',
    finalUrl: FEED_URL,
    hops: [],
    permanentUrl: null,
    ms: 3,
    wireBytes: 0,
    status: failure.status ?? null,
    failure,
    sent: true,
    ...part
  }
}

export interface RssItem {
  readonly guid: string
  readonly title: string
  readonly text?: string
  readonly link?: string
  /** Left out of the document when undefined. */
  readonly at?: number
}

/** An RSS document of these items, newest first as feeds are. `cut` ends it before its root element does. */
export function rss(items: readonly RssItem[], { cut = false } = {}): string {
  const body = items.map(
    ({ guid, title, text = '', link, at }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><description>${text}</description>`
      + `${link === undefined ? '' : `<link>${link}</link>`}${at === undefined ? '' : `<pubDate>${new Date(at).toUTCString()}</pubDate>`}</item>`
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Town hall</title><link>https://town.example/</link>${body.join('')}${cut ? '' : '</channel></rss>'}`
}

export const BRIDGES: TopicConfig = topicFileSchema.parse({
  topic: { id: 'bridges', title: { en: 'Bridges' } },
  terms: { en: { strong: ['bridge', 'bridges'] } }
})

/** Two sources of two owners, one feed each. */
export const TWO_SOURCES: readonly SourceConfig[] = [
  aSource({ source: { id: 'town', name: 'Town hall' }, feeds: [{ id: 'town-news', url: FEED_URL }] }),
  aSource({ source: { id: 'rival', name: 'Rival', role: 'mirror' }, feeds: [{ id: 'rival-news', url: 'https://rival.example/feed.xml' }] })
]

export function aSource(file: unknown): SourceConfig {
  const { source, feeds } = oneSourceFileSchema.parse(file)
  return { ...source, owner: source.owner ?? source.id, feeds }
}

export interface PollBench extends AsyncDisposable {
  readonly store: Store
  /** Requests, in order. */
  readonly asked: FetchRequest[]
  readonly bugs: unknown[]
  /** What the clock says; a test moves it. */
  now: number
  /** What every request is answered with, or throws. */
  answer: (request: FetchRequest) => FetchOutcome | Promise<FetchOutcome>
  /** Claims a feed and polls it. */
  poll(feedId?: string): Promise<FeedUpdate>
}

/** Polls as the daemon does, on a store in memory or the file at `path`, and with answers of the test's own. */
export async function aPollBench(
  sources: readonly SourceConfig[] = TWO_SOURCES,
  context: Partial<UpdateContext> = {},
  deps: Partial<PollDeps> = {},
  path = ':memory:'
): Promise<PollBench> {
  const database = openSqlite(path)
  await migrate(database, readMigrations(), START)
  const store = createStore(database)
  const neighbours = createNeighbourWindow(database)
  const plans = planFeeds(sources)
  await store.syncFeeds(
    [...plans.values()].map(({ feed, source }) => ({ id: feed.id, sourceId: source.id, owner: source.owner, url: feed.url })),
    START
  )
  const tagger = compileTopics([BRIDGES])
  const gazetteer = createGazetteer()
  const byId = new Map(sources.map((source) => [source.id, source]))
  let claims = 0
  const bench: PollBench = {
    store,
    asked: [],
    bugs: [],
    now: START,
    answer: () => aDocument(rss([])),
    async poll(feedId = 'town-news') {
      const feed = await store.claimFeed(feedId, `bench:${++claims}`, bench.now, MINUTE_MS)
      if (!feed) throw new Error(`${feedId} is not free`)
      return pollFeed(feed, {
        store,
        planOf: (id) => plans.get(id),
        context: (plan) => ({
          plan,
          tagger,
          gazetteer,
          topicIds: ['bridges'],
          sourceOf: (id) => byId.get(id),
          publishes: () => true,
          categoryOf: () => undefined,
          configHash: 'config-1',
          tagAuthority: 'news.example.org,2026',
          minIntervalMs: 15 * MINUTE_MS,
          maxIntervalMs: 1_440 * MINUTE_MS,
          newPerSourcePerDayMax: 1_000,
          revisionsMax: 10,
          nextCronTime: (_cron, after) => after,
          now: bench.now,
          random: () => 0,
          ...context
        }),
        fetchDocument: async (request) => {
          bench.asked.push(request)
          return bench.answer(request)
        },
        mayFetch: async () => true,
        reader: inlineReader(createDetector()),
        neighbours,
        match: { lexicon: { get: () => undefined }, stories: true },
        itemsMax: 500,
        articlesMax: 5,
        now: () => bench.now,
        onBug: (error) => void bench.bugs.push(error),
        ...deps
      })
    },
    [Symbol.asyncDispose]: () => store.close()
  }
  return bench
}
