import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countHanForms, toSimplified } from '../../src/text/han-variants.ts'

test.each([
  { name: 'traditional', text: '人工智慧產業發展計畫', folded: '人工智慧产业发展计画' },
  { name: 'simplified stays', text: '人工智能产业发展规划', folded: '人工智能产业发展规划' },
  { name: 'Latin inside', text: '臺灣AI運算中心 2026', folded: '台湾AI运算中心 2026' },
  { name: 'a variant of a traditional form', text: '爲衆', folded: '为众' },
  { name: 'outside the basic plane', text: '𠁞𫵷𡞱', folded: '𠀾𫵷𡞱' },
  { name: 'Japanese forms are left alone', text: '経済対策', folded: '経済対策' },
  { name: 'no Han at all', text: 'Ministère du Numérique', folded: 'Ministère du Numérique' },
  { name: 'empty', text: '', folded: '' }
])('folds to simplified: $name', ({ text, folded }) => {
  expect(toSimplified(text)).toBe(folded)
})

test('folding keeps every offset, and folding twice is folding once', () => {
  const han = fc.array(
    fc.oneof(fc.integer({ min: 0x3400, max: 0x9fff }), fc.integer({ min: 0x20000, max: 0x2ffff }), fc.integer({ min: 0, max: 0xd7ff })),
    { maxLength: 60 }
  )
  fc.assert(
    fc.property(han, (points) => {
      const text = String.fromCodePoint(...points)
      const folded = toSimplified(text)
      expect([...folded].map((character) => character.length)).toEqual([...text].map((character) => character.length))
      expect(toSimplified(folded)).toBe(folded)
    })
  )
})

test('lone surrogates pass unharmed', () => {
  expect(toSimplified('\ud840國\udc00')).toBe('\ud840国\udc00')
})

test.each([
  { name: 'simplified', text: '国务院发布产业规划', most: 'simplified' },
  { name: 'traditional', text: '國務院發布產業規劃', most: 'traditional' },
  { name: 'new Japanese forms and characters made in Japan', text: '駅前の畑で働く、売込み', most: 'shinjitai' }
] as const)('counts what tells the forms apart: $name', ({ text, most }) => {
  const { simplified, traditional, shinjitai } = countHanForms(text)
  const counts = { simplified, traditional, shinjitai }
  expect(counts[most]).toBeGreaterThan(0)
  for (const [form, count] of Object.entries(counts)) {
    if (form !== most) expect(count).toBeLessThan(counts[most])
  }
})

test('counts nothing in text whose characters all ways share', () => {
  expect(countHanForms('中文日本山水')).toEqual({ simplified: 0, traditional: 0, shinjitai: 0, notJapanese: 0 })
})
