import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countScripts, isHan, isHangul, isKana, isSpaceless, isSpacelessScript, mainScript } from '../../src/text/scripts.ts'

test.each([
  { name: 'Latin and digits', text: 'Abc 12 é', counts: { Latn: 4 } },
  { name: 'Han, kana and Latin', text: '東京でAI', counts: { Hani: 2, Hira: 1, Latn: 2 } },
  { name: 'long vowel mark', text: 'データ', counts: { Kana: 3 } },
  { name: 'marks are no letters', text: 'हिन्दी', counts: { Deva: 3 } },
  { name: 'outside the basic plane', text: '𠀀𐐀', counts: { Hani: 1, Dsrt: 1 } },
  { name: 'no letters', text: '12 % — 🎉', counts: {} }
])('counts letters by script: $name', ({ text, counts }) => {
  expect(countScripts(text)).toEqual(counts)
})

test.each([
  { name: 'Latin names inside Chinese', text: '北京发布AI新政', script: 'Hani' },
  { name: 'Japanese', text: '政府、AI戦略を発表', script: 'Jpan' },
  { name: 'katakana alone', text: 'ニュース', script: 'Jpan' },
  { name: 'Korean with a Han character', text: '美 정부 발표', script: 'Hang' },
  { name: 'Russian with a Latin name', text: 'Компания OpenAI открыла офис', script: 'Cyrl' },
  {
    name: 'one kana mark in a long Chinese text',
    text: '北京の国务院今天发布了人工智能产业发展规划并公布了今年的工作重点和明年目标方向',
    script: 'Hani'
  },
  { name: 'Thai', text: 'ประเทศไทย', script: 'Thai' },
  { name: 'nothing', text: '2026-01-01', script: null }
])('finds the main script: $name', ({ text, script }) => {
  expect(mainScript(text)).toBe(script)
})

test('tells characters apart for word borders', () => {
  const cp = (character: string): number => character.codePointAt(0)!
  expect([isHan(cp('々')), isHan(cp('の')), isHan(cp('a'))]).toEqual([true, false, false])
  expect([isKana(cp('の')), isKana(cp('ー')), isKana(cp('漢'))]).toEqual([true, true, false])
  expect([isHangul(cp('한')), isHangul(cp('漢'))]).toEqual([true, false])
  expect([...'漢のー์ไລខမ'].map((character) => isSpaceless(cp(character)))).not.toContain(false)
  expect([...'aЖ한1 、'].map((character) => isSpaceless(cp(character)))).not.toContain(true)
  expect(['Hani', 'Jpan', 'Thai', 'Khmr'].map(isSpacelessScript)).not.toContain(false)
  expect(['Hang', 'Latn', 'Deva'].map(isSpacelessScript)).not.toContain(true)
})

test('counts any string without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const total = Object.values(countScripts(text)).reduce((sum, letters) => sum + letters, 0)
      expect(total).toBe(
        [...text].filter(
          (character) => /[\p{L}]/u.test(character) && (/[ーｰ]/.test(character) || !/[\p{Script=Zyyy}\p{Script=Zinh}]/u.test(character))
        ).length
      )
    })
  )
})
