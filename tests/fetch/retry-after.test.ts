import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readHttpDate, readRetryAfter } from '../../src/fetch/retry-after.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const DAY = 86_400_000

test.each([
  ['seconds', { 'retry-after': '120' }, 120_000],
  ['zero', { 'retry-after': '0' }, 0],
  ['spaces', { 'retry-after': ' 7 ' }, 7_000],
  ['a fraction', { 'retry-after': '1.5' }, 1_500],
  ['a date', { 'retry-after': 'Mon, 23 Nov 2026 12:10:00 GMT' }, 600_000],
  ['a date long gone', { 'retry-after': 'Mon, 23 Nov 2020 12:10:00 GMT' }, 0],
  ['a date in the obsolete form', { 'retry-after': 'Monday, 23-Nov-26 12:10:00 GMT' }, 600_000],
  ['an asctime date', { 'retry-after': 'Mon Nov 23 12:10:00 2026' }, 600_000],
  [
    'a date of a server whose clock is an hour ahead',
    { 'retry-after': 'Mon, 23 Nov 2026 13:10:00 GMT', date: 'Mon, 23 Nov 2026 13:00:00 GMT' },
    600_000
  ],
  ['a whole week', { 'retry-after': '604800' }, 7 * DAY],
  ['a reset in seconds', { 'x-ratelimit-reset': '300' }, 300_000],
  ['a reset as an instant', { 'x-ratelimit-reset': String(NOW / 1_000 + 90) }, 90_000],
  ['a reset as an instant in milliseconds', { 'x-ratelimit-reset': String(NOW + 45_000) }, 45_000],
  ['the reset of the draft', { 'ratelimit-reset': '11' }, 11_000],
  ['Retry-After before a reset', { 'retry-after': '5', 'x-ratelimit-reset': '300' }, 5_000],
  ['a reset when Retry-After is nonsense', { 'retry-after': 'soon', 'x-ratelimit-reset': '300' }, 300_000]
])('%s', (_name, headers, ms) => {
  expect(readRetryAfter(headers, NOW)).toEqual({ ms, absurd: false })
})

test.each([['99999999999'], ['99999999999999999999'], ['604801'], ['Fri, 31 Dec 9999 23:59:59 GMT']])(
  '%s is absurd and clamped to a week',
  (value) => {
    expect(readRetryAfter({ 'retry-after': value }, NOW)).toEqual({ ms: 7 * DAY, absurd: true })
  }
)

test.each([
  ['nothing', {}],
  ['negative', { 'retry-after': '-5' }],
  ['empty', { 'retry-after': '' }],
  ['words', { 'retry-after': 'later' }],
  ['too long', { 'retry-after': '1'.repeat(400) }],
  ['hex', { 'retry-after': '0x10' }]
])('%s says nothing', (_name, headers) => expect(readRetryAfter(headers, NOW)).toBeNull())

test('any header gives nothing or a wait within a week', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (retryAfter, reset) => {
      const read = readRetryAfter({ 'retry-after': retryAfter, 'x-ratelimit-reset': reset }, NOW)
      expect(read === null || (read.ms >= 0 && read.ms <= 7 * DAY)).toBe(true)
    })
  )
})

test('a number alone is no date', () => expect(readHttpDate('2026')).toBeNull())
