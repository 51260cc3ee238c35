import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeIndexedEntry, encodeIndexedEntry } from '../../src/dedupe/indexed-entry-bytes.ts'
import { placeEntry } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { type WordSet, wordsIn } from '../../src/dedupe/word-set.ts'
import { aText } from '../support/match-texts.ts'

const title = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('Council opens park - Daily Herald', '令和7年10月の調査', 'A title that was cut sh...')
)
const place = { entryId: 'e', articleId: 'a', storyId: 's', sourceId: 'source', at: 5 }

test('an indexed entry comes back as it went, weights nearly', () => {
  fc.assert(
    fc.property(title, title, fc.boolean(), (a, b, stories) => {
      const entry = aText({ entryId: 'e', title: a, summary: b, canonicalUrl: 'https://x.example/en/2024/1234.htm', at: 5 })
      const { indexed } = placeEntry(createMemory(), entry, { lexicon: { get: () => undefined }, stories })
      const back = decodeIndexedEntry(encodeIndexedEntry(indexed), {
        ...place,
        articleId: indexed.neighbour.articleId,
        storyId: indexed.storyId
      })!
      const plain = (set: WordSet | null) => set && wordsIn(set)
      const numbers = ({ neighbour: { features, ...rest }, own, keys, counted, ...more }: typeof indexed) => ({
        ...rest,
        ...more,
        ...features,
        own: plain(own),
        title: plain(features.title),
        head: plain(features.head),
        summary: plain(features.summary),
        keys: keys.toSorted((one, other) => one - other),
        counted: counted.toSorted((one, other) => one - other)
      })
      expect(numbers(back)).toEqual(numbers(indexed))
      for (const [one, other] of [
        [back.neighbour.features.title, indexed.neighbour.features.title],
        [back.own, indexed.own]
      ] as const) {
        for (let index = 0; one && other && index < one.end - one.start; index++)
          expect(one.weights[one.start + index]!).toBeCloseTo(other.weights[other.start + index]!, 3)
      }
    })
  )
})

test('bytes that are not ours give null, never a throw', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void decodeIndexedEntry(bytes, place)))
  expect(decodeIndexedEntry(new Uint8Array([99, 1, 2]), place)).toBeNull()
  expect(decodeIndexedEntry(new Uint8Array([]), place)).toBeNull()
})
