import type { MatchFeatures } from './match-features.ts'
import { saysMore } from './says-more.ts'
import { hasWord, type WordSet } from './word-set.ts'

/*
 * Offices fill in forms: one notice for each place, person or product, alike but for a name. What tells two of them apart is little beside
 * what they share, and is all that matters.
 */

type FormText = Pick<MatchFeatures, 'language' | 'title' | 'summary' | 'unspaced' | 'signature'>

/**
 * True when title and summary of each name something together that the other text never mentions, however alike the rest. In Han and kana, where
 * single characters tell, only while the titles have little that is not common to both.
 */
export function nameApart(a: FormText, b: FormText): boolean {
  return namesOther(a, b) && namesOther(b, a)
}

function namesOther({ title, summary, unspaced }: FormText, than: FormText): boolean {
  let own = 0
  let named = false
  for (let index = title.start; index < title.end; index++) {
    const hash = title.hashes[index]!
    if (hasWord(than.title, hash)) continue
    if (unspaced && ++own > SLOT_PAIRS_MAX) return false
    named ||= hasWord(summary, hash) && !hasWord(than.summary, hash)
    if (named && !unspaced) return true
  }
  return named
}

/** True when both titles name a thing that both summaries name too: a word as rare as the rarest of either title. */
export function nameAlike(a: FormText, b: FormText): boolean {
  const least = RARE_SHARE * Math.max(heaviest(a.title), heaviest(b.title))
  for (let index = a.title.start; index < a.title.end; index++) {
    const hash = a.title.hashes[index]!
    if (a.title.weights[index]! >= least && hasWord(b.title, hash) && hasWord(a.summary, hash) && hasWord(b.summary, hash)) return true
  }
  return false
}

function heaviest({ weights, start, end }: WordSet): number {
  let most = 0
  for (let index = start; index < end; index++) most = Math.max(most, weights[index]!)
  return most
}

/**
 * True when each title has a word or two, as rare as a name, that the other lacks and no summary mentions, and is alike but for them: what each
 * body says for its own place under a text that serves all.
 */
export function fillInApart(a: FormText, b: FormText): boolean {
  return fillsIn(a, b) && fillsIn(b, a)
}

function fillsIn(text: FormText, than: FormText): boolean {
  const { title, summary } = text
  let words = 0
  for (let index = title.start; index < title.end; index++) {
    const hash = title.hashes[index]!
    if (hasWord(than.title, hash)) continue
    if (hasWord(summary, hash) || hasWord(than.summary, hash)) return false
    words++
  }
  return words <= slotMax(text) && (text.unspaced ? saysMore(title, than.title) : rareBeyond(title, than.title))
}

/**
 * True when two texts are one form filled in with different names: each names something that the other never mentions, and but for what the
 * titles name they say the same. Other numbers alone, or a number that only one has, are news of one thing.
 */
export function isOneForm(a: FormText, b: FormText): boolean {
  if (a.language !== b.language) return false
  const one = filledIn(a, b)
  const other = one && filledIn(b, a)
  return other !== null && one!.numbered === other.numbered && (nameApart(a, b) || fillInApart(a, b))
}

/** What a title fills into the form it shares with another; null when there is no such form. */
function filledIn(text: FormText, than: FormText): { readonly numbered: boolean } | null {
  const { title, summary, signature } = text
  const max = slotMax(text)
  let names = 0
  let numbers = 0
  let framed = false
  for (let index = title.start; index < title.end; index++) {
    const hash = title.hashes[index]!
    if (hasWord(than.title, hash)) {
      framed = true
      continue
    }
    if (hasWord(than.summary, hash)) continue
    if (signature.includes(hash)) numbers++
    else names++
    if (names + numbers > max) return null
  }
  if (names === 0 || !framed) return null
  let printed = 0
  let beside = 0
  for (let index = summary.start; index < summary.end; index++) {
    const hash = summary.hashes[index]!
    if (hasWord(than.summary, hash)) printed++
    else if (!hasWord(than.title, hash) && !hasWord(title, hash) && ++beside > BESIDE_MAX) return null
  }
  return printed >= PRINTED_MIN ? { numbered: numbers > 0 } : null
}

function slotMax({ unspaced, language }: FormText): number {
  return unspaced || IN_PAIRS.has(language) ? SLOT_PAIRS_MAX : SLOT_WORDS_MAX
}

const SLOT_WORDS_MAX = 4
/** Characters and pairs of a name of some five characters. */
const SLOT_PAIRS_MAX = 10
/** Languages beside those in Han and kana whose words are read as pairs of syllables. */
const IN_PAIRS = new Set(['ko', 'th', 'lo', 'km', 'my'])
/** A summary is cut at a length, and so after other words when a name is longer. */
const BESIDE_MAX = 2
/** Words of a summary without which two have nothing printed in common. */
const PRINTED_MIN = 4

/** True when a title has a word that the other lacks and that is about as rare as its rarest. */
export function rareBeyond(title: WordSet, than: WordSet): boolean {
  let beyond = 0
  for (let index = title.start; index < title.end; index++) {
    const weight = title.weights[index]!
    if (weight > beyond && !hasWord(than, title.hashes[index]!)) beyond = weight
  }
  return beyond >= RARE_SHARE * heaviest(title)
}

/** Names weigh so much; what is reworded mostly weighs less. */
const RARE_SHARE = 0.6
