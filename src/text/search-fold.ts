import { cleanText, singleSpaces } from './clean-text.ts'
import { toSimplified } from './han-variants.ts'

/** Vowel points and other marks that writers leave out: Arabic harakat and tatweel, Hebrew points. */
const OPTIONAL_MARKS = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/g

/**
 * Folds text for searching: compatibility forms, case, Chinese forms and optional marks no longer tell texts apart.
 * A search finds whatever holds the folded query as a substring, so this is applied to both sides.
 * @returns one line, single spaces, lower case; folding twice is folding once
 */
export function searchFold(text: string): string {
  const folded = cleanText(text).normalize('NFKC').toLowerCase().replace(OPTIONAL_MARKS, '')
  return singleSpaces(toSimplified(folded.normalize('NFKC')))
}
