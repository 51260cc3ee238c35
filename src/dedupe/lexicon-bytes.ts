import type { Lexicon, Translation, Translations } from './lexicon.ts'
import { readNumbers, writeNumbers } from './number-bytes.ts'

/** Raised when the layout changes. */
const FORMAT = 1

interface Header {
  readonly format: number
  readonly languages: readonly { readonly language: string; readonly bytes: number }[]
}

/**
 * Writes a lexicon into bytes that are fast to open: a language is unpacked when it is asked for, and no object is made for a word
 * before it is looked up.
 * @param languages for each language, the translations by the hash of a stem; probabilities count to the tenth
 */
export function packLexicon(languages: ReadonlyMap<string, ReadonlyMap<number, readonly Translation[]>>): Uint8Array {
  const parts = [...languages].map(([language, words]) => ({ language, bytes: packLanguage(words) }))
  const header: Header = { format: FORMAT, languages: parts.map(({ language, bytes }) => ({ language, bytes: bytes.length })) }
  const head = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  return Buffer.concat([length, head, ...parts.map(({ bytes }) => bytes)])
}

/**
 * Opens what {@link packLexicon} wrote.
 * @throws Error when the bytes are of another format
 */
export function openLexicon(bytes: Uint8Array): Lexicon {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 4 + view.getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, offset))) as Header
  if (header.format !== FORMAT) throw new Error(`the lexicon has format ${header.format}, not ${FORMAT}; build it again`)
  const packed = new Map(header.languages.map((part) => [part.language, bytes.subarray(offset, (offset += part.bytes))] as const))
  const opened = new Map<string, Translations>()
  return {
    get(language) {
      const known = opened.get(language)
      const part = packed.get(language)
      if (known !== undefined || part === undefined) return known
      const translations = openLanguage(part)
      opened.set(language, translations)
      return translations
    }
  }
}

/** First every meaning once, then the words in the order of their hashes, each by its distance from the one before and its meaning. */
function packLanguage(words: ReadonlyMap<number, readonly Translation[]>): Uint8Array {
  const numbers = new Map<string, number>()
  const meanings: (readonly Translation[])[] = []
  const numberOf = (translations: readonly Translation[]): number => {
    const key = translations.map(({ word, p }) => `${word} ${p}`).join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, meanings.length)
    return meanings.push(translations) - 1
  }
  const sorted = [...words].sort(([a], [b]) => a - b).map(([word, translations]) => ({ word, meaning: numberOf(translations) }))
  const out = writeNumbers()
  out.list(meanings, (translations) =>
    out.list(translations, ({ word, p }) => {
      out.whole(word)
      out.whole(Math.round(p * 10))
    })
  )
  let before = 0
  out.list(sorted, ({ word, meaning }) => {
    out.whole(word - before)
    out.whole(meaning)
    before = word
  })
  return out.bytes()
}

/** Hashes stand in one table by open addressing, each beside one more than the number of its meaning: 0 is a free place. */
function openLanguage(packed: Uint8Array): Translations {
  const input = readNumbers(packed)
  const meanings = input.count()
  const starts = new Uint32Array(meanings + 1)
  const pivots: number[] = []
  const tenths: number[] = []
  for (let meaning = 0; meaning < meanings; meaning++) {
    for (let rest = input.count(); rest > 0; rest--) {
      pivots.push(input.whole())
      tenths.push(input.whole())
    }
    starts[meaning + 1] = pivots.length
  }
  const words = input.count()
  const bits = Math.ceil(Math.log2(words * 1.4 + 1))
  const slots = new Uint32Array(2 * 2 ** bits)
  const mask = slots.length - 1
  let word = 0
  for (let rest = words; rest > 0; rest--) {
    word += input.whole()
    let slot = (2 * word) & mask
    while (slots[slot + 1] !== 0) slot = (slot + 2) & mask
    slots[slot] = word
    slots[slot + 1] = 1 + input.whole()
  }
  const pivot = Uint32Array.from(pivots)
  const tenth = Uint8Array.from(tenths)
  const made = new Map<number, readonly Translation[]>()

  function translationsOf(meaning: number): readonly Translation[] {
    const known = made.get(meaning)
    if (known !== undefined) return known
    const translations: Translation[] = []
    for (let at = starts[meaning]!; at < starts[meaning + 1]!; at++) translations.push({ word: pivot[at]!, p: tenth[at]! / 10 })
    made.set(meaning, translations)
    return translations
  }

  return {
    get(wanted) {
      let slot = (2 * wanted) & mask
      while (slots[slot + 1] !== 0) {
        if (slots[slot] === wanted) return translationsOf(slots[slot + 1]! - 1)
        slot = (slot + 2) & mask
      }
      return undefined
    }
  }
}
