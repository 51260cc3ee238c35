import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashWords, stemOf } from '../../src/dedupe/word-hashes.ts'
import { hash32 } from '../../src/text/hash.ts'
import { readWords } from '../../src/text/words.ts'

const hashesOf = (words: readonly string[]) => ({
  words: words.map((word) => hash32(word)),
  stems: words.map((word) => hash32(stemOf(word)))
})

function expectAsReadWords(text: string): void {
  const { words, stems, keys } = hashWords(text, 0)
  const read = readWords(text)
  expect({ words, stems, keys }).toEqual({ ...hashesOf(read.words), keys: hashesOf(read.keyWords) })
}

describe('hashWords', () => {
  test.each([
    'Council opens the Énergie park, 12 hectares',
    'Überprüfungsverfahren in Straßenverkehrsämtern',
    'والمدرسة الابتدائية في القاهرة',
    '臺南市AI大臣 park 令和７年',
    '서울특별시 AI 산업',
    'กรุงเทพมหานคร เมือง',
    'ပြည်ထောင်စု',
    'Ҡазан ҡалаһы йәшәй',
    'ﷺ ﬁne 𠮷野家 𝒜𝓁𝑔',
    ''
  ])('hashes what readWords finds: %s', (text) => expectAsReadWords(text))

  test('of any text', () => {
    const characters = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('é', 'ال', 'กา', '한국', '漢字', 'カナ', 'ß', '\u0301', ' ')
    )
    fc.assert(fc.property(fc.array(characters, { maxLength: 12 }), (parts) => expectAsReadWords(parts.join(''))))
  })

  test('a word that was folded before is folded the same', () => {
    expectAsReadWords('élève élève')
    expectAsReadWords('élève')
  })

  test('counts single characters of scripts without spaces among the first words', () => {
    expect(hashWords('漢字 park', 10).spaceless).toBe(2)
    expect(hashWords('漢字仮名', 3).spaceless).toBe(3)
    expect(hashWords('park', 10).spaceless).toBe(0)
  })
})
