/** A placed entry as the log of the matching index keeps it: hashes, no text. */
export interface NeighbourRecord extends EntryGroup {
  /** Rises with the time of placing. */
  readonly seq: number
  readonly sourceId: string
  readonly at: number
  /** Opaque here; `dedupe/indexed-entry-bytes.ts` reads it. */
  readonly numbers: Uint8Array
}

/** What an entry is part of. */
export interface EntryGroup {
  readonly entryId: string
  readonly articleId: string
  readonly storyId: string
}

/** One part of the counts of words, as they stood after a row of the log; `counts` is opaque here. */
export interface CountsRecord {
  readonly part: number
  readonly seq: number
  /** Whatever a count is worth at this instant. */
  readonly at: number
  readonly counts: Uint8Array
}

/** A text of one story in two languages, as hashes of stems, for learning a lexicon. */
export interface ParallelRecord {
  readonly language: string
  readonly words: readonly number[]
  readonly pivot: readonly number[]
  readonly at: number
}
