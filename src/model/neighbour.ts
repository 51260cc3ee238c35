/** How often something was seen lately: `n` as it stood at the instant `at`, fading since. */
export interface Count {
  readonly n: number
  readonly at: number
}

/**
 * An entry as the matching index keeps it: hashes, no text. Which article and story it belongs to, and whose it is, is read from
 * the entry itself, so that an editor's split or merge holds at once.
 */
export interface NeighbourRecord {
  /** Rises with the time of indexing. */
  readonly seq: number
  readonly entryId: string
  readonly articleId: string
  readonly storyId: string
  readonly sourceId: string
  readonly owner: string
  readonly at: number
  /** Opaque here; `dedupe/feature-bytes.ts` reads it. */
  readonly features: Uint8Array
}

/** What a story is about. `profile` is opaque here; `dedupe/profile-bytes.ts` reads it. */
export interface StoryRecord {
  readonly storyId: string
  /** When its newest article was published. */
  readonly at: number
  readonly profile: Uint8Array
}

/** Everything that matching adds to the index, as data. */
export interface NeighbourWrites {
  readonly counts: ReadonlyMap<number, Count>
  readonly keys: readonly { readonly key: number; readonly seq: number }[]
  readonly neighbours: readonly { readonly seq: number; readonly entryId: string; readonly at: number; readonly features: Uint8Array }[]
  readonly stories: readonly StoryRecord[]
  /** Stories that were merged into others. */
  readonly mergedStories: readonly string[]
  /** Texts of one story in two languages, as hashes of stems, for learning a lexicon. */
  readonly parallel: readonly {
    readonly language: string
    readonly words: readonly number[]
    readonly pivot: readonly number[]
    readonly at: number
  }[]
}
