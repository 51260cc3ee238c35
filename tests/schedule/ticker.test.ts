import { describe, expect, test } from 'vitest'
import { nextCronTime, startTicker } from '../../src/schedule/ticker.ts'

describe('the next time of a cron line', () => {
  const after = Date.UTC(2026, 10, 23, 12, 7, 30) // a Monday
  test.each([
    ['*/30 * * * *', 'UTC', '2026-11-23T12:30:00Z'],
    ['* * * * *', 'UTC', '2026-11-23T12:08:00Z'],
    ['* * * * * *', 'UTC', '2026-11-23T12:07:31Z'],
    ['*/20 * * * * *', 'UTC', '2026-11-23T12:07:40Z'],
    ['0 9 * * *', 'Asia/Shanghai', '2026-11-24T01:00:00Z'],
    ['30 17 * * *', 'Asia/Kolkata', '2026-11-24T12:00:00Z'],
    ['0 0 1 * *', 'UTC', '2026-12-01T00:00:00Z'],
    ['0 8 * * 1-5', 'Europe/Berlin', '2026-11-24T07:00:00Z'],
    ['0 8 * * 6', 'Europe/Berlin', '2026-11-28T07:00:00Z'],
    ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00Z'],
    ['0 12 * * mon', 'UTC', '2026-11-30T12:00:00Z'],
    ['7 12 * * *', 'UTC', '2026-11-24T12:07:00Z'],
    ['0 0 * * *', 'Pacific/Kiritimati', '2026-11-24T10:00:00Z'],
    ['0 23 * * *', 'Pacific/Pago_Pago', '2026-11-24T10:00:00Z']
  ])('%s in %s', (cron, zone, expected) => {
    expect(new Date(nextCronTime(cron, after, zone)).toISOString()).toBe(expected.replace('Z', '.000Z'))
  })

  test.each(['0 0 31 2 *', 'soon', '', '99 * * * *'])('"%s" is no line', (cron) => expect(() => nextCronTime(cron, after, 'UTC')).toThrow())

  test.each([
    ['clocks go forward', '30 2 * * *', '2026-03-28T12:00:00Z'],
    ['clocks go back', '30 2 * * *', '2026-10-24T12:00:00Z'],
    ['midnight', '0 0 * * *', '2026-10-24T12:00:00Z']
  ])('when %s no day is lost', (_name, cron, from) => {
    let at = Date.parse(from)
    const gaps: number[] = []
    for (let n = 0; n < 4; n++) {
      const next = nextCronTime(cron, at, 'Europe/Berlin')
      gaps.push((next - at) / 3_600_000)
      at = next
    }
    expect(gaps.slice(1).every((gap) => gap >= 1 && gap <= 49)).toBe(true)
    expect(at - Date.parse(from)).toBeLessThanOrEqual(5.1 * 86_400_000)
  })

  test('the result is later than what it is after, and matches again from just before', () => {
    for (let n = 0; n < 200; n++) {
      const start = after + n * 7_919_000
      const next = nextCronTime('15 */3 * * *', start, 'America/New_York')
      expect(next).toBeGreaterThan(start)
      expect(nextCronTime('15 */3 * * *', next - 1, 'America/New_York')).toBe(next)
    }
  })
})

describe('the ticker', () => {
  test('ticks, does not overlap, goes on after a throw and stops cleanly', async () => {
    const stop = new AbortController()
    const errors: unknown[] = []
    let ticks = 0
    let inside = 0
    let most = 0
    const ended = startTicker({
      signal: stop.signal,
      onError: (error) => errors.push(error),
      tick: async () => {
        most = Math.max(most, ++inside)
        ticks++
        try {
          if (ticks === 1) throw new Error('first tick failed')
          await new Promise((resolve) => setTimeout(resolve, 1_300))
        } finally {
          inside--
        }
        if (ticks === 3) stop.abort()
      }
    })
    await ended
    expect([most, inside, errors.length]).toEqual([1, 0, 1])
    expect(ticks).toBe(3)
  })

  test('a signal that is already aborted starts nothing', async () => {
    let ticks = 0
    await startTicker({ signal: AbortSignal.abort(), onError: () => undefined, tick: () => void ticks++ })
    expect(ticks).toBe(0)
  })
})
