import { expect, test } from 'vitest'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import { stemOf } from '../../src/dedupe/word-hashes.ts'
import { formsOf } from '../../src/dedupe/word-forms.ts'
import { hash32 } from '../../src/text/hash.ts'
import { wordsOf } from '../../src/text/words.ts'

test.each([
  ['ru', 'война', 'войны'],
  ['pl', 'woda', 'wody'],
  ['tr', 'savas', 'savasi'],
  ['es', 'juez', 'juezes'],
  ['hu', 'adok', 'adoknak'],
  ['ar', 'حرب', 'وحرب'],
  ['fa', 'كتاب', 'كتابها'],
  ['el', 'νομοσ', 'νομου'],
  ['hi', 'घर', 'घर'],
  ['zh', '水', '水']
])('%s %s may stand as %s', (language, word, form) => {
  const forms = formsOf(word, language)
  if (form === word) expect(forms).not.toContain(word)
  else expect(forms).toContain(form)
})

test('a word that is too short to bend is left alone', () => expect(formsOf('da', 'ru')).toEqual([]))

test.each([
  ['ar', 'والحكومة', 'حكومة'],
  ['ar', 'للشرطة', 'شرطة'],
  ['ar', 'بالمدينة', 'مدينة']
])('%s %s has the stem of %s', (_, word, bare) => {
  expect(stemOf(wordsOf(word)[0]!)).toBe(stemOf(wordsOf(bare)[0]!))
})

test('three letters stay of a word that looks as if it began with an article', () => expect(stemOf('الم')).toBe('الم'))

test.each([
  ['ru', 'войну', 'war'],
  ['tr', 'savaşı', 'war'],
  ['pl', 'wodą', 'water'],
  ['ar', 'والحرب', 'war']
])('the seed translates %s %s by %s', (language, word, english) => {
  const translations = wordsOf(word).flatMap(
    (one) =>
      seedLexicon()
        .get(language)!
        .get(hash32(stemOf(one))) ?? []
  )
  expect(translations.map((one) => one.word)).toContain(hash32(stemOf(english)))
})
