import { expect, test } from 'vitest'
import { commonWords } from '../../src/dedupe/common-words.ts'
import { hashWords } from '../../src/dedupe/word-hashes.ts'

const stemOf = (word: string): number => hashWords(word, 0).stems[0]!

test.each([
  ['en', 'there', 'harbour'],
  ['de', 'werden', 'Rechenzentrum'],
  ['ru', 'который', 'наводнение'],
  ['nb', 'skulle', 'havn']
])('%s: %s is common, %s is not', (language, common, rare) => {
  expect(commonWords(language).has(stemOf(common))).toBe(true)
  expect(commonWords(language).has(stemOf(rare))).toBe(false)
})

test('a language without a list has none, whatever it is called', () => {
  expect(commonWords('xx').size).toBe(0)
  expect(commonWords('__proto__').size).toBe(0)
})
