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
  /** What an editor wrote in place of the leading copy's title and summary. */
  readonly editedTitle: string | null
  readonly editedSummary: string | null
  /** The article that this one became part of, by an editor's word; it has no entries then. */
  readonly mergedInto: string | null
}

/** An article with the copy that leads. */
export interface ArticleWithLead extends ArticleRecord {
  /** As readers see it: with the words of an editor, where there are some. */
  readonly lead: Entry
  /** The words of the copy itself, in which terms were found. */
  readonly original: Pick<Entry, 'title' | 'summary'>
}

/** An article with all its copies, the leading one first. */
export interface ArticleWithEntries extends ArticleWithLead {
  /** As their sources wrote them. */
  readonly entries: readonly Entry[]
}
