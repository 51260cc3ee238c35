import type { EldScores } from './ngram-eld.ts'
import { francScores } from './ngram-franc.ts'
import type { GramScores } from './ngram-table.ts'
import { siblingMarks } from './sibling-markers.ts'

/** What is read of one item, in one script. */
export interface Reading {
  readonly text: string
  readonly lower: string
  /** ISO 15924. */
  readonly script: string
  /** Letters of that script. */
  readonly letters: number
  /** N-gram scores of all words. */
  readonly grams: GramScores
  /** N-gram scores of the words that began with a small letter: names are of any language. */
  readonly smallGrams: GramScores
}

/**
 * Pools n-grams, markers of siblings, eld where given, and franc on the best of them. Franc costs more than all the rest, so it is left
 * out where the rest leads by more than franc could take away.
 * @param shortlisted languages that franc is asked about in any case, as indexes
 * @param tilt per language, what speaks for it before anything is read, on the scale of a log probability: it decides who leads
 * @returns evidence per language of `reading.grams`, on the scale of a log probability, without any prior
 */
export function poolEvidence(
  reading: Reading,
  shortlisted: readonly number[],
  tilt: readonly number[],
  eld: EldScores | null
): Float64Array {
  const { text, lower, script, letters, grams, smallGrams } = reading
  const weights = eld === null ? WEIGHTS : WEIGHTS_WITH_ELD
  const { languages } = grams
  const perGram = new Float64Array(languages.length)
  for (let index = 0; index < perGram.length; index++) perGram[index] = grams.scores[index]! / grams.grams
  const small = smallGrams.grams > 0 ? smallGrams : grams
  const smallShare = small.grams / grams.grams
  const shortlist = highest(perGram, SHORTLIST)
  for (const index of shortlisted) if (!shortlist.includes(index) && shortlist.length < SHORTLIST_MAX) shortlist.push(index)
  const names = shortlist.map((index) => languages[index]!)
  const marks = siblingMarks(lower, names)
  const eldScores = eld?.scores(text, languages) ?? null
  const root = Math.sqrt(Math.min(letters, LETTERS_COUNTED_MAX))
  const smallRoot = Math.sqrt(Math.min(letters * smallShare, LETTERS_COUNTED_MAX)) / small.grams
  // Loops: a closure for each of a hundred languages takes longer than its sum.
  const evidence = new Float64Array(perGram.length)
  for (let index = 0; index < evidence.length; index++) {
    evidence[index] = root * weights.table * perGram[index]! + smallRoot * weights.small * small.scores[index]!
    if (eldScores !== null) evidence[index]! += root * weights.eld * eldScores[index]!
  }
  for (const index of marks.size === 0 ? [] : languages.keys()) evidence[index]! += weights.markers * (marks.get(languages[index]!) ?? 0)
  const francMax = root * weights.franc
  if (leadOf(evidence, tilt) > francMax + LEAD_SURE) return evidence
  const distances = francScores(text, script, names)
  const known = [...distances.values()]
  const lowest = known.length === 0 ? 0 : Math.min(...known)
  const mean = known.length === 0 ? 0 : known.reduce((sum, score) => sum + score, 0) / known.length
  const listed = new Set(shortlist)
  return evidence.map((score, index) => score + francMax * (listed.has(index) ? (distances.get(languages[index]!) ?? mean) : lowest))
}

/** The places of the highest scores, the highest first. */
function highest(scores: Float64Array, count: number): number[] {
  const best: number[] = []
  for (let index = 0; index < scores.length; index++) {
    if (best.length === count && scores[index]! <= scores[best[count - 1]!]!) continue
    let at = best.length
    while (at > 0 && scores[best[at - 1]!]! < scores[index]!) at--
    best.splice(at, 0, index)
    if (best.length > count) best.pop()
  }
  return best
}

/** How far the best language is before the next. */
function leadOf(evidence: Float64Array, tilt: readonly number[]): number {
  let best = Number.NEGATIVE_INFINITY
  let next = Number.NEGATIVE_INFINITY
  for (let index = 0; index < evidence.length; index++) {
    const score = evidence[index]! + tilt[index]!
    if (score > best) [best, next] = [score, best]
    else if (score > next) next = score
  }
  return best - next
}

/**
 * How much more a text speaks for one of two languages than for the other, by its n-grams alone.
 * @param of, over indexes of languages
 */
export function gramLead(scores: GramScores, of: number, over: number): number {
  const letters = Math.min(scores.grams / GRAMS_PER_LETTER, LETTERS_COUNTED_MAX)
  return Math.sqrt(letters) * (WEIGHTS.table + WEIGHTS.small) * ((scores.scores[of]! - scores.scores[over]!) / scores.grams)
}

// Fitted on headlines: n-grams overlap, so that a text says less than the sum of them, and the less the longer it is.
const SHORTLIST = 4
const SHORTLIST_MAX = 8
const WEIGHTS = { table: 0.4, small: 1.45, franc: 0.15, markers: 1, eld: 0 }
const WEIGHTS_WITH_ELD = { ...WEIGHTS, eld: 2.7 }
/** The best is then at least 20 times as likely as the next, whatever franc says. */
const LEAD_SURE = 3
/** A text speaks louder the longer it is, up to this many letters. */
const LETTERS_COUNTED_MAX = 250
const GRAMS_PER_LETTER = 4
