import type { Entry } from './entry.ts'

/** One piece of writing, however many feeds carry it. */
export interface ArticleRecord {
  readonly id: string
  /** Given once, published in every format, never changed when another copy comes to lead. */
  readonly tagUri: string
  readonly storyId: string
  readonly storyReason: string | null
  readonly leadEntryId: string
  readonly language: string
  /** ISO 3166 codes. */
  readonly regions: readonly string[]
  readonly firstSeenAt: number
  /** The earlier of publication and first sight, set once: what lists are ordered by. */
  readonly sortAt: number
  readonly changedAt: number
  /** Counts every change of what is shown, from 1. */
  readonly revision: number
}

/** An article with the copy that leads. */
export interface ArticleWithLead extends ArticleRecord {
  readonly lead: Entry
}

/** An article with all its copies, the leading one first. */
export interface ArticleWithEntries extends ArticleRecord {
  readonly lead: Entry
  readonly entries: readonly Entry[]
}
