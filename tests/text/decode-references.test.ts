import { expect, test } from 'vitest'
import { decodeReferences } from '../../src/text/decode-references.ts'

test.each([
  { name: 'numbers and names once', text: '&#65;&#x42; &eacute; &amp;lt;', out: 'AB é &lt;' },
  { name: 'what is no reference as it is', text: 'R&D &nosuch; &#65 x', out: 'R&D &nosuch; &#65 x' },
  { name: 'a character in two halves, hexadecimal', text: '&#xD83D;&#xde00;', out: '😀' },
  { name: 'a character in two halves, decimal', text: 'a&#55357;&#56832;b', out: 'a😀b' },
  { name: 'a half alone', text: '&#xD83D;x&#56832;', out: '\ufffdx\ufffd' },
  { name: 'two first halves', text: '&#56000;&#56001;', out: '\ufffd' },
  { name: 'halves after an ampersand of their own', text: '&amp;#xD83D;', out: '&#xD83D;' }
])('decodeReferences reads $name', ({ text, out }) => {
  expect(decodeReferences(text)).toBe(out)
})

test("decodeReferences takes a document's own entities first, and their values as they are", () => {
  expect(decodeReferences('&own; &amp; &#xD83D;&#xDE00;', new Map([['own', '&lt;']]))).toBe('&lt; & 😀')
})
