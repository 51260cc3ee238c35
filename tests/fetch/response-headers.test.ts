import { expect, test } from 'vitest'
import { readCacheHints, readLinks } from '../../src/fetch/response-headers.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

test.each([
  ['nothing', {}, null],
  ['max-age', { 'cache-control': 'public, max-age=600' }, 600_000],
  ['max-age less Age', { 'cache-control': 'max-age=600', age: '100' }, 500_000],
  ['older than max-age', { 'cache-control': 'max-age=60', age: '100' }, 0],
  ['quoted, spaced', { 'cache-control': 'MAX-AGE = "30"' }, 30_000],
  ['s-maxage is not ours', { 'cache-control': 's-maxage=600' }, null],
  ['no-store says nothing', { 'cache-control': 'no-cache, no-store, must-revalidate' }, null],
  ['nonsense', { 'cache-control': 'max-age=soon' }, null],
  ['negative', { 'cache-control': 'max-age=-1' }, null],
  ["Expires by the server's clock", { expires: 'Mon, 23 Nov 2026 15:00:00 GMT', date: 'Mon, 23 Nov 2026 14:00:00 GMT' }, 3_600_000],
  ['Expires in the past', { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  ['Expires 0', { expires: '0' }, null],
  ['max-age before Expires', { 'cache-control': 'max-age=1', expires: 'Mon, 23 Nov 2026 15:00:00 GMT' }, 1_000],
  ['for ever', { 'cache-control': 'max-age=999999999999999' }, 366 * 86_400_000]
])('freshness: %s', (_name, headers, freshMs) => {
  expect(readCacheHints(headers, NOW).freshMs).toBe(freshMs)
})

test.each([
  ['<https://h.example/>; rel="hub"', 'https://h.example/', null],
  ['</feed>; rel=self, <https://h.example/>; rel="hub self2"', 'https://h.example/', 'https://a.example/feed'],
  ['<javascript:alert(1)>; rel=hub', null, null],
  ['<https://h.example/>; title="a, b"; rel="HUB"', 'https://h.example/', null],
  ['<https://h.example/', null, null],
  ['', null, null],
  ['<'.repeat(8_000), null, null],
  ['<https://one.example/>; rel=hub, <https://two.example/>; rel=hub', 'https://one.example/', null]
])('links: %.60s', (link, hub, self) => {
  expect(readLinks({ link }, 'https://a.example/x')).toEqual({ hub, self })
})
