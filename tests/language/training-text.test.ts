import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gramsOf } from '../../src/language/lingua-grams.ts'
import { messagesOf, readCatalogues } from '../../src/language/message-catalogues.ts'
import { readPackage } from '../../src/language/read-package.ts'

function entry(path: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write(type, 156)
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)])
}

test('a packed package gives its plain files', () => {
  const archive = gzipSync(
    Buffer.concat([
      entry('package/', '', '5'),
      entry('package/a.json', '{}'),
      entry('package/b/c.txt', 'x'.repeat(600)),
      Buffer.alloc(1024)
    ])
  )
  expect([...readPackage(archive)].map(([path, content]) => [path, content.length])).toEqual([
    ['a.json', 2],
    ['b/c.txt', 600]
  ])
})

test('frequencies of letters tell edges and short words', () => {
  // Two words, "ab" and "abc": of five letters two are a, two b, one c.
  const { grams, total } = gramsOf([{ '2/5': 'a b', '1/5': 'c' }, { '1/1': 'ab', '1/2': 'bc' }, { '1/2': 'abc' }])
  const rounded = Object.fromEntries([...grams].map(([gram, often]) => [gram, Math.round(often * 5)]))
  expect(rounded).toMatchObject({ _a: 2, ab: 2, _ab: 2, b_: 1, c_: 1, _ab_: 1, '=abc': 1, abc_: 1 })
  expect(['_b', 'a_', '_c', '_bc', '_a_'].filter((gram) => grams.has(gram))).toEqual([])
  expect(total).toBeCloseTo([...grams.values()].reduce((sum, often) => sum + often, 0))
})

test('words of four letters are told by what stands around them', () => {
  // Of five letters four are in "abcd" and one is alone: nothing stands before or after the four.
  const { grams } = gramsOf([{ '1/5': 'a b c d e' }, { '1/1': 'ab bc cd' }, { '1/1': 'abc bcd' }, { '1/1': 'abcd' }])
  expect(grams.get('=abcd')).toBeCloseTo(1 / 5)
  const longer = gramsOf([
    { '1/5': 'a b c d e' },
    { '1/1': 'ab bc cd de' },
    { '1/1': 'abc bcd cde' },
    { '1/1': 'abcd bcde' },
    { '1/1': 'abcde' }
  ])
  expect(longer.grams.has('=abcd')).toBe(false)
})

test('messages come without markup, placeholders and what was left in English', () => {
  const files = new Map(
    [
      ['l/en.json', '{"a":{"b":"Save file"},"c":"Cancel"}'],
      ['l/nb.json', '{"a":{"b":"Lagre <b>{{name}}</b> i %s"},"c":"Cancel","d":"{n, plural, =1 {# fil} other {# filer i {m} mapper}}"}'],
      ['l/de.js', 'Blockly.Msg["A"] = "Sage \\"Hallo\\"";'],
      ['x.json', '{"a":"no"}']
    ].map(([path, content]) => [path!, Buffer.from(content!)])
  )
  const catalogues = readCatalogues(files, /^l\/(\w+)\.js(?:on)?$/)
  expect([...catalogues.keys()]).toEqual(['en', 'nb', 'de'])
  expect(messagesOf(catalogues, ['nb'])).toEqual(['Lagre i', '# fil} # filer i mapper}}'])
  expect(messagesOf(catalogues, ['de'])).toEqual(['Sage "Hallo"'])
  expect(messagesOf(catalogues, ['en'])).toEqual(['Save file', 'Cancel'])
  expect(messagesOf(catalogues, ['fr'])).toEqual([])
})
