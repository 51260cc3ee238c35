import type { EntryToMatch } from '../../src/dedupe/match-entry.ts'
import { type MatchText, matchTokens } from '../../src/dedupe/match-tokens.ts'

/** What a test says of an entry to match; the rest is as it mostly is. */
export type TextPart = Partial<Omit<EntryToMatch, 'tokens'> & MatchText> & Pick<MatchText, 'title'>

/** An entry to match that needs only what a test is about. */
export function aText({
  entryId,
  sourceId = 'source',
  at = Date.UTC(2026, 2, 3, 12),
  deduplicate = true,
  ...text
}: TextPart & Pick<EntryToMatch, 'entryId'>): EntryToMatch {
  return { entryId, sourceId, at, deduplicate, tokens: matchTokens({ summary: '', language: 'en', canonicalUrl: null, sourceId, ...text }) }
}
