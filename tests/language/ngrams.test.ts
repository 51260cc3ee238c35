import { expect, test } from 'vitest'
import { gramKeys, isHashedWord, keyOfGram, makeAlphabet } from '../../src/language/ngram-keys.ts'
import { loadEld } from '../../src/language/ngram-eld.ts'
import { francScores } from '../../src/language/ngram-franc.ts'
import { loadNgramTable } from '../../src/language/ngram-table.ts'
import { createDetector } from '../../src/language/detect-language.ts'
import { siblingMarks } from '../../src/language/sibling-markers.ts'

const alphabet = makeAlphabet('abcd')

function keys(text: string): number[] {
  const { grams, words } = gramKeys(text, alphabet)
  return [...grams, ...words]
}

test('grams are those of each word between its edges', () => {
  // a=3: " a", "a", "a " and " a " of the one-letter word
  expect(keys('a').sort((x, y) => x - y)).toEqual([3, 0x0103, 0x0301, 0x010301])
  expect([...gramKeys('ab', alphabet).words]).toEqual([0x01030401])
  expect(keys('a b').sort()).toEqual([...keys('a'), ...keys('b')].sort())
  expect(keys('a1b')).toEqual(keys('a b'))
  expect(keys("'a'")).toEqual(keys('a'))
  expect(keys("a'b")).not.toEqual(keys('a b'))
  expect(keys('')).toEqual([])
})

test('different words have different keys', () => {
  expect(new Set(keys('abcd')).isDisjointFrom(new Set(keys('dcba').filter((key) => key > 0xffffff)))).toBe(true)
  expect(gramKeys('abcd dcba ab', alphabet).words).toHaveLength(3)
})

test('a gram of a list of frequencies has the key it has in a text', () => {
  const { grams, words } = gramKeys('abcd', alphabet)
  expect(
    ['a', '_a', 'b', 'ab', 'c', 'bc', '_abc', 'd', 'cd', 'abcd', 'd_', 'bcd_'].map((gram) => keyOfGram(gram, alphabet)).sort()
  ).toEqual([...grams].sort())
  expect(keyOfGram('=abc', alphabet)).toBe(gramKeys('abc', alphabet).words[0])
  expect(keyOfGram('_ab_', alphabet)).toBe(gramKeys('ab', alphabet).words[0])
  expect(keyOfGram('_a_', alphabet)).toBe(gramKeys('a', alphabet).words[0])
  expect(['abc', '_ab', 'ax', 'abcda'].map((gram) => keyOfGram(gram, alphabet))).toEqual([0, 0, 0, 0])
  expect(words.every(isHashedWord)).toBe(true)
})

test('the table ranks the language of a text first', () => {
  const table = loadNgramTable()
  const scores = table.score('le conseil municipal a adopté le budget des écoles', 'Latn')!
  expect(scores.languages[scores.scores.indexOf(Math.max(...scores.scores))]).toBe('fr')
  expect(table.score('x', 'Zzzz')).toBeNull()
  expect(table.languagesOf('Cyrl')).toContain('sr-Cyrl')
})

test('a table of another format is refused', () => {
  const json = new TextEncoder().encode(JSON.stringify({ format: 0, priorMass: 1, tables: [] }))
  expect(() => loadNgramTable(Uint8Array.of(json.length, 0, 0, 0, ...json))).toThrow(/format 0/)
})

test('franc answers about the shortlist only, franc-all where franc has no table', () => {
  const text = 'le conseil municipal a adopté le budget des écoles'
  expect([...francScores(text, 'Latn', ['fr', 'de', 'es']).keys()][0]).toBe('fr')
  const wide = francScores('Y Cyngor yn cymeradwyo cynllun newydd ar gyfer ysgolion', 'Latn', ['cy', 'en', 'de'])
  expect([...wide.keys()].sort()).toEqual(['cy', 'de', 'en'])
  expect(wide.get('cy')).toBe(1)
  expect(francScores(text, 'Latn', ['fr']).size).toBe(0)
})

test('markers tell siblings apart and give nothing to others', () => {
  expect(siblingMarks('vijest o siječnju', ['hr', 'sr-Latn']).get('hr')).toBe(0)
  expect(siblingMarks('vijest o siječnju', ['hr', 'sr-Latn']).get('sr-Latn')).toBeLessThan(0)
  expect(siblingMarks('vijest o siječnju', ['fr', 'en']).size).toBe(0)
})

test.each([
  ['un home ferido no centro da cidade', 'gl', ['es', 'pt']],
  ['un hombre herido por el incendio', 'es', ['gl', 'pt']],
  ['um homem ferido no centro da cidade', 'pt', ['es']],
  ['priserne falder for første gang efter krisen', 'da', ['nb', 'nn']],
  ['prisene bør falle etter krisen', 'nb', ['da', 'nn']],
  ['de burgemeester wordt beschuldigd', 'nl', ['af']],
  ['die burgemeester word nie beskuldig nie', 'af', ['nl']]
] as const)('"%s" speaks for %s', (text, own, others) => {
  const marks = siblingMarks(text, [own])
  expect(marks.get(own)).toBe(0)
  for (const other of others) expect(marks.get(other)).toBeLessThan(0)
})

test('eld joins the pool where it is installed', async () => {
  const eld = await loadEld()
  if (eld === null) return
  const scores = eld.scores('le conseil municipal a adopté le budget', ['fr', 'de', 'nn', 'xx'])
  expect(scores[0]).toBeGreaterThan(scores[1]!)
  expect(createDetector({ eld }).detect({ title: 'Le conseil a adopté le budget', text: '' }).language).toBe('fr')
})
