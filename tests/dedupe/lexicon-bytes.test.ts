import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Translation } from '../../src/dedupe/lexicon.ts'
import { openLexicon, packLexicon } from '../../src/dedupe/lexicon-bytes.ts'

const HASH = fc.integer({ min: 0, max: 0xffff_ffff })
const TRANSLATIONS = fc.array(fc.record({ word: HASH, p: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10) }), {
  minLength: 1,
  maxLength: 3
})
const WORDS = fc.array(fc.tuple(HASH, TRANSLATIONS)).map((rows) => new Map<number, readonly Translation[]>(rows))

test('every word has the translations it was written with, and no other word has any', () => {
  fc.assert(
    fc.property(WORDS, WORDS, fc.array(HASH), (de, fr, others) => {
      const lexicon = openLexicon(
        packLexicon(
          new Map([
            ['de', de],
            ['fr', fr]
          ])
        )
      )
      for (const [language, words] of [
        ['de', de],
        ['fr', fr]
      ] as const) {
        for (const word of [...de.keys(), ...fr.keys(), ...others]) expect(lexicon.get(language)!.get(word)).toEqual(words.get(word))
      }
    })
  )
})

test('words of the smallest and the largest hash are told from free places', () => {
  const translations = [
    { word: 0, p: 0.5 },
    { word: 0xffff_ffff, p: 1 }
  ]
  const lexicon = openLexicon(
    packLexicon(
      new Map([
        [
          'de',
          new Map([
            [0, translations],
            [0xffff_ffff, translations]
          ])
        ]
      ])
    )
  )
  expect([0, 1, 0xffff_ffff].map((word) => lexicon.get('de')!.get(word))).toEqual([translations, undefined, translations])
})

test('a language that is not there has no translations, and one without words translates none', () => {
  const lexicon = openLexicon(packLexicon(new Map([['de', new Map()]])))
  expect(lexicon.get('fr')).toBeUndefined()
  expect(lexicon.get('de')!.get(7)).toBeUndefined()
})

test('bytes of another format are refused', () => {
  const head = Buffer.from(JSON.stringify({ format: 99, languages: [] }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  expect(() => openLexicon(Buffer.concat([length, head]))).toThrow('format 99')
})
