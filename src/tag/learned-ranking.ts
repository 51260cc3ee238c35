import type { TermHit, TopicMatch } from '../model/entry.ts'
import { hash32 } from '../text/hash.ts'
import { keyWordsOf } from '../text/words.ts'

/** What an editor chose for a topic, or took out of it. */
export interface Example {
  readonly text: string
  readonly wanted: boolean
}

/** A linear model over hashed words and pairs of words: what editors' choices say of a text. */
export interface LearnedRanking {
  readonly weights: Float64Array
  readonly wanted: number
  readonly unwanted: number
}

/** What a topic learned, with what its near misses stay below. */
export interface LearnedTopic {
  readonly ranking: LearnedRanking
  readonly threshold: number
}

/** Fewer of either say more about their editor's day than about the topic. */
export const EXAMPLES_MIN = 3
const WEIGHTS = 16_384
const WORDS_MAX = 200
/** Few and long steps: the model stays small, as nothing else holds its weights down. */
const ROUNDS = 40
const RATE = 12
const WORDS_TOLD = 3
/** Near misses keep a score above nothing, and stay below the threshold: learning shows none of them by itself. */
const SCORE_MIN = 0.01

/**
 * Learns from examples by logistic regression: the same examples give the same model.
 * @returns null while there are fewer than three of either kind
 */
export function trainRanking(examples: readonly Example[]): LearnedRanking | null {
  const wanted = examples.filter((example) => example.wanted).length
  const unwanted = examples.length - wanted
  if (wanted < EXAMPLES_MIN || unwanted < EXAMPLES_MIN) return null
  const weights = new Float64Array(WEIGHTS)
  // Either kind weighs the same in sum, however many there are of it.
  const read = examples.map((example) => ({
    target: example.wanted ? 1 : 0,
    share: 1 / (2 * (example.wanted ? wanted : unwanted)),
    slots: [...featuresOf(example.text).keys()]
  }))
  for (let round = 0; round < ROUNDS; round++) {
    // All examples are judged before any weight moves, so that their order says nothing.
    const steps = read.map(({ target, share, slots }) => (RATE * share * (target - chanceOf(sumOf(weights, slots)))) / norm(slots.length))
    for (const [index, { slots }] of read.entries()) for (const slot of slots) weights[slot]! += steps[index]!
  }
  return { weights, wanted, unwanted }
}

/**
 * Moves a near miss up or down by what editors chose before, and says so among its reasons.
 * @returns the match itself where nothing in the text was seen in the examples
 */
export function rerankNearMiss(match: TopicMatch, text: string, { ranking, threshold }: LearnedTopic): TopicMatch {
  const { value, words } = judge(ranking, text)
  if (match.matched || words.length === 0) return match
  const score = Math.max(SCORE_MIN, Math.min(match.score + value, Math.max(match.score, threshold - SCORE_MIN)))
  return { ...match, score, why: [...match.why, learnedHit(value, words, ranking)] }
}

/** From -1, what editors take out, to 1, what they choose; with the words that say so, the weightiest first. */
function judge({ weights }: LearnedRanking, text: string): { readonly value: number; readonly words: readonly string[] } {
  const features = featuresOf(text)
  const value = 2 * chanceOf(sumOf(weights, [...features.keys()])) - 1
  const saying = [...features].filter(([slot]) => weights[slot]! * value > 0)
  saying.sort(([one], [other]) => Math.abs(weights[other]!) - Math.abs(weights[one]!))
  return { value, words: saying.slice(0, WORDS_TOLD).map(([, word]) => word) }
}

function sumOf(weights: Float64Array, slots: readonly number[]): number {
  let sum = 0
  for (const slot of slots) sum += weights[slot]!
  return sum / norm(slots.length)
}

function chanceOf(sum: number): number {
  return 1 / (1 + Math.exp(-sum))
}

/** Long texts say no more than short ones. */
function norm(features: number): number {
  return Math.sqrt(Math.max(1, features))
}

function learnedHit(value: number, words: readonly string[], { wanted, unwanted }: LearnedRanking): TermHit {
  const term = `${value > 0 ? '+' : ''}${value.toFixed(2)} by ${wanted} chosen and ${unwanted} rejected: ${words.join(', ')}`
  return { term, field: 'title', offset: 0, length: 0, language: 'und', rule: 'learned' }
}

/** Words and pairs of neighbours, by the slot of their weight. */
function featuresOf(text: string): ReadonlyMap<number, string> {
  const words = keyWordsOf(text).slice(0, WORDS_MAX)
  const features = new Map<number, string>()
  for (const [index, word] of words.entries()) {
    features.set(hash32(word) % WEIGHTS, word)
    const next = words[index + 1]
    if (next !== undefined) features.set(hash32(`${word} ${next}`) % WEIGHTS, `${word} ${next}`)
  }
  return features
}
