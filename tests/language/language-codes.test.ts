import { expect, test } from 'vitest'
import {
  hanScriptOfRegion,
  knownLanguages,
  normalizeTag,
  readDeclaredTag,
  scriptOfTag,
  siblingsOf,
  tagOfIso3
} from '../../src/language/language-codes.ts'

test.each([
  ['en', 'en'],
  ['en-US', 'en'],
  ['EN_us', 'en'],
  ['iw', 'he'],
  ['in', 'id'],
  ['tl', 'fil'],
  ['mo', 'ro'],
  ['ji', 'yi'],
  ['sh', 'sr-Latn'],
  ['no', 'nb'],
  ['nor', 'nb'],
  ['zh', 'zh-Hans'],
  ['zh-TW', 'zh-Hant'],
  ['zh_HK', 'zh-Hant'],
  ['zh-MO', 'zh-Hant'],
  ['zh-CN', 'zh-Hans'],
  ['zh-SG', 'zh-Hans'],
  ['zh-hant-CN', 'zh-Hant'],
  ['cmn-Hans', 'zh-Hans'],
  ['yue', 'zh-Hant'],
  ['sr', 'sr-Cyrl'],
  ['sr-latn-RS', 'sr-Latn'],
  ['deu', 'de'],
  ['ger', 'de'],
  ['spa', 'es'],
  ['es-419', 'es'],
  ['pt-BR', 'pt'],
  ['fr, en', 'fr'],
  ['uz-Cyrl', 'uz-Cyrl'],
  ['', null],
  ['und', null],
  ['mul', null],
  ['english', null],
  ['e', null],
  ['../etc', null],
  [null, null],
  [undefined, null]
])('reads the declared tag %j as %j', (declared, tag) => {
  expect(normalizeTag(declared)).toBe(tag)
})

test('shares of a declared tag add up to one', () => {
  for (const declared of ['no', 'zh', 'sr', 'sh', 'uz', 'fr', 'mn']) {
    const total = [...readDeclaredTag(declared)!.values()].reduce((sum, share) => sum + share, 0)
    expect(total).toBeCloseTo(1)
  }
})

test('every language has one row, a script and its own sibling group', () => {
  const tags = knownLanguages().map((row) => row.tag)
  expect(new Set(tags).size).toBe(tags.length)
  for (const row of knownLanguages()) {
    expect(siblingsOf(row.tag)).toContain(row.tag)
    expect(scriptOfTag(row.tag)).toBe(row.script)
    if (row.iso3 !== null) expect(tagOfIso3(row.iso3, row.script)).toBe(row.tag)
  }
  expect(siblingsOf('hr')).toEqual(siblingsOf('bs'))
  expect(siblingsOf('fr')).toEqual(['fr'])
  expect(tagOfIso3('srp', 'Cyrl')).toBe('sr-Cyrl')
  expect(tagOfIso3('xxx', 'Latn')).toBeNull()
})

test.each([
  ['TW', 'Hant'],
  ['HK', 'Hant'],
  ['CN-HK', 'Hant'],
  ['CN', 'Hans'],
  ['CN-BJ', 'Hans'],
  ['SG', 'Hans'],
  ['JP', null]
])('Chinese in %s is written %j', (region, script) => {
  expect(hanScriptOfRegion(region)).toBe(script)
})
