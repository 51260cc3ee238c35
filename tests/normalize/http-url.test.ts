import fc from 'fast-check'
import { expect, test } from 'vitest'
import { httpUrl } from '../../src/normalize/http-url.ts'

test.each([
  { text: 'https://example.org/a?b=c#d', url: 'https://example.org/a?b=c#d' },
  { text: '  https://example.org/a\n', url: 'https://example.org/a' },
  { text: 'https//www.example.org/a', url: 'https://www.example.org/a' },
  { text: 'http:/www.example.org/a', url: 'http://www.example.org/a' },
  { text: 'http://https://example.org/a', url: 'https://example.org/a' },
  { text: 'https://news.example.org/https//www.example.org/a?b', url: 'https://www.example.org/a?b' },
  { text: '//example.org/a', url: 'https://example.org/a' },
  { text: '/a', base: 'http://example.org/b/c', url: 'http://example.org/a' },
  { text: '//cdn.example.org/a', base: 'http://example.org/', url: 'http://cdn.example.org/a' },
  { text: 'www.example.org/a', url: 'https://www.example.org/a' },
  { text: 'https://web.archive.org/web/2020/https://example.org/', url: 'https://web.archive.org/web/2020/https://example.org/' },
  { text: 'https://example.org/a#error', url: 'https://example.org/a' },
  { text: 'http://例え.jp/新聞', url: 'http://xn--r8jz45g.jp/%E6%96%B0%E8%81%9E' },
  { text: `https://example.org/?${'a'.repeat(2_100)}`, url: null },
  { text: `https://example.org/#${'a'.repeat(2_100)}`, url: 'https://example.org/' },
  { text: 'javascript:alert(1)', url: null },
  { text: 'data:text/html,x', url: null },
  { text: 'java\nscript:alert(1)', base: 'https://example.org/', url: null },
  { text: 'https://user:secret@example.org/', url: null },
  { text: 'mailto:press@example.org', url: null },
  { text: '{{item.link}}', base: 'https://example.org/', url: null },
  { text: 'https://', url: null },
  { text: '', base: 'https://example.org/', url: null }
])('httpUrl $text', ({ text, base, url }) => {
  expect(httpUrl(text, base)).toBe(url)
})

test('any text gives an http address without credentials or null, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        fc.string().map((rest) => `https:${rest}`)
      ),
      (text) => {
        const url = httpUrl(text, 'https://example.org/feed')
        if (url === null) return
        expect(url).toMatch(/^https?:\/\/[^@/]+\//)
        expect(url.length).toBeLessThanOrEqual(2_048)
        expect(httpUrl(url)).toBe(url)
      }
    )
  )
})
