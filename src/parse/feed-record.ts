import type { Enclosure } from '../model/item.ts'

/** What the elements of one item say, read but not yet an `Item`: the several places of one meaning are already one. */
export interface ItemRecord {
  readonly title: string
  readonly link: string
  readonly id: string
  readonly published: string
  readonly updated: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly summary: string
  readonly content: string
  readonly language: string
  readonly image: string
  readonly alternates: Readonly<Record<string, string>>
}

/** The same for the feed itself. `ttl` is in minutes, `updatePeriodMs` in milliseconds. */
export interface FeedRecord {
  readonly title: string
  readonly link: string
  readonly self: string
  readonly hub: string
  readonly description: string
  readonly language: string
  readonly id: string
  readonly updated: string
  readonly image: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly rights: string
  readonly generator: string
  readonly ttl: string
  readonly updatePeriodMs: number
  readonly skipHours: readonly number[]
  readonly skipDays: readonly number[]
}
