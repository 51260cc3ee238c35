/** What a word may mean in the pivot language (English): hashes of stems, with probabilities. */
export interface Translation {
  readonly word: number
  readonly p: number
}

/** The translations of the words of one language, by the hash of the stem. */
export interface Translations {
  get(word: number): readonly Translation[] | undefined
}

/** For each language, the translations of its words. */
export interface Lexicon {
  get(language: string): Translations | undefined
}

/** One text in two languages, as words: the order of words does not matter. */
export interface ParallelText {
  /** Primary subtag of the language of `words`. */
  readonly language: string
  readonly words: readonly number[]
  readonly pivot: readonly number[]
}

/**
 * Learns a lexicon from parallel texts: IBM model 1 (Brown et al. 1993), trained by expectation maximisation from uniform probabilities.
 * @param options.known translations that stand before the first round: where they are, the rest of a text is what needs an explanation
 * @returns for each word up to three translations of probability {@link PROBABILITY_MIN} or more, best first
 */
export function trainLexicon(
  texts: readonly ParallelText[],
  { rounds = 4, known }: { readonly rounds?: number; readonly known?: Translations } = {}
): ReadonlyMap<number, readonly Translation[]> {
  const first = (word: number, target: number): number => FIRST_GUESS + (known?.get(word)?.find((one) => one.word === target)?.p ?? 0)
  let table = new Map<number, Map<number, number>>()
  const limited = texts.map(({ words, pivot }) => ({ words: unique(words), pivot: unique(pivot) }))
  // t(pivot | word): each pivot word of a text was brought about by one of its words, or by none.
  const withNone = limited.map(({ words, pivot }) => ({ words: [NONE, ...words], pivot }))
  for (let round = 0; round < rounds; round++) {
    const next = new Map<number, Map<number, number>>()
    for (const { words, pivot } of withNone) {
      for (const target of pivot) {
        let total = 0
        for (const word of words) total += round === 0 ? first(word, target) : (table.get(word)?.get(target) ?? 0)
        if (total === 0) continue
        for (const word of words) {
          const share = (round === 0 ? first(word, target) : (table.get(word)?.get(target) ?? 0)) / total
          if (share < SHARE_MIN) continue
          let row = next.get(word)
          if (!row) next.set(word, (row = new Map()))
          row.set(target, (row.get(target) ?? 0) + share)
        }
      }
    }
    for (const row of next.values()) {
      let total = 0
      for (const value of row.values()) total += value
      for (const [target, value] of row) row.set(target, value / total)
    }
    table = next
  }
  table.delete(NONE)
  const lexicon = new Map<number, readonly Translation[]>()
  for (const [word, row] of table) {
    const best = [...row]
      .filter(([, p]) => p >= PROBABILITY_MIN)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, TRANSLATIONS_MAX)
    if (best.length > 0)
      lexicon.set(
        word,
        best.map(([target, p]) => ({ word: target, p }))
      )
  }
  return lexicon
}

/** Beside probabilities that are known; alone it is no guess at all. */
const FIRST_GUESS = 0.05
const NONE = -1
const SHARE_MIN = 1e-4
const PROBABILITY_MIN = 0.1
const TRANSLATIONS_MAX = 3
const WORDS_PER_TEXT_MAX = 150

function unique(words: readonly number[]): readonly number[] {
  return [...new Set(words)].slice(0, WORDS_PER_TEXT_MAX)
}
