import { expect, test } from 'vitest'
import { learnTranslations } from '../../src/dedupe/learn-translations.ts'
import type { ParallelText } from '../../src/dedupe/lexicon.ts'
import { stemOf } from '../../src/dedupe/word-hashes.ts'
import { hash32 } from '../../src/text/hash.ts'
import { wordsOf } from '../../src/text/words.ts'
import { announcements, englishOf, otherOf } from '../support/two-languages.ts'

const hashed = ({ title, summary }: { readonly title: string; readonly summary: string }) =>
  wordsOf(`${title} ${summary}`).map((word) => hash32(stemOf(word)))
const texts: readonly ParallelText[] = announcements(200, 1).map(({ english, other }) => ({
  language: 'xx',
  words: hashed(other),
  pivot: hashed(english)
}))
const MEANINGS = Array.from({ length: 240 }, (_, meaning) => meaning)

test('most words of a language nobody knew are learned, and few of them wrongly', () => {
  const learned = learnTranslations(texts)
  const best = MEANINGS.map((meaning) => ({ meaning, found: learned.get(hash32(otherOf(meaning)))?.[0]?.word })).filter(
    ({ found }) => found !== undefined
  )
  const right = best.filter(({ meaning, found }) => found === hash32(englishOf(meaning)))
  expect(right.length).toBeGreaterThan(150)
  expect(right.length / best.length).toBeGreaterThan(0.95)
})

test('the same texts teach the same', () => expect(learnTranslations(texts)).toEqual(learnTranslations(texts)))

test('words that stand in every text teach nothing', () => expect(learnTranslations(texts).has(hash32('xa'))).toBe(false))

test('what is known stays until the texts outweigh it', () => {
  const [common, rare] = [hash32(otherOf(100)), hash32(otherOf(101))]
  const learned = learnTranslations(
    texts.slice(0, 8),
    new Map([
      [common, [{ word: 1, p: 0.9 }]],
      [rare, [{ word: 2, p: 0.9 }]]
    ])
  )
  for (const [word, known] of [
    [common, 1],
    [rare, 2]
  ] as const) {
    const [first] = learned.get(word) ?? [{ word: known, p: 0.9 }]
    expect(first!.word).toBe(known)
  }
  const more = learnTranslations(texts, new Map([[common, [{ word: 1, p: 0.5 }]]]))
  expect(more.get(common)![0]!.word).toBe(hash32(englishOf(100)))
})

test('a single text teaches nothing', () => expect(learnTranslations(texts.slice(0, 1)).size).toBe(0))
