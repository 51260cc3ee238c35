import { expect, test } from 'vitest'
import { isHttpUrl, resolveUrl } from '../../src/parse/resolve-url.ts'

const BASE = 'https://town.example/news/list.html?page=2'

test.each([
  ['an absolute address as it is written', 'HTTP://Other.example/A', 'HTTP://Other.example/A'],
  ['a relative one', '../a b/c.html', 'https://town.example/a%20b/c.html'],
  ['one without its scheme', '//cdn.example/x', 'https://cdn.example/x'],
  ['a query alone', '?page=3', 'https://town.example/news/list.html?page=3'],
  ['white space within', 'https://town.example/\n  a', 'https://town.example/%20%20a'],
  ['a lost colon', 'https//town.example/a', 'https://town.example/a'],
  ['escaping that was done twice', 'https://town.example/a?b=1&amp;c=2&#38;d=3', 'https://town.example/a?b=1&c=2&d=3'],
  ['another scheme', 'urn:isbn:1', 'urn:isbn:1']
])('%s', (_name, written, address) => {
  expect(resolveUrl(written, BASE)).toBe(address)
})

test('nothing gives nothing, and so does what is far too long', () => {
  expect([resolveUrl(' \n', BASE), resolveUrl('a'.repeat(10_000), BASE)]).toEqual([undefined, undefined])
})

test('isHttpUrl wants a scheme and a host', () => {
  expect(['https://a.example', 'http:///x', 'ftp://a.example', 'javascript:1', '/x'].map(isHttpUrl)).toEqual([
    true,
    false,
    false,
    false,
    false
  ])
})
