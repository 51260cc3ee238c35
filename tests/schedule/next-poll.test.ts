import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAILURE_KINDS } from '../../src/model/failure.ts'
import {
  afterFailure,
  afterRateLimit,
  afterUnchanged,
  afterUpdate,
  type PollHints,
  type PollPlan,
  type PollTrouble
} from '../../src/schedule/next-poll.ts'
import { learnRhythm, newRhythm } from '../../src/schedule/rhythm.ts'
import { nextCronTime } from '../../src/schedule/ticker.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Monday. */
const NOW = Date.UTC(2026, 10, 23, 12)
const calm = () => 0

function plan(over: Partial<PollPlan> = {}, hints: PollHints = {}): PollPlan {
  return {
    schedule: { kind: 'adaptive' },
    minIntervalMs: 15 * MINUTE,
    maxIntervalMs: DAY,
    hints,
    rhythm: busy(),
    timeZone: 'UTC',
    nextCronTime,
    ...over
  }
}

/** Something new each quarter of an hour, for two weeks. */
function busy() {
  const publishedAts = Array.from({ length: 400 }, (_, n) => NOW - n * 15 * MINUTE - 3 * MINUTE)
  return learnRhythm(newRhythm(NOW), { publishedAts, previousPollAt: null, now: NOW, timeZone: 'UTC' })
}

const gap = (next: { dueAt: number }) => next.dueAt - NOW

describe('hints only lengthen, up to the maximum', () => {
  const plain = gap(afterUpdate(plan(), NOW, calm))
  test.each<[string, PollHints, number, string]>([
    ['max-age', { freshMs: 3 * HOUR }, 3 * HOUR, 'max-age'],
    ['ttl', { ttlMs: 2 * HOUR }, 2 * HOUR, 'ttl'],
    ['sy:*', { updatePeriodMs: 6 * HOUR }, 6 * HOUR, 'update-period'],
    ['the longest of all', { freshMs: HOUR, ttlMs: 5 * HOUR, updatePeriodMs: 2 * HOUR }, 5 * HOUR, 'ttl'],
    ['for ever', { freshMs: 1e15 }, DAY, 'max-age'],
    ['a daily period', { updatePeriodMs: 7 * DAY }, DAY, 'update-period'],
    ['pushed', { pushed: true }, DAY, 'pushed']
  ])('%s', (_name, hints, expected, because) => {
    for (const event of [afterUpdate, afterUnchanged])
      expect([gap(event(plan({}, hints), NOW, calm)), event(plan({}, hints), NOW, calm).because]).toEqual([expected, because])
  })

  test.each<[string, PollHints]>([
    ['zero', { ttlMs: 0, freshMs: 0, updatePeriodMs: 0 }],
    ['a second', { ttlMs: 1_000, freshMs: 1_000 }],
    ['negative', { ttlMs: -HOUR }],
    ['none', {}],
    ['null', { ttlMs: null, freshMs: null }]
  ])('%s shortens nothing', (_name, hints) => expect(gap(afterUpdate(plan({}, hints), NOW, calm))).toBe(plain))

  test('a server without validators is asked less often', () => {
    expect(gap(afterUpdate(plan({}, { conditional: false }), NOW, calm))).toBeGreaterThan(
      gap(afterUpdate(plan({}, { conditional: true }), NOW, calm))
    )
  })
})

describe('skipped hours and days', () => {
  test.each<[string, PollHints, number]>([
    ['the next hours', { skipHours: [12, 13, 14] }, Date.UTC(2026, 10, 23, 15)],
    ['over midnight', { skipHours: Array.from({ length: 12 }, (_, n) => 12 + n) }, Date.UTC(2026, 10, 24)],
    ['today', { skipDays: [1] }, Date.UTC(2026, 10, 24)],
    ['hour 24 is midnight', { skipHours: [24] }, 0],
    ['every hour is no rule', { skipHours: Array.from({ length: 24 }, (_, n) => n) }, 0],
    ['every day is no rule', { skipDays: [0, 1, 2, 3, 4, 5, 6] }, 0]
  ])('%s', (_name, hints, dueAt) => {
    expect(afterUpdate(plan({}, hints), NOW, calm).dueAt).toBe(dueAt || afterUpdate(plan(), NOW, calm).dueAt)
  })
})

describe("an operator's own schedule", () => {
  test.each<[string, string, number]>([
    ['every 20m', '20m', 20 * MINUTE],
    ['shorter than the base interval', '1s', 15 * MINUTE],
    ['longer than the maximum', '3d', 3 * DAY]
  ])('every: %s', (_name, every, expected) => {
    const everyMs = every === '20m' ? 20 * MINUTE : every === '1s' ? 1_000 : 3 * DAY
    expect(gap(afterUpdate(plan({ schedule: { kind: 'every', everyMs } }, { ttlMs: MINUTE }), NOW, calm))).toBe(expected)
  })

  test.each<[string, string, string, number]>([
    ['the next half hour', '*/30 * * * *', 'UTC', 30 * MINUTE],
    ['in the zone of the source', '0 9 * * *', 'Asia/Shanghai', 13 * HOUR],
    ['never under the base interval', '* * * * *', 'UTC', 15 * MINUTE],
    ['six fields', '30 0 13 * * *', 'UTC', HOUR + 30_000]
  ])('cron: %s', (_name, cron, timeZone, expected) => {
    expect(gap(afterUpdate(plan({ schedule: { kind: 'cron', cron }, timeZone }, { ttlMs: MINUTE }), NOW, calm))).toBe(expected)
  })

  test.each<[string, PollHints, string, number, string]>([
    ['max-age', { freshMs: 90 * MINUTE }, '*/20 * * * *', 100 * MINUTE, 'max-age'],
    ['ttl, up to the maximum', { ttlMs: 7 * DAY }, '0 * * * *', DAY, 'ttl'],
    ['skipped hours', { skipHours: [12, 13] }, '*/30 * * * *', 2 * HOUR, 'skip-hours'],
    ['pushes', { pushed: true }, '0 * * * *', DAY, 'pushed'],
    ['a line of skipped hours alone', { skipHours: [13] }, '0 13 * * *', HOUR, 'cron']
  ])('waits for what the publisher asks: %s', (_name, hints, cron, expected, because) => {
    const next = afterUnchanged(plan({ schedule: { kind: 'cron', cron } }, hints), NOW, calm)
    expect([gap(next), next.because]).toEqual([expected, because])
  })

  test.each<[string, PollHints, number, string]>([
    ['max-age', { freshMs: 3 * HOUR }, 3 * HOUR, 'max-age'],
    ['shorter', { freshMs: MINUTE }, 20 * MINUTE, 'every'],
    ['skipped days', { skipDays: [1] }, 12 * HOUR, 'skip-hours']
  ])('every 20m waits for what the publisher asks: %s', (_name, hints, expected, because) => {
    const next = afterUpdate(plan({ schedule: { kind: 'every', everyMs: 20 * MINUTE } }, hints), NOW, calm)
    expect([gap(next), next.because]).toEqual([expected, because])
  })

  test('is not overtaken by a retry, and does not overtake Retry-After', () => {
    const daily = plan({ schedule: { kind: 'cron', cron: '0 0 * * *' } })
    expect(gap(afterFailure(daily, { kind: 'timeout', failuresInRow: 1 }, NOW, calm))).toBe(12 * HOUR)
    const often = plan({ schedule: { kind: 'every', everyMs: 20 * MINUTE } })
    expect(gap(afterFailure(often, { kind: 'unavailable', failuresInRow: 1, retryAfterMs: 5 * HOUR }, NOW, calm))).toBe(5 * HOUR)
    expect(
      gap(
        afterFailure(
          plan({ schedule: { kind: 'cron', cron: '0 * * * *' } }),
          { kind: 'rate-limited', failuresInRow: 1, retryAfterMs: 90 * MINUTE },
          NOW,
          calm
        )
      )
    ).toBe(2 * HOUR)
  })

  test('feeds of one line do not start together', () => {
    const line = plan({ schedule: { kind: 'cron', cron: '0 * * * *' } })
    expect(afterUpdate(line, NOW, () => 0.9).dueAt).not.toBe(afterUpdate(line, NOW, () => 0.1).dueAt)
    expect(gap(afterUpdate(line, NOW, () => 1))).toBeLessThanOrEqual(HOUR + 30_000)
  })
})

describe('failures', () => {
  test('gaps double up to a day', () => {
    const gaps = Array.from(
      { length: 9 },
      (_, n) => gap(afterFailure(plan(), { kind: 'timeout', failuresInRow: n + 1 }, NOW, calm)) / MINUTE
    )
    expect(gaps).toEqual([30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440])
  })

  test('gaps grow whatever the jitter', () => {
    for (let n = 1; n < 6; n++) {
      expect(gap(afterFailure(plan(), { kind: 'reset', failuresInRow: n + 1 }, NOW, calm))).toBeGreaterThan(
        gap(afterFailure(plan(), { kind: 'reset', failuresInRow: n }, NOW, () => 1))
      )
    }
  })

  test.each<[string, Partial<PollTrouble>, number, string]>([
    ['Retry-After', { retryAfterMs: 3 * HOUR }, 3 * HOUR, 'retry-after'],
    ['shorter than the back-off', { retryAfterMs: 1_000 }, 30 * MINUTE, 'back-off'],
    ['a week', { retryAfterMs: 7 * DAY }, 7 * DAY, 'retry-after'],
    ['absurd', { retryAfterMs: 99_999_999_999_000 }, 7 * DAY, 'retry-after'],
    ['none', {}, 30 * MINUTE, 'back-off'],
    ['many failures', { failuresInRow: 10_000 }, DAY, 'back-off']
  ])('rate limit: %s', (_name, over, expected, because) => {
    const next = afterRateLimit(plan(), { kind: 'rate-limited', failuresInRow: 1, ...over }, NOW, calm)
    expect([gap(next), next.because]).toEqual([expected, because])
  })

  test('410 is confirmed after a day, then looked at once a month', () => {
    expect([1, 2, 3].map((n) => gap(afterFailure(plan(), { kind: 'gone', failuresInRow: n }, NOW, calm)) / DAY)).toEqual([1, 30, 30])
  })

  test('a 404 of more than 30 days is looked at once a week', () => {
    const lost = (days: number) =>
      gap(afterFailure(plan(), { kind: 'not-found', failuresInRow: 40, lastSuccessAt: NOW - days * DAY }, NOW, calm)) / DAY
    expect([lost(29), lost(31)]).toEqual([1, 7])
  })

  test('no jitter undercuts Retry-After', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7 * DAY }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (retryAfterMs, chance, failuresInRow) => {
          expect(
            gap(afterRateLimit(plan(), { kind: 'rate-limited', failuresInRow, retryAfterMs }, NOW, () => chance))
          ).toBeGreaterThanOrEqual(retryAfterMs)
        }
      )
    )
  })
})

test('whatever happened, a feed is due again: after the base interval at the earliest, never infinitely far', () => {
  const hints = fc.record({
    ttlMs: fc.option(fc.double()),
    updatePeriodMs: fc.option(fc.integer()),
    freshMs: fc.option(fc.double({ noNaN: true })),
    skipHours: fc.array(fc.integer({ min: -3, max: 30 })),
    skipDays: fc.array(fc.integer({ min: 0, max: 6 })),
    pushed: fc.boolean(),
    conditional: fc.boolean()
  })
  const schedule = fc.constantFrom<PollPlan['schedule']>(
    { kind: 'adaptive' },
    { kind: 'every', everyMs: 1 },
    { kind: 'cron', cron: '* * * * * *' },
    { kind: 'cron', cron: '0 0 1 * *' }
  )
  fc.assert(
    fc.property(
      hints,
      schedule,
      fc.constantFrom(...FAILURE_KINDS),
      fc.integer({ min: 0, max: 1e6 }),
      fc.double({ noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, kept, kind, failuresInRow, retryAfterMs, chance) => {
        const made = plan({ schedule: kept }, given)
        for (const next of [
          afterUpdate(made, NOW, () => chance),
          afterUnchanged(made, NOW, () => chance),
          afterFailure(made, { kind, failuresInRow, retryAfterMs }, NOW, () => chance)
        ]) {
          expect(Number.isSafeInteger(next.dueAt)).toBe(true)
          expect(gap(next)).toBeGreaterThanOrEqual(15 * MINUTE)
          expect(gap(next)).toBeLessThanOrEqual(45 * DAY)
        }
      }
    )
  )
})

test('feeds of one line that wait for what their publisher asks do not stay together', () => {
  const everyMs = 20 * MINUTE
  const dueAt = (chance: number) =>
    afterUpdate(plan({ schedule: { kind: 'every', everyMs } }, { freshMs: 6 * HOUR }), NOW, () => chance).dueAt
  expect(dueAt(0)).toBe(NOW + 6 * HOUR)
  expect(dueAt(1) - dueAt(0)).toBe(30_000)
})

test('a base interval of a second makes everything quick', () => {
  const quick = plan({ minIntervalMs: 1_000, rhythm: null })
  expect(gap(afterUpdate(quick, NOW, calm))).toBeLessThanOrEqual(16_000)
  expect(gap(afterFailure(quick, { kind: 'timeout', failuresInRow: 1 }, NOW, calm))).toBe(2_000)
})
