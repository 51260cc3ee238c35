import type { PublishedItem } from '../model/published.ts'

/** A document in pieces: its items stand between head and tail, so that a part of them is a document as well. */
export interface FeedFormatWriter {
  readonly head: string
  /** What stands between two items. */
  readonly between: string
  readonly tail: string
  readonly item: (item: PublishedItem) => string
}
