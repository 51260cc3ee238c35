import { isBorderedWord, isOpen } from '../text/fold.ts'
import type { Span } from './re2.ts'

/**
 * Tells whether a word speaks of a subject because it stands right beside it: after it with nothing between ("AI strategy",
 * "KI-Strategie", "人工智能产业"), or before it with nothing but short words between ("strategy for the AI", "estrategia de IA"). A
 * longer word between is mostly a verb, which has the subject do something ("AI helps industry").
 * @param text that holds both
 * @returns false across a comma or the end of a sentence, and where the two overlap
 */
export function standsNear(text: string, word: Span, subject: Span): boolean {
  if (word.start >= subject.end) return bridges(text, subject.end, word.start, AFTER)
  return word.end <= subject.start && bridges(text, word.end, subject.start, BEFORE)
}

/** What may stand between: short words, and characters of scripts that write words together. */
interface Gap {
  readonly words: number
  /** In Han, kana and Hangul, whose languages put the subject before its noun. */
  readonly eastAsian: number
  /** In Thai, Lao, Khmer and the like, most of whose languages put it behind. */
  readonly southEastAsian: number
}

const AFTER: Gap = { words: 0, eastAsian: 3, southEastAsian: 0 }
const BEFORE: Gap = { words: 3, eastAsian: 0, southEastAsian: 8 }
const SHORT_WORD_UNITS_MAX = 3
const GAP_UNITS_MAX = 24
const HAN_FIRST = 0x2e80

function bridges(text: string, from: number, to: number, allowed: Gap): boolean {
  if (to - from > GAP_UNITS_MAX) return false
  let words = 0
  let length = 0
  let eastAsian = 0
  let southEastAsian = 0
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index)
    if (isOpen(unit)) {
      if (unit < HAN_FIRST) southEastAsian++
      else eastAsian++
    } else if (isBorderedWord(unit)) {
      if (length++ === 0) words++
      if (length > SHORT_WORD_UNITS_MAX) return false
    } else {
      if (separates(text, index, from)) return false
      length = 0
    }
  }
  return words <= allowed.words && eastAsian <= allowed.eastAsian && southEastAsian <= allowed.southEastAsian
}

/** True for what ends a sentence or a part of it; not for the full stop of an acronym ("A.I. strategy"). */
function separates(text: string, index: number, from: number): boolean {
  if (index === from && text[index - 2] === '.') return false
  return /[!?。！？；;|,،、，]/u.test(text[index]!) || (text[index] === '.' && /^\s?$/.test(text.slice(index + 1, index + 2)))
}
