import { toSimplified } from './han-variants.ts'
import { isHangul, isSpaceless } from './scripts.ts'

/**
 * How letters are folded: `strip` drops diacritics (French, Spanish, Catalan, Portuguese, Italian and Greek capitals lose
 * them in use, and much Romanian is typed without), `turkish` pairs I with ı and İ with i, `plain` keeps every letter (a
 * tone mark is another word in Vietnamese).
 */
export type Folding = 'plain' | 'strip' | 'turkish'

/** A text made comparable, with the way back to the text it was made from. */
export interface FoldedText {
  readonly text: string
  /** Per UTF-16 unit of `text`: where in the original the character it came from starts. */
  readonly starts: readonly number[]
  /** Per UTF-16 unit of `text`: where in the original that character ends. */
  readonly ends: readonly number[]
}

/**
 * The folding that belongs to a language.
 * @param language a BCP 47 tag; region and script do not matter
 */
export function foldingOf(language: string): Folding {
  const base = language.slice(0, 3).replace(/-.*$/, '').toLowerCase()
  if (STRIPPED.has(base)) return 'strip'
  return base === 'tr' || base === 'az' ? 'turkish' : 'plain'
}

/**
 * Makes texts and terms comparable: NFKC, case folding, Chinese to simplified, one form per Arabic, Hebrew, Cyrillic,
 * Devanagari or Romanian letter, straight apostrophes, no invisible characters. White space, hyphens and quotation
 * marks become one space each run; between a letter of a script without spaces (or Hangul) and a Latin one, and for
 * quotation marks beside such a letter, even that is dropped. Linear in the length of the text.
 * @param keepCase leaves upper and lower case apart, for terms that are case-sensitive
 */
export function foldText(text: string, folding: Folding, keepCase = false): FoldedText {
  if (keepCase || text.length > REMEMBERED_UNITS_MAX) return readFolded(text, folding, keepCase)
  const lately = (latelyFolded[folding] ??= new Map())
  let folded = lately.get(text)
  if (folded === undefined) {
    if (lately.size >= REMEMBERED_MAX) lately.clear()
    lately.set(text, (folded = readFolded(text, folding, false)))
  }
  return folded
}

/* A title and a summary are read for their places and for topics, one soon after the other. */
const latelyFolded: Partial<Record<Folding, Map<string, FoldedText>>> = {}
const REMEMBERED_MAX = 16
const REMEMBERED_UNITS_MAX = 2_000

function readFolded(text: string, folding: Folding, keepCase: boolean): FoldedText {
  const sink = new Sink()
  const table = (tables[`${folding}${keepCase ? '!' : ''}`] ??= new Array<string | undefined>(65_536))
  const composed = text.normalize('NFC') === text
  for (let index = 0; index < text.length;) {
    const end = composed ? simpleEnd(text, index) : clusterEnd(text, index)
    if (end === index + 1) {
      const unit = text.charCodeAt(index)
      if (unit === 0x27 || unit === 0x2019 || unit === 0x2018 || unit === 0x60 || unit === 0xb4) {
        sink.push(isLetterAt(text, index - 1) && isLetterAt(text, index + 1) ? "'" : QUOTE, index, end)
      } else if (unit === 0x200c) {
        if (isArabic(text.charCodeAt(index - 1))) sink.push(' ', index, end)
      } else {
        sink.push((table[unit] ??= foldCharacter(text[index]!, folding, keepCase)), index, end)
      }
    } else {
      sink.push(foldCharacter(text.slice(index, end), folding, keepCase), index, end)
    }
    index = end
  }
  return sink.finish()
}

/** As {@link foldText}, the text alone: for terms, which need no way back. */
export function foldTerm(term: string, folding: Folding, keepCase = false): string {
  if (!SIMPLE.test(term) || (folding === 'turkish' && term.includes('I'))) return readFolded(term, folding, keepCase).text
  return keepCase ? term : term.toLowerCase()
}

/** Latin letters without marks, digits and single spaces between them: what folding changes nothing of but the case. */
const SIMPLE = /^[A-Za-z0-9*]+(?: [A-Za-z0-9*]+)*$/

/** True for a letter, mark or digit of a script that shows its word borders: what must not stand beside a whole word. */
export function isBorderedWord(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a)
  let kind = kinds[unit]!
  if (kind === 0) {
    const word = (unit >= 0xd800 && unit <= 0xdfff) || /[\p{L}\p{M}\p{Nd}]/u.test(String.fromCharCode(unit))
    kind = !word ? 1 : isOpen(unit) ? 2 : 3
    kinds[unit] = kind
  }
  return kind === 3
}

/** True for Han, kana, Hangul and the scripts of South-East Asia, where a term is found inside what is written together. */
export function isOpen(unit: number): boolean {
  return unit >= 0x0e00 && (isSpaceless(unit) || isHangul(unit) || (unit >= 0xd840 && unit <= 0xd8ff))
}

const STRIPPED = new Set(['fr', 'es', 'pt', 'it', 'el', 'ca', 'gl', 'ro'])
const kinds = new Uint8Array(65_536)
const tables: Record<string, (string | undefined)[]> = {}

/** Stands for a quotation mark until the next character tells whether it is a space or nothing. */
const QUOTE = '\u0001'
const INVISIBLE = /[\u00ad\u034f\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]/u
const DROPPED =
  /[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]/u
const SPACE = /[\s\u00a0\-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u05be\u3000]/u
const QUOTES = /["\u201a-\u201f\u2039\u203a\u00ab\u00bb\u2032\u2033\u300a-\u300f\u3008\u3009\u301d-\u301f\uff02\uff07\u05f4\u201b]/u
// prettier-ignore
const ONE_FORM: Readonly<Record<string, string>> = {
  ς: 'σ', ß: 'ss', ё: 'е', Ё: 'Е', ş: 'ș', Ş: 'Ș', ţ: 'ț', Ţ: 'Ț', ʼ: "'", 'ʹ': "'", '՚': "'",
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ۃ: 'ه', ہ: 'ه', ھ: 'ه', ە: 'ه', ۀ: 'ه', ۂ: 'ه'
}

function foldCharacter(character: string, folding: Folding, keepCase: boolean): string {
  if (character.length === 1) {
    if (INVISIBLE.test(character)) return ''
    if (SPACE.test(character)) return ' '
    if (QUOTES.test(character)) return QUOTE
  }
  let out = ''
  for (const part of toSimplified(character.normalize('NFKC'))) {
    const low = keepCase ? part : lowerCase(part, folding)
    const digit = /\p{Nd}/u.test(low) && low > '9' ? digitOf(low) : low
    for (const one of digit) {
      if (INVISIBLE.test(one) || DROPPED.test(one)) continue
      if (SPACE.test(one)) out += ' '
      else out += ONE_FORM[one] ?? one
    }
  }
  if (folding === 'strip')
    out = out
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
  // Devanagari letters with nukta come apart in NFKC; the nukta was dropped above.
  return out
}

function lowerCase(part: string, folding: Folding): string {
  if (part === 'İ') return 'i'
  if (part === 'I' && folding === 'turkish') return 'ı'
  return part.toLowerCase()
}

/** The decimal digit of any script as an ASCII digit; digits stand in runs of ten that start at zero. */
function digitOf(character: string): string {
  const cp = character.codePointAt(0)!
  let zero = cp
  while (cp - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(cp - zero)
}

/** End of the character at `index` of a text in NFC: a surrogate pair, a half-width kana with its mark, or one unit. */
function simpleEnd(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) return index + 2
  const next = text.charCodeAt(index + 1)
  return next === 0xff9e || next === 0xff9f || (next >= 0x300 && next <= 0x36f) ? clusterEnd(text, index) : index + 1
}

/** End of a base character with the marks that compose with it, at most `CLUSTER_UNITS_MAX` units on. */
function clusterEnd(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  let end = unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length ? index + 2 : index + 1
  if (SPACE.test(text[index]!)) return end
  const max = Math.min(text.length, index + CLUSTER_UNITS_MAX)
  while (end < max && joins(text.charCodeAt(end))) end++
  return end
}

const CLUSTER_UNITS_MAX = 24

function joins(unit: number): boolean {
  return (
    unit >= 0x300
    && unit !== 0x200c
    && (unit === 0xff9e || unit === 0xff9f || (unit >= 0x1160 && unit <= 0x11ff) || /\p{M}/u.test(String.fromCharCode(unit)))
  )
}

function isLetterAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit === unit && isBorderedWord(unit)
}

function isArabic(unit: number): boolean {
  return unit >= 0x0600 && unit <= 0x08ff
}

class Sink {
  #text = ''
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  #gap: 'none' | 'space' | 'quote' = 'none'
  #gapStart = 0
  #gapEnd = 0
  #last = 0

  push(folded: string, start: number, end: number): void {
    if (folded === '') return
    if (folded === ' ' || folded === QUOTE) {
      if (this.#gap === 'none') this.#gapStart = start
      if (this.#gap !== 'space') this.#gap = folded === ' ' ? 'space' : 'quote'
      this.#gapEnd = end
      return
    }
    if (this.#gap !== 'none') this.#closeGap(folded.charCodeAt(0))
    this.#text += folded
    for (let index = 0; index < folded.length; index++) {
      this.#starts.push(start)
      this.#ends.push(end)
    }
    this.#last = folded.charCodeAt(folded.length - 1)
  }

  finish(): FoldedText {
    if (this.#gap === 'space') this.#space()
    return { text: this.#text, starts: this.#starts, ends: this.#ends }
  }

  #closeGap(next: number): void {
    const openBefore = isOpen(this.#last)
    const openAfter = isOpen(next)
    const dropped =
      openBefore !== openAfter
        ? this.#gap === 'quote' || isBorderedWord(openBefore ? next : this.#last)
        : this.#gap === 'quote' && openBefore
    if (!dropped) this.#space()
    this.#gap = 'none'
  }

  #space(): void {
    this.#text += ' '
    this.#starts.push(this.#gapStart)
    this.#ends.push(this.#gapEnd)
    this.#last = 0x20
  }
}
