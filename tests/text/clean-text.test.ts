import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanCharacters, cleanText, clipText, singleSpaces } from '../../src/text/clean-text.ts'

describe('cleanText', () => {
  test.each([
    { name: 'white space of all kinds is one space', text: '  a\t\n b\u3000c\u00a0d\u2028e ', clean: 'a b c d e' },
    { name: 'NFC', text: 'Cafe\u0301', clean: 'Café' },
    { name: 'NUL and C0 controls', text: 'a\0b\bc\x1bd\x7f', clean: 'abcd' },
    { name: 'C1 controls are windows-1252', text: 'the mayor\u0092s \u0093plan\u0094', clean: 'the mayor’s “plan”' },
    { name: 'lone surrogates', text: 'a\ud800b\udc00c', clean: 'abc' },
    { name: 'non-characters', text: 'a\ufffeb\uffffc\ufdd0d\u{1fffe}e', clean: 'abcde' },
    { name: 'bidi overrides and isolates', text: '\u202eabc\u202c \u2066def\u2069', clean: 'abc def' },
    { name: 'tags', text: 'Hi\u{e0049}\u{e0067}\u{e006e}', clean: 'Hi' },
    {
      name: 'the flag of Wales keeps its tags',
      text: '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
      clean: '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'
    },
    { name: 'zero-width characters in Latin', text: 'co\u200bm\u200cp\u200du\ufefft\u2060i\u00adng', clean: 'computing' },
    { name: 'a mark that joining scripts use too joins nothing in Latin', text: 'a\u0323\u0301\u200d', clean: 'ạ\u0301' },
    { name: 'the Persian half space stays', text: 'می\u200cخواهم', clean: 'می\u200cخواهم' },
    { name: 'the joiner of a family stays', text: '👩\u200d👧', clean: '👩\u200d👧' },
    { name: 'the joiner of Sinhala stays', text: 'ශ්\u200dරී', clean: 'ශ්\u200dරී' },
    { name: 'the word space of Khmer stays', text: 'ខ្មែរ\u200bភាសា', clean: 'ខ្មែរ\u200bភាសា' },
    { name: 'direction marks stay beside Hebrew only', text: 'שלום\u200f (AI)', clean: 'שלום\u200f (AI)' },
    { name: 'direction marks go from Latin', text: 'a\u200fb\u200ec', clean: 'abc' },
    { name: 'stacked marks', text: `a${'\u0323'.repeat(50)}b`, clean: `\u1ea1${'\u0323'.repeat(7)}b` },
    { name: 'Vietnamese keeps its marks', text: 'Việt Nam thúc đẩy', clean: 'Việt Nam thúc đẩy' }
  ])('$name', ({ text, clean }) => {
    expect(cleanText(text)).toBe(clean)
  })

  test('any text becomes well-formed NFC without what XML forbids, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean.normalize('NFC')).toBe(clean)
        expect(clean).not.toMatch(/[\0-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|\p{M}{9}|\s\s/u)
        expect(cleanText(clean)).toBe(clean)
      }),
      { numRuns: 2_000 }
    )
  })

  test('cleanCharacters keeps lines', () => {
    expect(cleanCharacters('a \n\tb\u0000 é')).toBe('a \n\tb é')
  })
})

describe('clipText', () => {
  test.each([
    { name: 'short text stays', text: 'Five words are not many', max: 30, clipped: 'Five words are not many' },
    { name: 'a word is not cut', text: 'The city opens a computing centre', max: 20, clipped: 'The city opens a…' },
    { name: 'punctuation before the ellipsis goes', text: 'One, two, three and more', max: 10, clipped: 'One, two…' },
    { name: 'a long word is cut', text: 'x'.repeat(50), max: 10, clipped: `${'x'.repeat(9)}…` },
    { name: 'a family stays together', text: '👩‍👩‍👧‍👦'.repeat(5), max: 10, clipped: '👩‍👩‍👧‍👦…' }
  ])('$name', ({ text, max, clipped }) => {
    expect(clipText(text, max)).toBe(clipped)
  })

  test('is never longer than asked, is a beginning of the text, and stays as it is when clipped again', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, max) => {
        const whole = cleanText(text)
        const clipped = clipText(whole, max)
        expect([...clipped].length).toBeLessThanOrEqual(max)
        expect(clipped === whole || (clipped.endsWith('…') && whole.startsWith(clipped.slice(0, -1)))).toBe(true)
        expect(clipText(clipped, max)).toBe(clipped)
      })
    )
  })
})

test('singleSpaces makes one space of each run of white space, and nothing else of anything', () => {
  const spaced = fc
    .array(fc.constantFrom('a', 'bc', ' ', '  ', '\t', '\n', '\u00a0', '\u3000', '\u2028', '\ufeff'), { maxLength: 30 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(spaced, (text) => {
      expect(singleSpaces(text)).toBe(
        text
          .split(/\s+/)
          .filter((word) => word !== '')
          .join(' ')
      )
    })
  )
})

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        '\u0344',
        '\u0301\u0323',
        '\u200d',
        '\u200c',
        '\u200b',
        '\u200f',
        '\u05d0',
        '\u0628',
        '\u0915\u094d',
        '👩',
        '\u1100\u1161',
        ' ',
        'a',
        '\u{11f02}'
      )
    ),
    { maxLength: 60 }
  )
  .map((parts) => parts.join(''))
