import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readSoundYaml } from '../../src/config/read-sound-yaml.ts'
import { readCarefully } from '../../src/config/read-yaml-carefully.ts'

const careful = (text: string) => readCarefully(text, (offset) => ({ line: 1, column: offset }))

/** Both readers say the same of a text, unless the quick one leaves it to the other. */
function expectAgreement(text: string): void {
  const quick = readSoundYaml(text)
  if (quick) expect(careful(text)).toMatchObject({ kind: 'read', ...quick })
}

const SOUND = [
  'one: 1',
  'a: >-\n  folded\n  text\n\n  more\nb: |\n  kept # here\n   c\n',
  'a: |2+ # as it stands\n    two\n\nb: "x\\ty\\u00e9"\n',
  "a:\n- 'it''s'\n- \"two\n  lines\"\n- plain\n  over lines\n- [a, b: c, {d: e}]\n",
  'list:\n- x: 1\n  y: -2.5\n- []\n- {}\n',
  '# a comment\n---\nkey: true # at its end\nnone: null\ntilde: ~\n...\n',
  '"quoted key": yes\n? plain\n: value\n',
  'terms: [\n  AI native industry, "=AB",\n  modèle*, 人工智能\n  ]\r\nend: 1e\r\n',
  '<<: no merge\n__proto__: no prototype\n'
]

describe('readSoundYaml', () => {
  test.each(SOUND)('reads %j with its places, as the careful reader does', (text) => {
    const quick = readSoundYaml(text)
    expect(quick).not.toBeNull()
    expect(careful(text)).toMatchObject({ kind: 'read', ...quick! })
  })

  test.each([
    ['a value left out', 'a:\nb: 1'],
    ['a tag', 'a: !!str 1'],
    ['an anchor', 'a: &x 1\nb: 2'],
    ['an alias', 'a: *x'],
    ['a key that is no text', '1: a'],
    ['a key twice', 'a: 1\na: 2'],
    ['a tab', 'a:\tb'],
    ['a hexadecimal number', 'a: 0xff'],
    ['an exponent', 'a: 1e3'],
    ['no number', 'a: .nan'],
    ['a directive', '%YAML 1.1\n---\na: 1'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['nothing', ''],
    ['a comment alone', '# nothing'],
    ['a list that is not closed', 'a: [b'],
    ['a bracket that closes at the height of its key', 'a:\n  b: [\n    c\n  ]'],
    ['many levels', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
    ['a list of lists', '- - a']
  ])('leaves %s to the careful reader', (_what, text) => {
    expect(readSoundYaml(text)).toBeNull()
  })

  test('reads every shipped file', () => {
    for (const folder of ['sources', 'topics']) {
      const url = new URL(`../../config/${folder}/`, import.meta.url)
      for (const name of readdirSync(url)) expect(readSoundYaml(readFileSync(new URL(name, url), 'utf8')), name).not.toBeNull()
    }
  })

  test('agrees about any value, however it is written', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=AB', 'a\nb', ' a\n\n b ', '*x', '- a', '1e3', '0x1', '~', 'no', '# a', 'a: b', '>-'),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null)
    )
    const { mapping } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), tie('mapping')),
      mapping: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'))
    }))
    const style = fc.record({
      lineWidth: fc.constantFrom(0, 20, 80),
      indent: fc.constantFrom(1, 2, 4),
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
      indentSeq: fc.boolean(),
      singleQuote: fc.constantFrom(true, false, null),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'BLOCK_FOLDED' as const, 'BLOCK_LITERAL' as const)
    })
    fc.assert(
      fc.property(mapping, style, (written, options) => expectAgreement(stringify(written, options))),
      { numRuns: 300 }
    )
  })

  test('agrees about texts that nobody wrote as YAML', () => {
    const part = fc.constantFrom(
      'a',
      'b: ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '\n',
      '\n  ',
      ' ',
      '\t',
      '#',
      ' # c',
      '|\n',
      '>-\n',
      '? ',
      ':',
      '1',
      '~'
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 16 }), (parts) => expectAgreement(`a: ${parts.join('')}`)),
      { numRuns: 3_000 }
    )
  })
})
