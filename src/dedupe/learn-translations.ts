import { type ParallelText, type Translation, type Translations, trainLexicon } from './lexicon.ts'

/**
 * What parallel texts of one language teach beside what is known of it already. Words that stand everywhere teach nothing and are left out; a word
 * must have been seen a few times, and one that is known only moves as far as the texts outweigh what is known.
 * @param known translations from elsewhere, such as the lexicon that Courant comes with
 * @returns translations for words of the texts, best first; the same for the same texts in the same order
 */
export function learnTranslations(
  texts: readonly ParallelText[],
  known: Translations = new Map()
): ReadonlyMap<number, readonly Translation[]> {
  const seen = timesSeen(texts.map(({ words }) => words))
  const seenPivot = timesSeen(texts.map(({ pivot }) => pivot))
  const common = Math.max(COMMON_TEXTS_MIN, texts.length * COMMON_SHARE)
  const telling = texts.map((text) => ({
    ...text,
    words: text.words.filter((word) => seen.get(word)! <= common),
    pivot: text.pivot.filter((word) => seenPivot.get(word)! <= common)
  }))
  const learned = new Map<number, readonly Translation[]>()
  for (const [word, translations] of trainLexicon(telling, { known })) {
    const times = seen.get(word)!
    if (times < SEEN_MIN) continue
    const before = known.get(word)
    const sure = translations.filter(({ p }) => p >= (before ? KNOWN_PROBABILITY_MIN : NEW_PROBABILITY_MIN))
    if (sure.length > 0) learned.set(word, before ? blended(before, sure, times) : sure)
  }
  return learned
}

/** What is known counts as much as so many texts. */
const KNOWN_TEXTS = 10
const SEEN_MIN = 3
const COMMON_SHARE = 0.1
const COMMON_TEXTS_MIN = 5
const KNOWN_PROBABILITY_MIN = 0.2
const NEW_PROBABILITY_MIN = 0.3
const TRANSLATIONS_MAX = 3

function blended(known: readonly Translation[], learned: readonly Translation[], times: number): readonly Translation[] {
  const weights = new Map<number, number>()
  for (const { word, p } of known) weights.set(word, (p * KNOWN_TEXTS) / (KNOWN_TEXTS + times))
  for (const { word, p } of learned) weights.set(word, (weights.get(word) ?? 0) + (p * times) / (KNOWN_TEXTS + times))
  return [...weights]
    .map(([word, p]) => ({ word, p }))
    .sort((a, b) => b.p - a.p || a.word - b.word)
    .slice(0, TRANSLATIONS_MAX)
}

function timesSeen(texts: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>()
  for (const words of texts) for (const word of new Set(words)) times.set(word, (times.get(word) ?? 0) + 1)
  return times
}
