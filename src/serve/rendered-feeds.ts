import type { FeedFormat, PublishedFeed } from '../model/published.ts'
import { renderTopicFeed } from '../publish/topic-feed.ts'
import type { AppDeps } from './app-deps.ts'
import { type FeedDeps, composeArchive, composeTopicFeed } from './compose-feed.ts'
import type { Representation } from './conditional-response.ts'
import { catalogOf } from './catalog.ts'
import { createAddresses, topicRoute, type TopicVariant } from './addresses.ts'
import { encodeRepresentation } from './encode-representation.ts'
import { hubUrlOf } from './hub-url.ts'

export interface FeedName {
  readonly topicId: string
  readonly format: FeedFormat
  readonly variant: TopicVariant
  /** A closed month, such as "2026-04"; left out for the feed as it is now. */
  readonly month?: string
}

export type RenderedFeeds = ReturnType<typeof createRenderedFeeds>

interface Slot {
  version: string
  stored: Representation | null
  identity: string
  pending: Promise<Representation | null> | null
}

const FEED_MAX_AGE_MS = 300_000
const ARCHIVE_MAX_AGE_MS = 365 * 86_400_000
const SLOTS_MAX = 1_000

/**
 * Topic feeds as bytes ready to be sent: made once per change of the topic, by one request however many wait, and
 * kept. When a new state cannot be made, the last good one goes on being served.
 */
export function createRenderedFeeds(deps: AppDeps) {
  const slots = new Map<string, Slot>()

  return {
    /** @returns null when there is no such topic, variant or closed month */
    async find(name: FeedName): Promise<Representation | null> {
      const config = deps.config()
      const topic = catalogOf(config).topics.get(name.topicId)
      if (!topic) return null
      const key = `${topicRoute(name.topicId, name.variant)} ${name.month ?? ''} ${name.format}`
      const slot = slots.get(key) ?? { version: '', stored: null, identity: '', pending: null }
      const head = await deps.store.journalHeadOf(name.topicId)
      const version = `${config.hash} ${head?.seq ?? 0} ${new Date(deps.now()).toISOString().slice(0, 7)}`
      if (slot.version === version && slot.stored) return slot.stored
      remember(key, slot)
      slot.pending ??= refresh(slot, key, name, version).finally(() => (slot.pending = null))
      return slot.pending
    }
  }

  async function refresh(slot: Slot, key: string, name: FeedName, version: string): Promise<Representation | null> {
    try {
      const fresh = await render(name, slot)
      if (fresh === null) {
        slots.delete(key)
        return null
      }
      slot.stored = fresh
      slot.version = version
      return fresh
    } catch (error) {
      if (slot.stored === null) throw error
      if (deps.log) deps.log.error({ err: error, topic: name.topicId, format: name.format }, 'feed not rendered, last good kept')
      return slot.stored
    }
  }

  async function render(name: FeedName, slot: Slot): Promise<Representation | null> {
    const config = deps.config()
    const topic = catalogOf(config).topics.get(name.topicId)!
    const addresses = createAddresses(config.service.server.public_url)
    const feedDeps: FeedDeps = { store: deps.store, config, addresses, hubUrl: hubUrlOf(deps), now: deps.now() }
    if (!(await isKnownVariant(feedDeps, name))) return null
    const feed = name.month === undefined ? await composeTopicFeed(feedDeps, topic, name.variant) : await composeArchive(feedDeps, topic, name.month)
    if (feed === null) return null
    const { body, contentType, leftOut } = renderTopicFeed(feed, name.format)
    if (leftOut.length > 0 && deps.log) deps.log.warn({ topic: name.topicId, format: name.format, leftOut }, 'items left out of a feed')
    if (slot.stored && body === slot.identity) return slot.stored
    // The same journal told otherwise: the configuration changed, and that is now.
    const changedAt = slot.stored && slot.stored.changedAt >= feed.updatedAt ? deps.now() : feed.updatedAt
    slot.identity = body
    return encodeRepresentation(body, {
      contentType,
      changedAt,
      maxAgeMs: name.month === undefined ? FEED_MAX_AGE_MS : ARCHIVE_MAX_AGE_MS,
      ...(name.month === undefined ? {} : { immutable: true }),
      links: linkValues(feed, name.format)
    })
  }

  /** Configured variants, and languages and regions that the topic has: nobody fills the memory with others. */
  async function isKnownVariant({ store, config }: FeedDeps, { topicId, variant }: FeedName): Promise<boolean> {
    const { variants } = catalogOf(config).topics.get(topicId)!.feed
    if (variant.language === undefined && variant.region === undefined) return true
    if (variant.language !== undefined && variants.languages.includes(variant.language)) return true
    if (variant.region !== undefined && variants.regions.includes(variant.region)) return true
    const facets = await store.topicFacets(topicId)
    return variant.language !== undefined
      ? facets.languages.some(([tag]) => tag === variant.language)
      : facets.regions.some(([code]) => code === variant.region || code.startsWith(`${variant.region}-`))
  }

  function remember(key: string, slot: Slot): void {
    slots.delete(key)
    slots.set(key, slot)
    if (slots.size > SLOTS_MAX) slots.delete(slots.keys().next().value!)
  }
}

/** Says where a feed is and who announces it, for readers that look no further than the headers (RFC 8288, WebSub). */
export function linkValues(feed: PublishedFeed, format: FeedFormat): readonly string[] {
  const self = `<${feed.selfUrls[format]}>; rel="self"`
  return feed.hubUrl === undefined ? [self] : [`<${feed.hubUrl}>; rel="hub"`, self]
}

