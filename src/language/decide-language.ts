import type { LanguageFrom, LanguageGuess } from '../model/draft.ts'
import { siblingsOf } from './language-codes.ts'
import type { Hints } from './language-prior.ts'

/** Title and summary (plain text) of one item, and what is known beside them. */
export interface LanguageInput extends Hints {
  readonly title: string
  readonly text: string
}

export interface LanguageJudgement {
  readonly guess: LanguageGuess
  /** How likely each language is, adding up to about 1: for `rememberLanguage`. Empty when nothing could be told. */
  readonly shares: Readonly<Record<string, number>>
  /** The language of the summary when it surely is another than the title's. */
  readonly otherLanguage: string | null
}

/**
 * Weighs the evidence of a text with what was likely before it.
 * @param evidence per language, on the scale of a log probability
 * @param prior share per language
 * @param confidenceMin below this, counted with its siblings, the best language is a guess and `und` is answered
 */
export function decideLanguage(
  languages: readonly string[],
  evidence: Float64Array,
  prior: readonly number[],
  script: string,
  input: LanguageInput,
  confidenceMin: number
): LanguageJudgement {
  const scores = new Float64Array(evidence.length)
  for (let index = 0; index < scores.length; index++) scores[index] = evidence[index]! + priorTilt(prior[index]!)
  const weighed = softmax(scores)
  const best = indexOfMax(weighed)
  const language = languages[best]!
  const siblings = siblingsOf(language)
  const group = languages.reduce((sum, tag, index) => sum + (siblings.includes(tag) ? weighed[index]! : 0), 0)
  const shares: Record<string, number> = {}
  languages.forEach((tag, index) => {
    if (weighed[index]! >= SHARE_MIN) shares[tag] = weighed[index]!
  })
  const confidence = weighed[best]!
  if (group < confidenceMin) {
    return { guess: { language: 'und', confidence, languageFrom: 'none', script }, shares: {}, otherLanguage: null }
  }
  const languageFrom = indexOfMax(evidence) === best ? 'text' : hintUsed(input)
  return { guess: { language, confidence, languageFrom, script }, shares, otherLanguage: null }
}

/** What the share that a language had before a text was read adds to the evidence of that text. */
export function priorTilt(share: number): number {
  return PRIOR_WEIGHT * Math.log(share)
}

function hintUsed(input: LanguageInput): LanguageFrom {
  if (input.sourceMemory) return 'source'
  if (input.declared) return 'declared'
  return input.region ? 'source' : 'text'
}

function softmax(scores: Float64Array): Float64Array {
  const highest = scores[indexOfMax(scores)]!
  const powers = new Float64Array(scores.length)
  let sum = 0
  for (let index = 0; index < powers.length; index++) sum += powers[index] = Math.exp(scores[index]! - highest)
  for (let index = 0; index < powers.length; index++) powers[index]! /= sum
  return powers
}

/** The index of the highest of some scores, the first one of equals. */
export function indexOfMax(scores: Float64Array): number {
  let best = 0
  for (let index = 1; index < scores.length; index++) if (scores[index]! > scores[best]!) best = index
  return best
}

/** Under 1, because hints lie. */
const PRIOR_WEIGHT = 0.8
const SHARE_MIN = 0.001
