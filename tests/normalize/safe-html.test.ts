import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeHtml } from '../../src/normalize/safe-html.ts'

const options = { base: 'https://example.org/news/1', images: false }

describe('safeHtml', () => {
  test.each([
    {
      name: 'simple structure stays',
      html: '<p>City <b>opens</b><br><a href="https://example.org/a">centre</a></p>',
      safe: '<p>City <b>opens</b><br /><a href="https://example.org/a" rel="noopener nofollow">centre</a></p>'
    },
    {
      name: 'relative links become absolute',
      html: '<a href="../2">x</a>',
      safe: '<a href="https://example.org/2" rel="noopener nofollow">x</a>'
    },
    { name: 'links that lead nowhere are text', html: '<a href="javascript:alert(1)">x</a>', safe: 'x' },
    { name: 'what follows a link that leads nowhere is closed by its own name', html: '<x><a>x</a><p>y</p></x>', safe: 'x<p>y</p>' },
    { name: 'scripts go with their text', html: 'a<script>alert(1)</script><style>p{}</style>b', safe: 'ab' },
    { name: 'events go', html: '<p onclick="alert(1)" id="x" class="y" style="color:red">a</p>', safe: '<p>a</p>' },
    {
      name: 'frames, forms and pictures of other kinds go',
      html: '<iframe srcdoc="x">a</iframe><svg><p>b</p></svg><form><input value="c"></form><math><mi>d</mi></math>e',
      safe: 'e'
    },
    { name: 'headings are folded', html: '<h1>a</h1><h5>b</h5>', safe: '<h3>a</h3><h4>b</h4>' },
    {
      name: 'the caption of a dropped picture stays',
      html: '<figure><img src="https://example.org/a.jpg"><figcaption>The mayor</figcaption></figure>',
      safe: '<figure><figcaption>The mayor</figcaption></figure>'
    },
    { name: 'what is empty goes', html: '<p>&nbsp;</p><p><br></p><div><div></div></div><p>a</p>', safe: '<p>a</p>' },
    { name: 'right-to-left stays, other values do not', html: '<p dir="rtl">א</p><p dir="x">a</p>', safe: '<p dir="rtl">א</p><p>a</p>' },
    { name: 'cells stay apart', html: '<table><tr><td>a</td><td>b</td></tr></table>', safe: '<div>a b </div>' },
    { name: 'unclosed elements are closed', html: '<p><b>a', safe: '<p><b>a</b></p>' },
    { name: 'paragraphs do not nest', html: '<p>a<word<</p><p>b</p>', safe: '<p>a</p><p>b</p>' },
    { name: 'no text melts into a tag', html: '<p>\u0338a</p>', safe: '<p>a</p>' }
  ])('$name', ({ html, safe }) => {
    expect(safeHtml(html, options)).toBe(safe)
  })

  test.each([
    {
      name: 'https pictures stay',
      html: '<img src="/a.jpg" alt="The mayor" width="600" onerror="x">',
      safe: '<img src="https://example.org/a.jpg" alt="The mayor" width="600" />'
    },
    { name: 'http pictures go', html: '<img src="http://example.org/a.jpg">x', safe: 'x' },
    { name: 'pixels go', html: '<img src="https://t.example/p" width="1" height="1">x', safe: 'x' },
    { name: 'styled pixels go', html: '<img src="https://t.example/p" style="width:1px;height:1px">x', safe: 'x' },
    { name: 'data goes', html: '<img src="data:image/png;base64,AAAA">x', safe: 'x' }
  ])('with images: $name', ({ html, safe }) => {
    expect(safeHtml(html, { ...options, images: true })).toBe(safe)
  })

  test.each([
    { name: 'long text', html: `<p>${'ab '.repeat(100_000)}</p>` },
    { name: 'text of three bytes a character', html: `<p>${'算'.repeat(60_000)}</p>` },
    { name: 'deep nesting', html: '<blockquote>'.repeat(20_000) + 'x' },
    { name: 'signs that grow when escaped', html: '&'.repeat(65_000) },
    { name: 'a cut inside a tag', html: `${'a'.repeat(65_520)}<a href="https://example.org/long">x</a>` }
  ])('$name gives at most 32 KiB, well nested', ({ html }) => {
    const safe = safeHtml(html, options)
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(32_768)
    expect(safeHtml(safe, options)).toBe(safe)
  })

  test('whatever comes in, only the listed tags and attributes come out', () => {
    // prettier-ignore
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom('<', '>', '"', "'", '&lt;', '<p', '<a href=', 'javascript:', ' onerror=', '<svg>', '</svg>', '<style>', '<!--', '-->', '<math>', '<noscript>', '<template>', '<xmp>', ']]>', '<b>', '</b>')
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const safe = safeHtml(pieces.join(''), options)
        const rest = safe.replace(
          /<(?:\/?(?:p|br|b|i|em|strong|ul|ol|li|blockquote|a|h3|h4|code|pre|div|figure|figcaption)(?: \/)?|a href="https?:[^"<>]*" rel="noopener nofollow")>/g,
          ''
        )
        expect(rest).not.toMatch(/[<>]/)
        expect(safe.isWellFormed()).toBe(true)
      }),
      { numRuns: 1_000 }
    )
  })
})
