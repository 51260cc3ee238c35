/*
 * What a topic feed shows, before it is written in a format. Texts are plain text, `contentHtml` is safe HTML, addresses are
 * absolute http(s) addresses, ids are `tag:` URIs (RFC 4151), times are milliseconds since 1970 UTC.
 */

export interface PublishedCategory {
  readonly term: string
  /** An address or URN that says whose word it is. */
  readonly scheme?: string
  readonly label?: string
}

export interface PublishedEnclosure {
  readonly url: string
  /** Media type. */
  readonly type?: string
  /** Bytes. */
  readonly length?: number
}

export interface PublishedSource {
  /** The source's id in the configuration. */
  readonly id: string
  readonly name: string
  readonly homepage?: string
  readonly feedUrl?: string
}

export interface PublishedItem {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly contentHtml: string
  /** BCP 47; null when not known. */
  readonly language: string | null
  readonly direction: 'ltr' | 'rtl'
  readonly authors: readonly string[]
  readonly categories: readonly PublishedCategory[]
  readonly enclosures: readonly PublishedEnclosure[]
  readonly image: string | null
  /** When its source says it appeared, but not after it was first seen; null when it does not say. */
  readonly publishedAt: number | null
  /** When what we show of it last changed in a way worth telling. */
  readonly updatedAt: number
  readonly source: PublishedSource
  readonly alsoBy: readonly { readonly name: string; readonly url: string }[]
  /** ISO 3166 codes. */
  readonly regions: readonly string[]
  /** Why it is in the topic, for people. */
  readonly why: string
}

/** Addresses of neighbouring documents of the same format (RFC 5005). */
export interface PublishedPaging {
  readonly first?: string
  readonly next?: string
  readonly previous?: string
  readonly last?: string
  readonly current?: string
  readonly prevArchive?: string
  readonly nextArchive?: string
}

export interface Tombstone {
  readonly id: string
  readonly at: number
}

export type FeedFormat = 'rss' | 'atom' | 'json'

export interface PublishedFeed {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly homeUrl: string
  /** The address of this very document in each format. */
  readonly selfUrls: Readonly<Record<FeedFormat, string>>
  readonly hubUrl?: string
  /** BCP 47: the language of its own texts and, where an item says nothing else, of its items; null when not known. */
  readonly language: string | null
  readonly updatedAt: number
  /** Host name and year that open every id, such as "news.example.org,2026". */
  readonly tagAuthority: string
  /** Who publishes this feed, for people. */
  readonly publisher: string
  /** Large square picture. */
  readonly icon?: string
  /** Small square picture. */
  readonly favicon?: string
  /** Picture twice as wide as high, at most 144 units wide, as RSS wants it. */
  readonly logo?: string
  readonly items: readonly PublishedItem[]
  readonly paging: PublishedPaging
  /** `complete`: this document holds all there is; `archive`: it will not change any more (RFC 5005 sections 2 and 4). */
  readonly kind?: 'complete' | 'archive'
  /** Withdrawn items (RFC 6721), written in Atom only. */
  readonly tombstones?: readonly Tombstone[]
}
