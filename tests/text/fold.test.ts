import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldTerm, foldText, foldingOf, type Folding } from '../../src/text/fold.ts'

const rows: readonly { name: string; language: string; text: string; folded: string }[] = [
  { name: 'full-width letters', language: 'ja', text: 'ＡＩ産業', folded: 'ai产业' },
  { name: 'half-width kana with its mark', language: 'ja', text: 'ｶﾞｲﾄﾞ', folded: 'ガイド' },
  { name: 'Traditional to Simplified', language: 'zh-Hant', text: '人工智慧產業', folded: '人工智慧产业' },
  { name: 'spaces between Han and Latin', language: 'zh-Hant', text: '台灣 AI 產業', folded: '台湾ai产业' },
  { name: 'spaces between Hangul words stay', language: 'ko', text: '국가 AI 컴퓨팅 센터', folded: '국가ai컴퓨팅 센터' },
  { name: 'quotation marks in Chinese', language: 'zh-Hans', text: '“人工智能+”行动', folded: '人工智能+行动' },
  { name: 'quotation marks between Latin words', language: 'en', text: 'the «AI» “plan”', folded: 'the ai plan' },
  { name: 'apostrophes as quotation marks', language: 'en', text: "the 'AI' plan's", folded: "the ai plan's" },
  { name: 'hyphens and dashes', language: 'en', text: 'AI-native – industry', folded: 'ai native industry' },
  { name: 'soft hyphen', language: 'de', text: 'Rechen\u00adzentrum', folded: 'rechenzentrum' },
  { name: 'sharp s', language: 'de', text: 'GROSS groß', folded: 'gross gross' },
  { name: 'French capitals without accents', language: 'fr', text: 'ÉCONOMIE numérique', folded: 'economie numerique' },
  { name: 'French accents that come apart', language: 'fr', text: 'E\u0301conomie', folded: 'economie' },
  { name: 'Greek accents and final sigma', language: 'el', text: 'ΠΟΛΙΤΙΚΌΣ πολιτικός', folded: 'πολιτικοσ πολιτικοσ' },
  { name: 'Vietnamese tones stay', language: 'vi', text: 'Bão bảo', folded: 'bão bảo' },
  { name: 'Vietnamese that comes apart', language: 'vi', text: 'Ba\u0303o', folded: 'bão' },
  { name: 'Polish and Nordic letters stay', language: 'pl', text: 'ŁÓDŹ å ø', folded: 'łódź å ø' },
  { name: 'Turkish I', language: 'tr', text: 'IŞIK İL', folded: 'ıșık il' },
  { name: 'İ outside Turkish', language: 'en', text: 'İstanbul', folded: 'istanbul' },
  { name: 'Romanian with cedilla or without any mark', language: 'ro', text: 'Ştiinţă Știință Stiinta', folded: 'stiinta stiinta stiinta' },
  { name: 'Cyrillic yo', language: 'ru', text: 'Отчёт', folded: 'отчет' },
  { name: 'Arabic marks, alef and ta marbuta', language: 'ar', text: 'أَلْـحُكُومَة', folded: 'الحكومه' },
  { name: 'Persian letters and ZWNJ', language: 'fa', text: 'می‌شود', folded: 'مي شود' },
  { name: 'Hebrew points', language: 'he', text: 'שָׁלוֹם', folded: 'שלום' },
  { name: 'Devanagari nukta', language: 'hi', text: 'ज़रूरी', folded: 'जरूरी' },
  { name: 'digits of other scripts', language: 'fa', text: '۱۴۰۵', folded: '1405' },
  { name: 'nothing', language: 'en', text: '', folded: '' }
]

test.each(rows)('folds $name', ({ language, text, folded }) => {
  expect(foldText(text, foldingOf(language)).text).toBe(folded)
})

describe('offsets', () => {
  test('lead back to the original', () => {
    const text = 'Der  ﬃ Stra\u00adße 𠮷 É'
    const folded = foldText(text, 'plain')
    const at = folded.text.indexOf('strasse')
    expect(text.slice(folded.starts[at], folded.ends[at + 6])).toBe('Stra\u00adße')
    const ligature = folded.text.indexOf('ffi')
    expect(text.slice(folded.starts[ligature], folded.ends[ligature + 2])).toBe('ﬃ')
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'aI ‘’-«»\u0301\u00adの產AكZ') })
  )
  test.each(['plain', 'strip', 'turkish'] as Folding[])('of any text stay in order and inside it (%s)', (folding) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: folded, starts, ends } = foldText(text, folding)
        expect(starts.length).toBe(folded.length)
        expect(ends.length).toBe(folded.length)
        for (let index = 0; index < folded.length; index++) {
          expect(starts[index]!).toBeLessThan(ends[index]!)
          if (index > 0) expect(starts[index]!).toBeGreaterThanOrEqual(starts[index - 1]!)
        }
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(text.length)
      })
    )
  })

  test.each(['plain', 'strip', 'turkish'] as Folding[])('a term is folded as a text is (%s)', (folding) => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'aIz 9*é') })), fc.boolean(), (text, keepCase) => {
        expect(foldTerm(text, folding, keepCase)).toBe(foldText(text, folding, keepCase).text)
      })
    )
  })

  test('case is kept on request', () => {
    expect(foldText('The ＷＨＯ says', 'plain', true).text).toBe('The WHO says')
  })
})
