import { ungroupedNumbers } from './digits.ts'
import { toSimplified } from './han-variants.ts'
import { isHan, isHangul, isKana, isSoutheastAsian } from './scripts.ts'

/** The words of a text, in its order, repeated where they are. */
export interface TextWords {
  readonly words: readonly string[]
  /** The same, but Han and kana give pairs of characters: what to look texts up by, where one character is too common. */
  readonly keyWords: readonly string[]
}

/**
 * The words of a text for comparing texts: folded in width, case, accents and Han variants. Where words are written apart these are
 * words; Han and kana give single characters, Hangul and the scripts of Southeast Asia pairs of syllables.
 */
export function readWords(text: string): TextWords {
  const folded = foldForWords(text)
  const words: string[] = []
  let keyWords = words
  readRuns(folded, (start, end, kind) => {
    if (kind === HAN && keyWords === words) keyWords = [...words]
    add(words, keyWords, folded.slice(start, end), kind)
  })
  return { words, keyWords }
}

/** The text that {@link readRuns} finds words in. */
export function foldForWords(text: string): string {
  return toSimplified(ungroupedNumbers(text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase()))
}

/** What a run of characters is made of, and so how it is taken apart into words. */
export type RunKind = typeof LETTER | typeof HAN | typeof HANGUL | typeof SOUTHEAST

/** Calls `visit` for each run of characters of one kind, in the order of the text. @param folded what {@link foldForWords} gives */
export function readRuns(folded: string, visit: (start: number, end: number, kind: RunKind) => void): void {
  let start = 0
  let kind = NONE
  for (let index = 0; index <= folded.length;) {
    const cp = index < folded.length ? folded.codePointAt(index)! : -1
    let next = cp === -1 ? NONE : kindOf(cp)
    if (next === MARK) next = kind === NONE ? LETTER : kind
    if (next !== kind) {
      if (kind !== NONE) visit(start, index, kind as RunKind)
      start = index
      kind = next
    }
    index += cp > 0xffff ? 2 : 1
  }
}

export function wordsOf(text: string): readonly string[] {
  return readWords(text).words
}

export function keyWordsOf(text: string): readonly string[] {
  return readWords(text).keyWords
}

/**
 * Folds a text for comparison: NFKC, lower case, Han simplified, white space single and trimmed, quotes and dashes made one.
 * Case and accents of a key come out equal in every copy; the result is never shown.
 */
export function foldText(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase())
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4`]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212\u301c~]/g, '-')
    .replace(INVISIBLE, '')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
}

const NONE = 0
/** Letters and digits written with spaces between words. */
export const LETTER = 1
/** Han and kana. */
export const HAN = 2
export const HANGUL = 3
/** Scripts of Southeast Asia that are written without spaces. */
export const SOUTHEAST = 4
const MARK = 5

/** What joins, parts or directs without being seen, and the stroke that lengthens Arabic words: two spellings of one word. */
const INVISIBLE = /[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+/g

function add(words: string[], keyWords: string[], run: string, kind: number): void {
  if (kind === HAN) {
    const characters = [...run]
    words.push(...characters)
    return addPairs(keyWords, characters)
  }
  const first = words.length
  if (kind === LETTER) {
    const word = foldAccents(run)
    if (word !== '') words.push(word) // marks alone are no word
  } else addPairs(words, kind === SOUTHEAST ? clusters(run) : [...run])
  if (keyWords !== words) for (let index = first; index < words.length; index++) keyWords.push(words[index]!)
}

function addPairs(words: string[], units: readonly string[]): void {
  if (units.length === 1) words.push(units[0]!)
  for (let index = 1; index < units.length; index++) words.push(units[index - 1]! + units[index]!)
}

/** Letters of Southeast Asia with the marks on them. */
export function clusters(run: string): readonly string[] {
  return run.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
}

/** Latin, Greek, Cyrillic and Hebrew are compared without marks, Arabic without vowel signs and with one alef, yeh and heh. */
export function foldAccents(word: string): string {
  if (ASCII.test(word)) return word
  const first = word.charCodeAt(0)
  if (first >= 0x0600 && first <= 0x06ff) return word.replace(ARABIC_VARIANT, (variant) => ARABIC_FOLDED[variant] ?? '')
  if (first < 0x0600 || (first >= 0x1e00 && first < 0x2000))
    return word.normalize('NFD').replace(LATIN_VARIANT, (variant) => LATIN_FOLDED[variant] ?? '')
  return word
}

const ASCII = /^[\0-\x7f]*$/
const ARABIC_VARIANT = /[\u064b-\u065f\u0670\u0640\u06d6-\u06ed]+|[أإآٱىیېةۀەک]/g
const ARABIC_FOLDED: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ۀ: 'ه',
  ە: 'ه',
  ک: 'ك'
}
const LATIN_VARIANT = /\p{M}+|[ıßłøđς]/gu
const LATIN_FOLDED: Readonly<Record<string, string>> = { ı: 'i', ß: 'ss', ł: 'l', ø: 'o', đ: 'd', ς: 'σ' }

const LETTER_OR_DIGIT = /^[\p{L}\p{N}]/u
const COMBINING = /^\p{M}/u
const pages: (Uint8Array | undefined)[] = []

/** Read from the runtime's Unicode tables, a page of 256 code points at a time. */
function kindOf(cp: number): number {
  const page = (pages[cp >> 8] ??= readPage(cp >> 8))
  return page[cp & 0xff]!
}

function readPage(number: number): Uint8Array {
  const page = new Uint8Array(256)
  for (let low = 0; low < 256; low++) {
    const cp = (number << 8) | low
    if (cp >= 0xd800 && cp <= 0xdfff) continue
    const character = String.fromCodePoint(cp)
    if (isSoutheastAsian(cp) && (LETTER_OR_DIGIT.test(character) || COMBINING.test(character))) page[low] = SOUTHEAST
    else if (COMBINING.test(character)) page[low] = MARK
    else if (!LETTER_OR_DIGIT.test(character)) page[low] = NONE
    else if (isHan(cp) || isKana(cp) || cp === 0x3005 || cp === 0x3007) page[low] = HAN
    else page[low] = isHangul(cp) ? HANGUL : LETTER
  }
  return page
}
