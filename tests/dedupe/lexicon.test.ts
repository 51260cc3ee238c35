import { expect, test } from 'vitest'
import { type ParallelText, trainLexicon } from '../../src/dedupe/lexicon.ts'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import { stemOf } from '../../src/dedupe/word-hashes.ts'
import { hash32 } from '../../src/text/hash.ts'

const WORDS = ['haus', 'see', 'berg', 'brot', 'schiff', 'kind']
const PIVOT = ['house', 'lake', 'mountain', 'bread', 'ship', 'child']

test('words that keep company in all texts are learned as translations', () => {
  const texts: ParallelText[] = []
  for (let a = 0; a < WORDS.length; a++) {
    for (let b = 0; b < WORDS.length; b++)
      if (a !== b)
        texts.push({
          language: 'de',
          words: [hash32(WORDS[a]!), hash32(WORDS[b]!), hash32('das')],
          pivot: [hash32(PIVOT[b]!), hash32(PIVOT[a]!), hash32('the')]
        })
  }
  const lexicon = trainLexicon(texts)
  WORDS.forEach((word, index) => expect(lexicon.get(hash32(word))![0]!.word).toBe(hash32(PIVOT[index]!)))
  for (const translations of lexicon.values()) for (const { p } of translations) expect(p).toBeGreaterThanOrEqual(0.1)
})

test('nothing is learned from nothing', () => {
  expect(trainLexicon([]).size).toBe(0)
  expect(
    trainLexicon([
      { language: 'de', words: [], pivot: [1] },
      { language: 'de', words: [1], pivot: [] }
    ]).size
  ).toBe(0)
})

test.each([
  ['fr', 'hôpital', 'hospital'],
  ['de', 'krankenhaus', 'hospital'],
  ['ru', 'больница', 'hospital'],
  ['es', 'policía', 'police'],
  ['ar', 'فرنسا', 'france'],
  ['zh', '医院', 'hospital'],
  ['ja', '医師', 'doctor'],
  ['ko', '병원', 'hospital'],
  ['tr', 'almanya', 'germany'],
  ['hi', 'अस्पताल', 'hospital'],
  ['el', 'νοσοκομείο', 'hospital'],
  ['vi', 'đức', 'german'],
  ['zh', '通胀', 'inflation'],
  ['sw', 'uchaguzi', 'election'],
  ['ar', 'إضراب', 'strike'],
  ['ja', '予算', 'budget'],
  ['uk', 'землетрус', 'earthquake']
])('the seed translates %s %s by %s', async (language, word, english) => {
  const { keyWordsOf } = await import('../../src/text/words.ts')
  const translations = keyWordsOf(word).flatMap(
    (key) =>
      seedLexicon()
        .get(language)!
        .get(hash32(stemOf(key))) ?? []
  )
  expect(translations.map((one) => one.word)).toContain(hash32(stemOf(english)))
})

test('the seed has no language that nobody asked for', () => expect(seedLexicon().get('tlh')).toBeUndefined())
