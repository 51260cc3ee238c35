import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relateSignatures, signatureOf } from '../../src/text/signature.ts'

describe('signatureOf', () => {
  test.each([
    { text: '就業博覽會9/13登場', language: 'zh-Hant', found: ['13', 'm9'] },
    { text: '就業博覽會9月13日登場', language: 'zh-Hant', found: ['13', 'm9'] },
    { text: 'Open 9/13', language: 'en', found: ['13', '9'] },
    { text: 'Report of 8 June 2025', language: 'en', found: ['2025', '8', 'm6'] },
    { text: 'Звіт, 24 червня 2025 р.', language: 'uk', found: ['2025', '24', 'm6'] },
    { text: 'Έκθεση, 31 Ιουλίου 2025', language: 'el', found: ['2025', '31', 'm7'] },
    { text: 'Tilasto, maaliskuu 2025', language: 'fi', found: ['2025', 'm3'] },
    { text: 'أرقام، مارس ٢٠٢٥', language: 'ar', found: ['2025', 'm3'] },
    { text: 'अधिसूचना संख्या ३६', language: 'hi', found: ['36'] },
    { text: '令和７年10月5日', language: 'ja', found: ['2025', '5', 'm10'] },
    { text: '令和元年の調査', language: 'ja', found: ['2019'] },
    { text: '令和5（2023）年度', language: 'ja', found: ['2023'] },
    { text: '114年10月8日', language: 'zh-Hant', found: ['2025', '8', 'm10'] },
    { text: '民國一百一十四年', language: 'zh-Hant', found: ['2025'] },
    { text: '第五次会议', language: 'zh', found: ['5'] },
    { text: '统一一部法律', language: 'zh', found: [] },
    { text: '二十三名', language: 'zh', found: ['23'] },
    { text: '제7차 회의 10월', language: 'ko', found: ['7', 'm10'] },
    { text: 'Ngày 5 tháng 10', language: 'vi', found: ['5', 'm10'] },
    { text: '2025-10-08', language: 'en', found: ['2025', '8', 'm10'] },
    { text: '1,234,567 people, 1.234.567 euros, 5.6', language: 'en', found: ['1234567', '5.6'] },
    { text: 'Volume IV and Chapter XII', language: 'en', found: ['12', '4'] },
    { text: 'I saw the third Monday', language: 'en', found: ['3', 'd1'] },
    { text: '', language: '', found: [] }
  ])('$text', ({ text, language, found }) => expect(signatureOf(text, language)).toEqual(found))

  test('any text in any language gives a sorted list', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('en', 'zh', 'und', 'x', 'not a tag', 'zh-Hant-TW'), (text, language) => {
        const signature = signatureOf(text, language)
        expect([...signature].sort()).toEqual(signature)
      })
    )
  })
})

test.each([
  { a: ['1', '2'], b: ['2', '1'], relation: 'same' },
  { a: ['1', '2'], b: ['1'], relation: 'one-sided' },
  { a: ['1', '2'], b: ['1', '3'], relation: 'apart' }
])('$a and $b are $relation', ({ a, b, relation }) => expect(relateSignatures(a, b)).toBe(relation))
