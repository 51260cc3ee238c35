import { brotliDecompressSync } from 'node:zlib'
import { LEXICON_SEED } from './lexicon-seed-table.ts'
import type { Lexicon, Translation } from './lexicon.ts'
import { hash32 } from '../text/hash.ts'
import { stemCharacters, stemOf } from './match-features.ts'
import { formsOf } from './word-forms.ts'

const read = new Map<string, ReadonlyMap<number, readonly Translation[]>>()

/**
 * The lexicon that Courant comes with; a language is read when it is first asked for. It holds words of news and everyday life,
 * countries and languages; better ones are learned from the parallel announcements of the sources themselves.
 */
export function seedLexicon(): Lexicon {
  return {
    get(language) {
      const packed = LEXICON_SEED[language]
      if (packed === undefined) return undefined
      let table = read.get(language)
      if (table === undefined) read.set(language, (table = readTable(brotliDecompressSync(Buffer.from(packed, 'base64')).toString(), language)))
      return table
    }
  }
}

function readTable(table: string, language: string): ReadonlyMap<number, readonly Translation[]> {
  const lexicon = new Map<number, readonly Translation[]>()
  const short: (readonly [word: string, translations: readonly Translation[]])[] = []
  for (const line of table.split('|')) {
    const [words, meaning] = line.split(':') as [string, string]
    const translations = meaning.split(' ').map((part) => ({ word: hash32(part.slice(0, -1)), p: Number(part.at(-1)) / 10 }))
    for (const word of words.split(' ')) {
      lexicon.set(hash32(word), translations)
      if (word.length < stemCharacters) short.push([word, translations])
    }
  }
  for (const [word, translations] of short) {
    for (const form of formsOf(word, language)) {
      const stem = hash32(stemOf(form))
      if (!lexicon.has(stem)) lexicon.set(stem, translations)
    }
  }
  return lexicon
}
