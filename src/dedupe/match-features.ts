import { hash52 } from '../text/hash.ts'
import { commonWords } from './common-words.ts'
import type { MatchTokens } from './match-tokens.ts'
import type { WordCounts } from './word-counts.ts'
import { placedSet, type WordSet } from './word-set.ts'

/** What is kept of a text to find its copies: numbers only. */
export interface MatchFeatures {
  readonly language: string
  readonly title: WordSet
  readonly head: WordSet | null
  readonly summary: WordSet
  readonly titleHash: number
  readonly headHash: number | null
  /** Mostly Han or kana. */
  readonly unspaced: boolean
  /** The end of the title is missing. */
  readonly cut: boolean
  readonly signature: readonly number[]
  readonly urlKey: number | null
  readonly tailKey: number | null
}

/** Weighs the words by how rare they are in the stories of their language, and drops a publisher's name that was learned. */
export function matchFeatures(
  tokens: MatchTokens,
  counts: WordCounts,
  now: number,
  weights = stemWeights(tokens, counts, now)
): MatchFeatures {
  const learned = suffixLearned(tokens, counts, now)
  const title = placedSet(learned && tokens.head ? tokens.head : tokens.title, weights)
  return {
    language: tokens.language,
    title,
    head: !learned && tokens.head && tokens.suffix!.isName ? placedSet(tokens.head, weights) : null,
    summary: placedSet(tokens.summary, weights),
    titleHash: learned && tokens.headHash !== null ? tokens.headHash : tokens.titleHash,
    headHash: !learned && tokens.suffix?.isName ? tokens.headHash : null,
    unspaced: tokens.unspaced,
    cut: tokens.cut,
    signature: tokens.signature,
    urlKey: tokens.urlKey,
    tailKey: tokens.tailKey
  }
}

/** What each stem of a text weighs: the logarithm of how many stories of the language there are to one with the word. */
export function stemWeights({ stems, language }: MatchTokens, counts: WordCounts, now: number): Float64Array {
  const unit = counts.worthAt(now)
  const stories = counts.count(languageKey(language), unit)
  const weights = new Float64Array(stems.length)
  for (let place = 0; place < stems.length; place++) weights[place] = Math.log(1 + (stories + 1) / (counts.count(stems[place]!, unit) + 1))
  return weights
}

/**
 * What each stem weighs where stories are compared. A number of stories that nobody saw count along, in which common words stood and no
 * others: else the first stories that come would be told apart, or not, by their articles.
 */
export function storyWeights({ stems, language }: MatchTokens, counts: WordCounts, now: number): Float64Array {
  const unit = counts.worthAt(now)
  const stories = counts.count(languageKey(language), unit) + STORIES_SUPPOSED
  const common = commonWords(language)
  const weights = new Float64Array(stems.length)
  for (let place = 0; place < stems.length; place++) {
    const stem = stems[place]!
    const seen = counts.count(stem, unit) + (common.has(stem) ? STORIES_SUPPOSED : 0)
    weights[place] = Math.log(1 + (stories + 1) / (seen + 1))
  }
  return weights
}

const STORIES_SUPPOSED = 40

/** True when the source brought this title, numbers aside, on three earlier days or more: it says little then. */
export function recursOnDays({ templateKey }: MatchTokens, counts: WordCounts, now: number): boolean {
  return counts.count(templateKey, counts.worthAt(now)) >= TEMPLATE_DAYS_MIN
}

const TEMPLATE_DAYS_MIN = 2.5

/** What is counted of a source: its titles (a template once a day) and what may be its name at their end. */
export function countedOfSource({ templateKey, suffix }: MatchTokens, counts: WordCounts, now: number): readonly number[] {
  return [...(counts.lastSeenOnDayOf(templateKey, now) ? [] : [templateKey]), ...(suffix === null ? [] : [suffix.key, suffix.ofSource])]
}

/** The key under which the stories of a language are counted. */
export function languageKey(language: string): number {
  const known = languageKeys.get(language)
  if (known !== undefined) return known
  const key = hash52('language', language)
  if (languageKeys.size < LANGUAGES_KEPT_MAX) languageKeys.set(language, key)
  return key
}

const languageKeys = new Map<string, number>()
const LANGUAGES_KEPT_MAX = 400

/** A name at the end of at least five titles of a source, and of half of those that end in something like a name, is the publisher's. */
function suffixLearned({ suffix }: MatchTokens, counts: WordCounts, now: number): boolean {
  if (suffix === null) return false
  const unit = counts.worthAt(now)
  const n = counts.count(suffix.key, unit)
  return n >= SUFFIX_TITLES_MIN && n >= SUFFIX_SHARE_MIN * counts.count(suffix.ofSource, unit)
}

const SUFFIX_TITLES_MIN = 4.5
const SUFFIX_SHARE_MIN = 0.5
