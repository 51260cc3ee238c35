import { setImmediate as otherWork } from 'node:timers/promises'
import type { TopicConfig } from '../config/schema.ts'
import type { FeedFormat, PublishedFeed } from '../model/published.ts'
import { monthOf, openSince } from '../publish/archives.ts'
import type { LeftOut } from '../publish/publishable-item.ts'
import { type FeedPieces, joined, startFeeds } from '../publish/topic-feed.ts'
import { createAddresses, topicRoute, type TopicVariant } from './addresses.ts'
import type { AppDeps } from './app-deps.ts'
import { catalogOf } from './catalog.ts'
import { composeTopicFeed, type FeedDeps } from './compose-feed.ts'
import type { Representation } from './conditional-response.ts'
import { encodeRepresentation } from './encode-representation.ts'
import { createFeedHistory } from './feed-history.ts'
import { freezeArchives } from './frozen-archives.ts'
import { hubUrlOf } from './hub-url.ts'
import { inSharedMemory } from './shared-memory.ts'

export interface FeedName {
  readonly topicId: string
  readonly format: FeedFormat
  readonly variant: TopicVariant
  /** Counted from 1; the first when left out. */
  readonly page?: number
}

export type RenderedFeeds = ReturnType<typeof createRenderedFeeds>

/** One feed in the formats that were asked for. */
interface Rendered {
  readonly name: Omit<FeedName, 'format'>
  version: string
  askedAt: number
  readonly documents: Map<FeedFormat, RenderedDocument>
  /** Items that no format could carry. */
  leftOut: readonly LeftOut[]
  pending: { readonly version: string; readonly done: Promise<void> } | null
}

interface RenderedDocument {
  readonly stored: Representation
  readonly history: ReturnType<typeof createFeedHistory>
}

/** Told of each document that is stored under a route, or (null) no longer. */
export type OnStored = (route: string, stored: Representation | null) => void

const FEED_MAX_AGE_MS = 300_000
const FEEDS_MAX = 1_000
const BYTES_MAX = 128_000_000
/** A feed that nobody asked for in this time is made anew only when it is asked for again. */
const WANTED_MS = 2 * 3_600_000
const FORMATS: readonly FeedFormat[] = ['atom', 'rss', 'json']

/**
 * Topic feeds as bytes ready to be sent: made once per change of the topic however many ask, in slices between other work, and
 * kept. When a new state cannot be made, the last good one goes on being served.
 */
export function createRenderedFeeds(deps: AppDeps) {
  const feeds = new Map<string, Rendered>()
  const watchers = new Set<OnStored>()

  /** As the topic is at the moment of asking. @returns null when there is no such topic, variant or page */
  async function find(name: FeedName): Promise<Representation | null> {
    const topic = catalogOf(deps.config()).topics.get(name.topicId)
    if (!topic) return null
    const feed = feedOf(name)
    const version = await versionOf(name.topicId)
    if (feed.version !== version || !feed.documents.has(name.format)) await refresh(feed, topic, version, [name.format])
    return feed.documents.get(name.format)?.stored ?? null
  }

  /** What is stored at a route, such as `/topics/x.atom`, while something newer may be in the making; undefined when nothing is. */
  function storedAt(route: string): Representation | undefined {
    const dot = route.lastIndexOf('.')
    const feed = feeds.get(route.slice(0, dot))
    if (feed === undefined || !catalogOf(deps.config()).topics.has(feed.name.topicId)) return undefined
    feed.askedAt = deps.now()
    return feed.documents.get(route.slice(dot + 1) as FeedFormat)?.stored
  }

  return {
    find,
    storedAt,

    /** What is stored, at once; only the first asker of a feed waits for it. `renew` has to be called when the topic moves. */
    async findStored(name: FeedName): Promise<Representation | null> {
      return storedAt(topicRoute(name.topicId, name.variant, name.format, name.page)) ?? find(name)
    },

    /** From now on, tells what is stored and what no longer is. @returns ends it */
    watch(listener: OnStored): () => void {
      watchers.add(listener)
      return () => void watchers.delete(listener)
    },

    /** All that is stored now, by route. */
    *stored(): Generator<readonly [string, Representation]> {
      for (const [key, { documents }] of feeds) for (const [format, { stored }] of documents) yield [`${key}.${format}`, stored]
    },

    /** Takes note that routes were asked for where this process did not see it. */
    touch(routes: readonly string[]): void {
      for (const route of routes) storedAt(route)
    },

    /** Forgets feeds of topics that left the configuration. */
    prune(): void {
      const { topics } = catalogOf(deps.config())
      for (const [key, feed] of feeds) if (!topics.has(feed.name.topicId) && !feed.pending) forget(key, feed)
    },

    /** How many items of each topic no format could carry, in the feeds that are kept now; topics without such items are left out. */
    leftOut(): ReadonlyMap<string, number> {
      const ids = new Map<string, Set<string>>()
      for (const { name, leftOut } of feeds.values()) {
        for (const { id } of leftOut) ids.set(name.topicId, (ids.get(name.topicId) ?? new Set()).add(id))
      }
      return new Map([...ids].map(([topicId, items]) => [topicId, items.size]))
    },

    /** Makes what is kept of a topic anew, and its feed in all formats. What nobody wants any more is forgotten. */
    async renew(topicId: string): Promise<void> {
      const topic = catalogOf(deps.config()).topics.get(topicId)
      const since = deps.now() - WANTED_MS
      for (const [key, feed] of feeds) {
        if (feed.name.topicId === topicId && !feed.pending && (!topic || feed.askedAt < since)) forget(key, feed)
      }
      if (!topic) return
      const version = await versionOf(topicId)
      await refresh(feedOf({ topicId, variant: {} }), topic, version, FORMATS)
      for (const feed of [...feeds.values()]) {
        if (feed.name.topicId === topicId && feed.version !== version && feed.documents.size > 0) await refresh(feed, topic, version, [])
      }
    }
  }

  function feedOf({ topicId, variant, page }: Omit<FeedName, 'format'>): Rendered {
    const key = topicRoute(topicId, variant, undefined, page)
    const name = { topicId, variant, ...(page === undefined ? {} : { page }) }
    const feed = feeds.get(key) ?? { name, version: '', askedAt: 0, documents: new Map(), leftOut: [], pending: null }
    feed.askedAt = deps.now()
    feeds.set(key, feed)
    return feed
  }

  async function versionOf(topicId: string): Promise<string> {
    const head = await deps.store.journalHeadOf(topicId)
    return `${deps.config().hash} ${head?.seq ?? 0} ${monthOf(openSince(deps.now()))}`
  }

  /**
   * Brings a feed to a state, in the formats it has so far and others. Whoever finds it being made waits, and makes it only when
   * something else was being made.
   */
  async function refresh(feed: Rendered, topic: TopicConfig, version: string, more: readonly FeedFormat[]): Promise<void> {
    while (feed.pending) await feed.pending.done
    if (feed.version === version && more.every((format) => feed.documents.has(format))) return
    const formats = FORMATS.filter((format) => more.includes(format) || feed.documents.has(format))
    const making = render(feed, topic, formats).then(() => void (feed.version = version))
    feed.pending = { version, done: making.catch(() => undefined) }
    try {
      await making
    } catch (err) {
      if (more.some((format) => !feed.documents.has(format))) throw err
      if (deps.log) deps.log.error({ err, topic: topic.topic.id }, 'feed could not be rendered, the last good one stays')
    } finally {
      feed.pending = null
      forgetLeastWanted()
    }
  }

  async function render(feed: Rendered, topic: TopicConfig, formats: readonly FeedFormat[]): Promise<void> {
    const { variant, page } = feed.name
    const config = deps.config()
    const addresses = createAddresses(config.service.server.public_url)
    const feedDeps: FeedDeps = { store: deps.store, config, addresses, hubUrl: hubUrlOf(deps), now: deps.now(), log: deps.log }
    await freezeArchives(feedDeps, topic) // the feed names the newest archive
    const composed = (await isKnownVariant(topic, variant)) ? await composeTopicFeed(feedDeps, topic, variant, page) : null
    if (composed === null) return clear(feed)
    const heads = formats.map((format) => [format, composed.head(format)] as const)
    const writing = startFeeds(heads)
    for await (const items of composed.portions()) {
      writing.add(items)
      await otherWork()
    }
    const written = writing.end()
    feed.leftOut = written[0]?.leftOut ?? []
    if (feed.leftOut.length > 0 && deps.log) deps.log.warn({ topic: feed.name.topicId, leftOut: feed.leftOut }, 'items left out of a feed')
    for (const [index, [format, head]] of heads.entries()) {
      await keep(feed, head, format, written[index]!)
      await otherWork()
    }
  }

  async function keep(feed: Rendered, head: PublishedFeed, format: FeedFormat, pieces: FeedPieces): Promise<void> {
    const { contentType } = pieces
    const before = feed.documents.get(format)
    const body = joined(pieces)
    if (before && body.equals(before.stored.codings.identity.bytes)) return
    const encoded = await encodeRepresentation(body, {
      contentType,
      // The same journal told otherwise: the configuration changed, and that is now.
      // Never later than now (RFC 9110 section 8.8.2.1), whatever a clock said that ran ahead.
      changedAt: before && before.stored.changedAt >= head.updatedAt ? deps.now() : Math.min(head.updatedAt, deps.now()),
      maxAgeMs: FEED_MAX_AGE_MS,
      links: linkValues(head, format),
      ...((feed.name.page ?? 1) > 1 ? { noindex: true } : {})
    })
    const history = before?.history ?? createFeedHistory()
    await otherWork()
    const etags = Object.values(encoded.codings).map(({ etag }) => etag)
    const stored = deps.site === 'static' ? encoded : { ...inSharedMemory(encoded), delta: history.add(pieces, etags) }
    feed.documents.set(format, { stored, history })
    tell(feed, format, stored)
  }

  /** Configured variants, and languages and regions that the topic has: nobody fills the memory with others. */
  async function isKnownVariant({ topic, feed: { variants } }: TopicConfig, { language, region }: TopicVariant): Promise<boolean> {
    if (language === undefined && region === undefined) return true
    if (language !== undefined && variants.languages.includes(language)) return true
    if (region !== undefined && variants.regions.includes(region)) return true
    const facets = await deps.store.topicFacets(topic.id)
    return language !== undefined
      ? facets.languages.some(([tag]) => tag === language)
      : facets.regions.some(([code]) => code === region || code.startsWith(`${region}-`))
  }

  function forgetLeastWanted(): void {
    const { topics } = catalogOf(deps.config())
    const byAge = [...feeds].sort(([, one], [, other]) => one.askedAt - other.askedAt)
    let bytes = byAge.reduce((sum, [, feed]) => sum + bytesOf(feed), 0)
    for (const [key, feed] of byAge) {
      const isKept = feed.documents.size > 0 && topics.has(feed.name.topicId) && bytes <= BYTES_MAX && feeds.size <= FEEDS_MAX
      if (isKept || feed.pending) continue
      bytes -= bytesOf(feed)
      forget(key, feed)
    }
  }

  function forget(key: string, feed: Rendered): void {
    feeds.delete(key)
    clear(feed)
  }

  function clear(feed: Rendered): void {
    for (const format of feed.documents.keys()) tell(feed, format, null)
    feed.documents.clear()
  }

  function tell({ name: { topicId, variant, page } }: Rendered, format: FeedFormat, stored: Representation | null): void {
    for (const watcher of watchers) watcher(topicRoute(topicId, variant, format, page), stored)
  }
}

function bytesOf({ documents }: Rendered): number {
  let bytes = 0
  for (const { stored } of documents.values())
    for (const {
      bytes: { length }
    } of Object.values(stored.codings))
      bytes += length
  return bytes
}

/** Says where a feed is, who announces it and in what else it can be had, for readers that look no further than the headers (RFC 8288, WebSub). */
export function linkValues(feed: PublishedFeed, format: FeedFormat): readonly string[] {
  const others = FORMATS.filter((other) => other !== format).map(
    (other) => `<${feed.selfUrls[other]}>; rel="alternate"; type="${MEDIA_TYPES[other]}"`
  )
  return [...(feed.hubUrl === undefined ? [] : [`<${feed.hubUrl}>; rel="hub"`]), `<${feed.selfUrls[format]}>; rel="self"`, ...others]
}

const MEDIA_TYPES: Readonly<Record<FeedFormat, string>> = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json'
}
