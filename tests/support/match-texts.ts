import type { EntryToMatch } from '../../src/dedupe/match-entry.ts'

/** An entry to match that needs only what a test is about. */
export function aText(part: Partial<EntryToMatch> & Pick<EntryToMatch, 'entryId' | 'title'>): EntryToMatch {
  return { sourceId: 'source', owner: part.sourceId ?? 'source', summary: '', language: 'en', canonicalUrl: null, at: Date.UTC(2026, 2, 3, 12), deduplicate: true, ...part }
}
