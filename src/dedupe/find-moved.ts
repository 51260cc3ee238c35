import type { Entry } from '../model/entry.ts'
import { foldText } from '../text/words.ts'
import type { PreparedDraft } from './compare-entries.ts'

/** What is asked of an entry to find it again at its new place. */
type Shown = Pick<Entry, 'id' | 'title' | 'publishedAt'>

/**
 * Finds the entries of a feed whose site was built anew: every id and address is another, and titles and dates are what they were. One title
 * that comes again on its day may be a second notice; several at once, and most of a document, are a move.
 * @param drafts of one document, none of which is known by a key
 * @param shown what the feed showed lately
 * @returns for each draft that moved the id of its entry; none when too few did
 */
export function findMoved(drafts: readonly PreparedDraft[], shown: readonly Shown[]): ReadonlyMap<PreparedDraft, string> {
  const byName = new Map<string, string | null>()
  for (const entry of shown) {
    const name = nameOf(entry)
    byName.set(name, byName.has(name) ? null : entry.id)
  }
  const moved = new Map<PreparedDraft, string>()
  const taken = new Set<string>()
  for (const prepared of drafts) {
    const id = byName.get(nameOf(prepared.draft))
    if (id === undefined || id === null || taken.has(id)) continue
    taken.add(id)
    moved.set(prepared, id)
  }
  return moved.size >= MOVED_MIN && moved.size * 2 >= drafts.length ? moved : NONE
}

/** So few drafts are never looked up. */
export const MOVED_MIN = 3
const NONE: ReadonlyMap<PreparedDraft, string> = new Map()

function nameOf({ title, publishedAt }: Omit<Shown, 'id'>): string {
  return `${publishedAt ?? ''} ${foldText(title)}`
}
