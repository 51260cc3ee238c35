import type { Lexicon, Translation, Translations } from './lexicon.ts'
import { readNumbers, writeNumbers } from './number-bytes.ts'

/** A lexicon in which what was learned from the sources themselves stands above what another knows. */
export function withLearned(base: Lexicon, learned: ReadonlyMap<string, ReadonlyMap<number, readonly Translation[]>>): Lexicon {
  const joined = new Map<string, Translations>()
  for (const [language, above] of learned) {
    const below = base.get(language)
    joined.set(language, below === undefined ? above : { get: (word) => above.get(word) ?? below.get(word) })
  }
  return { get: (language) => joined.get(language) ?? base.get(language) }
}

/** So few parallel texts teach less than chance takes away. */
export const parallelTextsMin = 100
/** Training takes about a second for so many. */
export const parallelTextsMax = 1_000

export function encodeTranslations(translations: ReadonlyMap<number, readonly Translation[]>): Uint8Array {
  const out = writeNumbers()
  out.whole(VERSION)
  out.list([...translations], ([word, list]) => {
    out.whole(word)
    out.list(list, ({ word: to, p }) => {
      out.whole(to)
      out.weight(p)
    })
  })
  return out.bytes()
}

/** @returns an empty map for bytes of another version, or none of ours */
export function decodeTranslations(bytes: Uint8Array): ReadonlyMap<number, readonly Translation[]> {
  try {
    const input = readNumbers(bytes)
    if (input.whole() !== VERSION) return new Map()
    return new Map(input.list(() => [input.whole(), input.list(() => ({ word: input.whole(), p: input.weight() }))] as const))
  } catch {
    return new Map()
  }
}

const VERSION = 1
