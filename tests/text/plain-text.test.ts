import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText } from '../../src/text/plain-text.ts'

describe('plainText', () => {
  test.each([
    {
      name: 'tags go, blocks part words, inline tags do not',
      html: '<p>City <b>ope</b>ns</p><p>centre<br>today</p>',
      text: 'City opens centre today'
    },
    { name: 'named and numeric references', html: 'R&amp;D &ndash; &#8364;5 &lt; &#x20AC;6&nbsp;now', text: 'R&D – €5 < €6 now' },
    { name: 'windows-1252 references', html: 'the mayor&#146;s', text: 'the mayor’s' },
    { name: 'plain comparison signs stay', html: '5 < 6 and 7 > 6', text: '5 < 6 and 7 > 6' },
    { name: 'a bare ampersand stays', html: 'R&D and AT&T', text: 'R&D and AT&T' },
    { name: 'script and style are no text', html: 'a<script>alert("</b>")</script>b<style>p{}</style>c', text: 'abc' },
    { name: 'an unclosed object or frame hides nothing', html: 'a<object classid="x"> b<iframe src=x> c', text: 'a b c' },
    { name: 'an unclosed script ends the text', html: 'a<script>alert(1)', text: 'a' },
    { name: 'comments', html: 'a<!-- <b>x</b> -->b', text: 'ab' },
    { name: 'CDATA inside HTML', html: '<![CDATA[City opens]]>', text: 'City opens' },
    { name: 'a > in an attribute does not end the tag', html: '<img alt="a > b" src="x">City', text: 'City' },
    { name: 'markup escaped once too often', html: '&lt;p&gt;City &lt;b&gt;opens&lt;/b&gt;&lt;/p&gt;', text: 'City opens' },
    { name: 'references escaped once too often', html: 'R&amp;amp;D &amp;#8217;s &amp;nbsp;x', text: 'R&D ’s x' },
    { name: 'a tag that never ends', html: 'City <img src=x onerror=alert(1)', text: 'City' },
    { name: 'a lone sign before a word', html: 'minus 5 <degrees', text: 'minus 5 <degrees' },
    { name: 'cells part words', html: '<table><tr><td>a</td><td>b</td></tr></table>', text: 'a b' }
  ])('$name', ({ html, text }) => {
    expect(plainText(html)).toBe(text)
  })

  test('lines keep the borders of blocks', () => {
    expect(plainText('<h2>City</h2><p>opens<br>a  centre</p><ul><li>one</li><li>two</li></ul>', { lines: true })).toBe(
      'City\nopens\na centre\none\ntwo'
    )
  })

  test('no known tag survives, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, inside) => {
        const text = plainText(`${before.replaceAll(/[<"'=-]/g, '')}<b title="x">${inside.replaceAll('<', '')}</b>`)
        expect(text).not.toContain('<b')
      })
    )
  })

  test.each([
    ['<'],
    ['<a '],
    ['<!--'],
    ['<script>'],
    ['<a href="'],
    ["<a b='>"],
    ['<![CDATA['],
    ['&lt;p&gt;'],
    ['&amp;amp;'],
    ['<a =">'],
    ['</p'],
    ['<?x ']
  ])(
    '%j repeated 200,000 times is read in one pass',
    (piece) => {
      expect(plainText(piece.repeat(200_000)).isWellFormed()).toBe(true)
    },
    5_000
  )
})
