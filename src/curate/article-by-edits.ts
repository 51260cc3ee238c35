import type { Edit } from '../model/edit.ts'

/** An entry and the article that it was placed in, before any editor moved it. */
export interface Placed {
  readonly entryId: string
  readonly placedIn: string
}

/** Where an entry belongs, and which edit says so. */
export interface Place {
  readonly articleId: string
  /** Null where it was placed. */
  readonly because: string | null
}

/**
 * Where an entry belongs by the edits that hold: the newest split of it, else where it was placed; from there along merges.
 * @param edits merges and splits, oldest first
 */
export function articleByEdits({ entryId, placedIn }: Placed, edits: readonly Edit[]): Place {
  const split = edits.findLast(({ kind, payload }) => kind === 'split' && payload.entry === entryId)
  const start: Place = split ? { articleId: split.payload.into!, because: split.why } : { articleId: placedIn, because: null }
  const merge = lastMergeFrom(start.articleId, edits)
  return merge ? { articleId: merge.payload.into!, because: merge.why } : start
}

/** The article that an article is part of by merges that hold: itself, when it is part of none. */
export function survivorOf(articleId: string, edits: readonly Edit[]): string {
  return lastMergeFrom(articleId, edits)?.payload.into ?? articleId
}

/** The last of the merges that lead on from an article. Merges are refused that would lead back, so the way ends. */
function lastMergeFrom(articleId: string, edits: readonly Edit[]): Edit | undefined {
  const passed = new Set<string>()
  let last: Edit | undefined
  for (let at = articleId; !passed.has(at);) {
    passed.add(at)
    const merge = edits.findLast((edit) => edit.kind === 'merge' && edit.articleId === at)
    if (!merge) break
    last = merge
    at = merge.payload.into!
  }
  return last
}
