import type { Draft } from '../model/draft.ts'
import { cleanText } from '../text/clean-text.ts'
import { hashText } from '../text/hash.ts'
import { plainText } from '../text/plain-text.ts'
import { withoutCounters } from './reader-counters.ts'

/**
 * Names what an entry says: its title and text, white space, markup and counted readers aside. Dates, addresses, categories and
 * pictures are not what it says: publishers touch them without editing.
 */
export function contentHash({ title, summary, contentHtml }: Pick<Draft, 'title' | 'summary' | 'contentHtml'>): string {
  return hashText(withoutCounters(cleanText(title)), cleanText(summary), plainText(contentHtml))
}
