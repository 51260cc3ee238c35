import { randomBytes } from 'node:crypto'
import { type Config, oneSourceFileSchema } from '../config/schema.ts'
import type { CurationContext, PageSource } from '../curate/curation.ts'
import { seedLexicon } from '../dedupe/lexicon-seed.ts'
import { createByteBudget } from '../fetch/byte-budget.ts'
import { createFetcher, type Fetcher, type FetchOptions } from '../fetch/fetch-document.ts'
import { createHostGate, type HostGate } from '../fetch/host-gate.ts'
import { createRobots, type Robots } from '../fetch/robots.ts'
import { sharedHostGate } from '../fetch/shared-host-gate.ts'
import type { Logger } from '../log.ts'
import { EDITORS_SOURCE } from '../model/editors-source.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { PollPace } from '../model/poll-pace.ts'
import type { ArticleContext } from '../poll/decide-article.ts'
import type { UpdateContext } from '../poll/decide-update.ts'
import { type FeedPlan, planFeeds } from '../poll/feed-plan.ts'
import { createLearning, type Learning } from '../poll/learn-from-edits.ts'
import { retagBatch } from '../poll/retag-articles.ts'
import { createLiveLexicon, type LiveLexicon } from '../poll/learn-lexicons.ts'
import { placeEntries } from '../poll/place-entries.ts'
import { type PageDeps, readPage } from '../poll/read-page.ts'
import { createNeighbourWindow } from '../poll/neighbour-window.ts'
import { pollFeed } from '../poll/poll-feed.ts'
import { createReadingPool, type ReadingPool, type ReadingPoolOptions } from '../poll/reading-pool.ts'
import { nextCronTime } from '../schedule/ticker.ts'
import type { FeedUpdate } from '../store/feed-update.ts'
import type { Retention } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { compileTopics } from '../tag/compile-topics.ts'
import { createGazetteer, type Gazetteer } from '../tag/find-regions.ts'
import { readVersion } from './read-version.ts'
import type { Terminal } from './terminal.ts'

/** Beyond the longest exchange, before a connection of a killed process counts no longer. */
const HOST_LEFT_MS = 30_000

/** The rooms wired to one another for a configuration, which can be exchanged while it runs. */
export interface Runtime extends AsyncDisposable {
  readonly config: () => Config
  /** Takes a new configuration over: feeds, topics and limits hold from the next poll on. */
  readonly adopt: (config: Config) => Promise<void>
  readonly poll: (feed: ClaimedFeed, options?: { readonly dryRun?: boolean; readonly pace?: PollPace }) => Promise<FeedUpdate>
  readonly lexicon: LiveLexicon
  readonly planOf: (feedId: string) => FeedPlan | undefined
  /** What articles are decided by now. */
  readonly articleContext: () => ArticleContext
  /** What editors' decisions are carried out by. */
  readonly curationContext: () => CurationContext
  /** Learns from edits made since, where topics do; near misses are ranked anew if `ranks`. */
  readonly learn: (options: { readonly ranks: boolean }) => Promise<void>
  /** Pages that editors add by hand. */
  readonly pages: PageSource
}

/** @param options.syncsFeeds whether a new configuration also decides which feeds are polled; not in a process that only serves */
export async function createRuntime(
  first: Config,
  store: Store,
  log: Logger,
  terminal: Pick<Terminal, 'now' | 'random' | 'signal'>,
  { syncsFeeds = true } = {}
): Promise<Runtime> {
  const lexicon = createLiveLexicon(seedLexicon())
  await lexicon.refresh(store.database)
  const gazetteer = createGazetteer()
  const neighbours = createNeighbourWindow(store.database)
  // One gate over all configurations: what a host asked for holds whatever is read anew.
  const gate = hostGateOf(() => wired.config, store, log, terminal.now)
  const budget = createByteBudget(() => wired.config.service.fetch.held_bytes_max)
  const learning: Learning = createLearning(store, () => wired.config.topics)
  const fetchingOf = (config: Config): Fetching => {
    const fetcher = createFetcher({ ...fetcherOptions(config, terminal.now), gate, budget })
    return { fetcher, robots: createRobots({ fetchDocument: fetcher.fetchDocument, now: terminal.now }) }
  }
  let wired = wire(first, createReadingPool(readingOptions(first)), fetchingOf(first), gazetteer, learning.learned, log, terminal)
  await restHosts(store, gate, terminal.now())
  await learning.refresh()
  const pageDeps = ({ fetcher, robots, reader }: typeof wired): PageDeps => ({
    fetchDocument: (request) => fetcher.fetchDocument(request, { signal: terminal.signal }),
    mayFetch: (url, base) => robots.mayFetch(url, base, terminal.signal),
    reader,
    now: terminal.now,
    signal: terminal.signal
  })

  return {
    config: () => wired.config,
    lexicon,
    planOf: (feedId) => wired.plans.get(feedId),
    articleContext: () => wired.articleContext(),
    curationContext: () => ({ ...wired.articleContext(), tagAuthority: wired.tagAuthority }),
    async learn({ ranks }) {
      for (const topicId of await learning.refresh()) {
        if (ranks)
          await store.inTurn(async () => retagBatch(store, await store.nearMisses(topicId, NEAR_MISSES_RANKED), wired.articleContext()))
      }
    },
    pages: {
      read: (url) => readPage(url, EDITORS_PLAN, pageDeps(wired)),
      place: (page) =>
        placeEntries(EDITORS_ENTRIES, [page], wired.contextOf(EDITORS_PLAN), { store, neighbours, match: { lexicon, stories: true } }),
      forget: () => neighbours.forget()
    },
    async adopt(config) {
      const old = wired
      const sameReading = JSON.stringify(readingOptions(config)) === JSON.stringify(readingOptions(old.config))
      const reader = sameReading ? old.reader : createReadingPool(readingOptions(config))
      // Its connections count towards what a host is asked at once, and what sites allow was asked for.
      const sameFetching = fetchingSettings(config) === fetchingSettings(old.config)
      wired = wire(config, reader, sameFetching ? old : fetchingOf(config), gazetteer, learning.learned, log, terminal)
      if (syncsFeeds) await syncFeeds(config, store, terminal.now())
      // Polls under way end with what they began with: closing its connections now would fail them.
      void Promise.allSettled([...old.polls]).then(() => old.close({ reader: !sameReading, fetcher: !sameFetching }))
    },
    poll(feed, { dryRun = false, pace } = {}) {
      const { plans, fetcher, robots, reader, contextOf, config, polls } = wired
      const { signal } = terminal
      const hold = budget.open()
      const waitFor = async <T>(ask: () => Promise<T>): Promise<T> => {
        if (pace) pace.waitsFor = 'server'
        try {
          return await ask()
        } finally {
          if (pace) pace.waitsFor = null
        }
      }
      const poll = pollFeed(feed, {
        store,
        planOf: (feedId) => plans.get(feedId),
        context: contextOf,
        fetchDocument: (request) => waitFor(() => fetcher.fetchDocument(request, { signal, hold, pace })),
        fetchPage: (request) => waitFor(() => fetcher.fetchDocument(request, { signal, pace })),
        mayFetch: (url, base) => waitFor(() => robots.mayFetch(url, base, signal)),
        reader,
        neighbours,
        match: { lexicon, stories: true },
        itemsMax: config.service.limits.items_per_poll,
        articlesMax: config.service.polling.articles_per_poll,
        now: terminal.now,
        onBug: (err, id) => log.error({ err, feed: id }, 'poll failed on a bug'),
        dryRun,
        signal
      })
      polls.add(poll)
      const ended = (): void => {
        polls.delete(poll)
        hold.release()
      }
      poll.then(ended, ended)
      return poll
    },
    [Symbol.asyncDispose]: () => wired.close({ reader: true, fetcher: true })
  }
}

/** Of each topic that learned something new, so many near misses are ranked anew; older ones when they are decided next. */
const NEAR_MISSES_RANKED = 200

/** What editors add is read as a feed with nothing configured would be, and belongs to nobody else's family. */
const EDITORS_PLAN = editorsPlan()
const EDITORS_ENTRIES = { id: EDITORS_SOURCE.id, sourceId: EDITORS_SOURCE.id, owner: EDITORS_SOURCE.id }

function editorsPlan(): FeedPlan {
  const { id, name } = EDITORS_SOURCE
  const { source, feeds } = oneSourceFileSchema.parse({
    source: { id, name, role: 'mirror' },
    feeds: [{ id, url: 'https://editors.invalid/' }]
  })
  return planFeeds([{ ...source, owner: id, feeds }]).get(id)!
}

/** Makes the feeds of the store those of the configuration; a paused feed is not polled, like one that is gone. */
export function syncFeeds(config: Config, store: Store, now: number): Promise<void> {
  const feeds = [...planFeeds(config.sources).values()].map(({ feed, source }) => ({
    id: feed.id,
    sourceId: source.id,
    owner: source.owner,
    url: feed.url
  }))
  return store.inTurn(() => store.syncFeeds(feeds, now))
}

/** A host that asked to be left alone before a restart is left alone after it, by all its feeds. */
async function restHosts(store: Store, gate: HostGate, now: number): Promise<void> {
  for (const { url, lastFailure } of await store.allFeeds()) {
    const until = lastFailure?.kind === 'rate-limited' ? (lastFailure.hostRestsUntil ?? 0) : 0
    if (until > now) gate.pause(url, until)
  }
}

/** What asks servers; kept over new configurations that ask in the same way. */
interface Fetching {
  readonly fetcher: Fetcher
  readonly robots: Robots
}

function wire(
  config: Config,
  reader: ReadingPool,
  { fetcher, robots }: Fetching,
  gazetteer: Gazetteer,
  learned: Learning['learned'],
  log: Logger,
  { now, random }: Pick<Terminal, 'now' | 'random'>
) {
  const { polling, limits, server } = config.service
  const plans = planFeeds(config.sources)
  for (const { feed } of plans.values()) {
    if (feed.fetch?.insecure_tls === true) log.warn({ feed: feed.id }, 'certificate is not verified, as configured')
  }
  const tagger = compileTopics(config.topics)
  const sources = new Map(config.sources.map((source) => [source.id, source]))
  const articleContext = (): ArticleContext => ({
    tagger,
    gazetteer,
    topicIds: config.topics.map(({ topic }) => topic.id),
    sourceOf: (sourceId) => sources.get(sourceId),
    publishes: (feedId) => plans.get(feedId)?.feed.publish ?? true,
    categoryOf: (feedId) => plans.get(feedId)?.feed.category,
    configHash: config.hash,
    learned: learned(),
    now: now()
  })
  const tagAuthority = server.tag_authority ?? new URL(server.public_url).hostname
  const contextOf = (plan: FeedPlan): UpdateContext => ({
    ...articleContext(),
    plan,
    tagAuthority,
    minIntervalMs: polling.min_interval,
    maxIntervalMs: polling.max_interval,
    newPerSourcePerDayMax: limits.new_items_per_source_per_day,
    revisionsMax: limits.revisions_per_entry,
    nextCronTime,
    random
  })
  return {
    config,
    plans,
    fetcher,
    robots,
    reader,
    articleContext,
    tagAuthority,
    contextOf,
    polls: new Set<Promise<FeedUpdate>>(),
    async close(ends: { readonly reader: boolean; readonly fetcher: boolean }): Promise<void> {
      if (ends.fetcher) await fetcher.close()
      if (ends.reader) await reader[Symbol.asyncDispose]()
    }
  }
}

/** The pace towards hosts: of this process, and where others share the database, of all of them. */
function hostGateOf(config: () => Config, store: Store, log: Logger, now: () => number): HostGate {
  const polling = () => config().service.polling
  const own = createHostGate({
    get connectionsPerHostMax() {
      return polling().per_host
    },
    get spacingMs() {
      return polling().host_spacing
    },
    now
  })
  if (store.database.sharing === undefined) return own
  const pace = () => ({
    connectionsMax: polling().per_host,
    spacingMs: polling().host_spacing,
    connectionMsMax: config().service.fetch.total_timeout + HOST_LEFT_MS
  })
  return sharedHostGate(own, {
    ledger: {
      enter: (host, holder) => store.enterHost(host, holder, pace(), now()),
      leave: (host, holder) => store.leaveHost(host, holder),
      pause: (host, untilAt) => store.pauseHost(host, untilAt, now())
    },
    name: randomBytes(6).toString('hex'),
    now,
    onError: (err) => log.warn({ err }, 'pace of a host not noted')
  })
}

/** The limits of fetching as the configuration sets them. */
export function fetcherOptions({ service: { fetch, polling } }: Config, now: () => number): FetchOptions {
  return {
    version: readVersion(),
    contact: fetch.contact,
    allow: fetch.allow,
    ports: fetch.ports,
    connectTimeoutMs: fetch.connect_timeout,
    totalTimeoutMs: fetch.total_timeout,
    wireBytesMax: fetch.wire_bytes_max,
    decodedBytesMax: fetch.decoded_bytes_max,
    redirectsMax: fetch.redirects_max,
    connectionsPerHost: polling.per_host,
    now
  }
}

function fetchingSettings(config: Config): string {
  return JSON.stringify(fetcherOptions(config, () => 0))
}

/** How long things are kept, as the configuration sets it. */
export function retentionOf({ service: { retention } }: Config): Retention {
  return {
    contentMs: retention.content,
    keysAfterLastSeenMs: retention.keys_after_last_seen,
    rejectsMs: retention.rejects,
    pollsMs: retention.polls
  }
}

function readingOptions({ service: { reading, language } }: Config): ReadingPoolOptions {
  return { threads: reading.threads ?? null, timeMaxMs: reading.time_max, heapBytesMax: reading.heap_max, eld: language.eld }
}
