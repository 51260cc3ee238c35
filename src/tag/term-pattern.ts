import { foldTerm, foldText, isBorderedWord, isOpen, type FoldedText, type Folding } from '../text/fold.ts'

/** One written form of a term, ready to be looked for: `key` by the automaton, the rest by `matchEnd`. */
export interface TermPattern {
  /** What the automaton looks for: the term up to its first `*`, folded. */
  readonly key: string
  /** What must follow, each after the ending of a word. */
  readonly rest: readonly string[]
  readonly anyBeginning: boolean
  readonly anyEnding: boolean
  /** The term with its case kept, when the case counts. */
  readonly cased: string | null
  readonly folding: Folding
}

export type TermReading =
  { readonly kind: 'read'; readonly patterns: readonly TermPattern[] } | { readonly kind: 'failed'; readonly message: string }

/**
 * Reads a term as operators write it: `word*` any ending, `*word` any beginning, `=AB` (and 2 to 6 capitals) case counts.
 * @param foldings the ways of folding of the texts it will be looked for in
 * @returns its written forms (acronyms with dots, without the Arabic article, with Korean spacing both ways), or what is wrong with it
 */
export function readTerm(term: string, foldings: readonly Folding[]): TermReading {
  const marked = term.startsWith('=')
  const bare = (marked ? term.slice(1) : term).trim()
  const caseCounts = marked || /^\p{Lu}{2,6}$/u.test(bare)
  const starred = bare.includes('*')
  if (starred && /[\p{L}\p{M}\p{N}]\*+[\p{L}\p{M}\p{N}]/u.test(bare)) {
    return {
      kind: 'failed',
      message: '"*" stands for the ending or the beginning of a word, not its middle; write "word*" or a "regex:" term'
    }
  }
  if (starred && /(^|\s)\*+(\s|$)/.test(bare)) {
    return { kind: 'failed', message: '"*" alone would match any word; put it at the end of a word, such as "word*"' }
  }
  const patterns = new Map<string, TermPattern>()
  for (const folding of new Set(foldings)) {
    for (const spelling of new Set([bare, withDots(bare)])) {
      const cased = caseCounts ? foldTerm(spelling.replaceAll('*', ''), folding, true) : null
      for (const form of writtenForms(foldTerm(spelling, folding).trim())) {
        const anyBeginning = form.startsWith('*')
        const anyEnding = form.endsWith('*')
        const [key = '', ...rest] = starred ? form.replace(/^\*+/, '').replace(/\*+$/, '').split(/\*+/) : [form]
        if (!/[\p{L}\p{N}]/u.test(key)) return { kind: 'failed', message: 'the term has no letter to look for' }
        patterns.set(`${folding} ${form}`, { key, rest, anyBeginning, anyEnding, cased, folding })
      }
    }
  }
  return { kind: 'read', patterns: [...patterns.values()] }
}

/**
 * Checks a find of the automaton against the whole pattern and its borders.
 * @param end where the key ends in the folded text
 * @returns where the match ends in the folded text, or -1
 */
export function matchEnd(pattern: TermPattern, folded: FoldedText, end: number, original: string): number {
  const { text } = folded
  const start = end - pattern.key.length
  if (!pattern.anyBeginning && !bordersLeft(text, start)) return -1
  let at = end
  for (const part of pattern.rest) {
    at = wordEnd(text, at)
    if (!text.startsWith(part, at)) return -1
    at += part.length
  }
  if (pattern.anyEnding) at = wordEnd(text, at)
  else if (at < text.length && isBorderedWord(text.charCodeAt(at - 1)) && isBorderedWord(text.charCodeAt(at))) return -1
  if (pattern.cased !== null) {
    const written = foldText(original.slice(folded.starts[start]!, folded.ends[at - 1]!), pattern.folding, true).text
    if (pattern.anyEnding || pattern.rest.length > 0 ? !written.startsWith(pattern.cased) : written !== pattern.cased) return -1
  }
  return at
}

/** Acronyms as some newsrooms write them: "A.I. strategy" for "AI strategy". */
function withDots(term: string): string {
  if (!/[A-Z]{2}|\.$/.test(term)) return term
  return term.replace(/(?<![\p{L}\p{N}.*-])[A-Z]{2,4}(?![\p{L}\p{N}*.])/gu, (acronym) => `${[...acronym].join('.')}.`).replace(/\.$/, '')
}

const ENDING_UNITS_MAX = 40
const ARABIC_ARTICLE = 'ال'
// prettier-ignore
const ARABIC_CLITICS = new Set([
  'و', 'ف', 'ب', 'ل', 'ك', 'ال', 'وال', 'فال', 'بال', 'كال', 'لل',
  'ولل', 'فلل', 'وبال', 'وكال', 'فبال', 'وب', 'ول', 'وك', 'فب', 'فل', 'س', 'وس'
])
const HEBREW_CLITICS = /^[ושכמבלה]{1,4}$/

function bordersLeft(text: string, start: number): boolean {
  if (start === 0 || !isBorderedWord(text.charCodeAt(start)) || !isBorderedWord(text.charCodeAt(start - 1))) return true
  const first = text.charCodeAt(start)
  const arabic = first >= 0x0600 && first <= 0x06ff
  if (!arabic && !(first >= 0x05d0 && first <= 0x05ea)) return false
  let wordStart = start
  while (wordStart > 0 && start - wordStart < 6 && isBorderedWord(text.charCodeAt(wordStart - 1))) wordStart--
  const before = text.slice(wordStart, start)
  return arabic ? ARABIC_CLITICS.has(before) : HEBREW_CLITICS.test(before)
}

function wordEnd(text: string, from: number): number {
  const max = Math.min(text.length, from + ENDING_UNITS_MAX)
  let at = from
  while (at < max && isBorderedWord(text.charCodeAt(at))) at++
  return at
}

/** The forms one term is written in, beyond inflection. */
function writtenForms(folded: string): readonly string[] {
  const forms = new Set([folded])
  if (/[\u0621-\u064a]/.test(folded)) {
    // The first word's article may also be a clitic with the article in it (lil-, bil-), so the form without it finds all.
    const words = folded.split(' ')
    const bare = words.map((word) => (word.startsWith(ARABIC_ARTICLE) && word.length > 4 ? word.slice(2) : word))
    forms.add([bare[0]!, ...words.slice(1)].join(' ')).add(bare.join(' '))
    if (words.length === 2) forms.add(`${bare[0]!} ${ARABIC_ARTICLE}${bare[1]!}`)
  } else if (/[\u05d0-\u05ea]/.test(folded)) {
    const words = folded.split(' ')
    if (words.length > 1) forms.add([words[0]!, ...words.slice(1).map((word) => (word.startsWith('ה') ? word : `ה${word}`))].join(' '))
  } else if (folded.includes(' ') && isHangulText(folded)) {
    // Korean writes compounds together or apart as it likes.
    const words = folded.split(' ').slice(0, KOREAN_WORDS_MAX)
    const tail = folded.split(' ').slice(KOREAN_WORDS_MAX)
    for (let bits = 1; bits < 1 << (words.length - 1); bits++) {
      const joined = words.reduce((text, word, index) => text + (bits & (1 << (index - 1)) ? '' : ' ') + word)
      forms.add([joined, ...tail].join(' '))
    }
  }
  return [...forms]
}

const KOREAN_WORDS_MAX = 4

function isHangulText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xac00 && unit <= 0xd7a3) return isOpen(unit)
  }
  return false
}
