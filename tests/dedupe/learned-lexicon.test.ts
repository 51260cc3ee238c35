import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTranslations, encodeTranslations, withLearned } from '../../src/dedupe/learned-lexicon.ts'
import type { Lexicon } from '../../src/dedupe/lexicon.ts'

const SEED: Lexicon = new Map([
  [
    'de',
    new Map([
      [1, [{ word: 10, p: 0.5 }]],
      [2, [{ word: 20, p: 0.5 }]]
    ])
  ]
])

test('what was learned stands above the seed, which keeps the rest', () => {
  const lexicon = withLearned(
    SEED,
    new Map([
      ['de', new Map([[1, [{ word: 11, p: 0.9 }]]])],
      ['fr', new Map([[3, [{ word: 30, p: 0.2 }]]])]
    ])
  )
  expect(lexicon.get('de')!.get(1)).toEqual([{ word: 11, p: 0.9 }])
  expect(lexicon.get('de')!.get(2)).toEqual([{ word: 20, p: 0.5 }])
  expect(lexicon.get('fr')!.get(3)).toEqual([{ word: 30, p: 0.2 }])
  expect(lexicon.get('it')).toBeUndefined()
})

test('translations come back as they went; bytes that are not ours give none', () => {
  const table = new Map([
    [
      4_294_967_295,
      [
        { word: 7, p: 0.125 },
        { word: 0, p: 1 }
      ]
    ]
  ])
  expect(decodeTranslations(encodeTranslations(table))).toEqual(table)
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void decodeTranslations(bytes)))
})
