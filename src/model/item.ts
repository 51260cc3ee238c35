/** A file beside an item, as its feed names it. `length` is in bytes. */
export interface Enclosure {
  readonly url: string
  readonly type?: string
  readonly length?: number
}

/**
 * One thing as its source published it, read from any format: text decoded, URLs absolute, times ISO 8601 UTC.
 * Nothing is cleaned yet: `title`, `summary` and `content` may hold hostile HTML. What is absent is left out.
 */
export interface Item {
  readonly id?: string
  readonly url?: string
  readonly title?: string
  readonly published?: string
  readonly updated?: string
  readonly authors: readonly string[]
  readonly summary?: string
  readonly content?: string
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly language?: string
  readonly image?: string
  /** Where `published` was read, when not from the item itself: from its URL or from the page behind its link. */
  readonly publishedFrom?: 'url' | 'page'
  /** The same text in other languages, as the item itself links them: BCP 47 tag to absolute URL. */
  readonly alternates?: Readonly<Record<string, string>>
}

/** What a document says of itself, and of how it wants to be polled. Durations in milliseconds, times ISO 8601 UTC. */
export interface FeedInfo {
  readonly title?: string
  readonly link?: string
  readonly self?: string
  readonly description?: string
  readonly language?: string
  readonly id?: string
  readonly updated?: string
  readonly image?: string
  readonly authors?: readonly string[]
  readonly categories?: readonly string[]
  readonly rights?: string
  readonly generator?: string
  readonly hub?: string
  readonly ttlMs?: number
  readonly updatePeriodMs?: number
  /** Hours of the day, 0 to 23 UTC, in which the publisher asks not to be polled (RSS 2.0 skipHours). */
  readonly skipHours?: readonly number[]
  /** Days of the week, 0 Sunday to 6, in which the publisher asks not to be polled (RSS 2.0 skipDays). */
  readonly skipDays?: readonly number[]
}

export type DocumentFormat = 'rss' | 'atom' | 'rdf' | 'cdf' | 'json' | 'page' | 'sitemap'

/** One document, read: the feed and its items in the document's order. */
export interface FeedDocument {
  readonly format: DocumentFormat
  readonly encoding: string
  readonly feed: FeedInfo
  readonly items: readonly Item[]
  /** Items that could not be read, or that stood beyond the limit of one poll. */
  readonly itemsLeftOut: number
  /** False when the document ended before its root element did: its validators must not be kept. */
  readonly complete: boolean
}
