import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalUrl, urlCharactersMax } from '../../src/normalize/canonical-url.ts'

describe('canonicalUrl folds', () => {
  test.each([
    { name: 'scheme and www', a: 'http://www.gov.example/news/1', b: 'https://gov.example/news/1' },
    { name: 'mobile host', a: 'https://m.city.example/a', b: 'https://www.city.example/a' },
    { name: 'case of the host, not of the path', a: 'HTTPS://City.Example/A', b: 'https://city.example/A' },
    { name: 'default ports of either scheme', a: 'http://city.example:80/a', b: 'https://city.example:443/a' },
    { name: 'trailing and doubled slashes', a: 'https://city.example//a//b/', b: 'https://city.example/a/b' },
    { name: 'index files', a: 'https://city.example/a/index.html', b: 'https://city.example/a/' },
    { name: 'index files with parameters', a: 'https://city.example/default.aspx?id=5', b: 'https://city.example/?id=5' },
    { name: 'AMP folder', a: 'https://city.example/a/amp', b: 'https://city.example/a' },
    { name: 'AMP file', a: 'https://city.example/a.amp.html', b: 'https://city.example/a.html' },
    { name: 'AMP cache', a: 'https://city-example.cdn.ampproject.org/c/s/www.city.example/a', b: 'https://city.example/a' },
    { name: 'AMP viewer', a: 'https://www.google.co.uk/amp/s/city.example/a', b: 'https://city.example/a' },
    { name: 'campaign marks', a: 'https://city.example/a?utm_source=x&utm_medium=y&id=7&fbclid=z', b: 'https://city.example/a?id=7' },
    { name: 'a referrer word', a: 'https://city.example/a?from=timeline&isappinstalled=0', b: 'https://city.example/a' },
    { name: 'session ids', a: 'https://city.example/a.do;jsessionid=0AF?PHPSESSID=9', b: 'https://city.example/a.do' },
    { name: 'parameter order', a: 'https://city.example/a?s=2&n=1', b: 'https://city.example/a?n=1&s=2' },
    { name: 'percent-encoding', a: 'https://city.example/%e4%ba%ac/%7ea', b: 'https://city.example/京/~a' },
    { name: 'a place within the page', a: 'https://city.example/a#top', b: 'https://city.example/a' },
    { name: 'user names', a: 'https://me:secret@city.example/a', b: 'https://city.example/a' },
    { name: 'a dot at the end of the host', a: 'https://city.example./a', b: 'https://city.example/a' }
  ])('$name', ({ a, b }) => {
    expect(canonicalUrl(a)).toBe(canonicalUrl(b))
    expect(canonicalUrl(a)).not.toBeNull()
  })
})

describe('canonicalUrl keeps apart', () => {
  test.each([
    { name: 'content ids of one letter', a: 'https://city.example/News?n=13371&s=1', b: 'https://city.example/News?n=13371&s=2' },
    { name: 'a numeric source', a: 'https://city.example/n?source=123', b: 'https://city.example/n?source=124' },
    { name: 'a dated ref', a: 'https://city.example/n?ref=2024-12', b: 'https://city.example/n?ref=2024-11' },
    { name: 'channel and cid', a: 'https://city.example/n?channel=1&cid=20', b: 'https://city.example/n?channel=1&cid=21' },
    { name: 'case of the path', a: 'https://city.example/A', b: 'https://city.example/a' },
    { name: 'routes in the fragment', a: 'https://city.example/#/a', b: 'https://city.example/#/b' },
    { name: 'another port', a: 'https://city.example:8080/a', b: 'https://city.example/a' },
    { name: 'a host that only begins like a mobile one', a: 'https://m.example/a', b: 'https://example/a' },
    { name: 'escaped slashes', a: 'https://city.example/a%2Fb', b: 'https://city.example/a/b' },
    { name: 'a page called amp', a: 'https://city.example/amp', b: 'https://city.example/' }
  ])('$name', ({ a, b }) => {
    expect(canonicalUrl(a)).not.toBe(canonicalUrl(b))
  })
})

test.each([
  '',
  'news/1',
  'mailto:a@city.example',
  'javascript:alert(1)',
  'tag:city.example,2024:1',
  'https://',
  `https://city.example/${'a'.repeat(urlCharactersMax)}`
])('canonicalUrl of %j is null', (url) => expect(canonicalUrl(url)).toBeNull())

// prettier-ignore
const urlish = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.array(fc.constantFrom('%', '%25', '34', '31', '/', '//', 'amp', '.amp.html', 'index.html', 'www.', 'm.', '..', '%2e', ';jsessionid=1', '?', '&', '=', '+', 'utm_a=1', '#/', 'a', 'ß', ':80', '@', '[', '\\'))
    .map((parts) => `http://a.city.example/${parts.join('')}`),
  fc.array(fc.constantFrom('www.', 'm.', 'amp.', 'cdn.ampproject.org', 'a', '.', ':443', '/c/s/', '/amp/s/', 'google.com')).map((parts) => `https://${parts.join('')}`)
)

test('canonicalUrl twice is once', () => {
  fc.assert(
    fc.property(urlish, (url) => {
      const once = canonicalUrl(url)
      if (once !== null) expect(canonicalUrl(once)).toBe(once)
    }),
    { numRuns: 2000 }
  )
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), urlish, (text, url) => {
      for (const input of [text, `https://${text}`, url]) canonicalUrl(input)
    })
  )
})
