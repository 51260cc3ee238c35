import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedIntervalMs, learnRhythm, newRhythm, nextWish, readRhythm, writeRhythm, type Rhythm } from '../../src/schedule/rhythm.ts'
import { hourOfWeek, zoneOffsetMs } from '../../src/schedule/local-hour.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BASE = 15 * MINUTE
const BOUNDS = { minIntervalMs: BASE, maxIntervalMs: DAY, requestsPerDayMax: 44 }
const SUNDAY = Date.UTC(2026, 10, 1)

/** Weeks of publishing at these local hours on weekdays. */
function office(weeks: number, timeZone: string): Rhythm {
  const times: number[] = []
  for (let day = 0; day < weeks * 7; day++) {
    const midnight = SUNDAY + day * DAY
    if (day % 7 === 0 || day % 7 === 6) continue
    for (const hour of [9, 10, 11.5, 14, 16]) times.push(midnight + hour * HOUR + 7 * MINUTE - zoneOffsetMs(midnight, timeZone))
  }
  const now = SUNDAY + weeks * 7 * DAY
  return learnRhythm(newRhythm(now), { publishedAts: times, previousPollAt: null, now, timeZone })
}

/** Requests that following the wishes makes from one instant to another, by hour of the week. */
function requests(rhythm: Rhythm, from: number, to: number, timeZone: string): number[] {
  const hours: number[] = []
  for (let at = nextWish(rhythm, BOUNDS, from, timeZone); at < to; at = nextWish(rhythm, BOUNDS, at, timeZone))
    hours.push(hourOfWeek(at, timeZone))
  return hours
}

describe.each(['UTC', 'Asia/Shanghai', 'America/St_Johns'])('an office in %s', (timeZone) => {
  const rhythm = office(6, timeZone)
  const end = SUNDAY + 6 * 7 * DAY
  const hours = requests(rhythm, end, end + 7 * DAY, timeZone)
  test('is asked mostly in its hours', () => {
    const working = (hour: number) => hour % 24 >= 8 && hour % 24 < 18 && hour >= 24 && hour < 144
    expect(hours.filter(working).length / 50).toBeGreaterThan(3 * (hours.filter((hour) => !working(hour)).length / 118))
  })
  test('takes fewer requests than a fixed half hour', () => expect(hours.length).toBeLessThan(7 * 48))
  test('is known to publish 25 times a week', () => expect(expectedIntervalMs(rhythm, BASE) / HOUR).toBeCloseTo(168 / 25, 0))
})

test('dates without a time of day are spread over working hours', () => {
  const now = SUNDAY + 20.5 * DAY
  const publishedAts = Array.from({ length: 15 }, (_, n) => SUNDAY + (n + 5) * DAY)
  const rhythm = learnRhythm(newRhythm(now), { publishedAts, previousPollAt: null, now, timeZone: 'UTC' })
  expect(rhythm.bins.filter((bin, hour) => hour % 24 === 0 && bin > 0)).toEqual([])
  expect(rhythm.bins[24 + 12]).toBeGreaterThan(0)
})

test('ten items at once are one publishing time', () => {
  const learn = (count: number) =>
    learnRhythm(newRhythm(SUNDAY), {
      publishedAts: Array.from({ length: count }, (_, n) => SUNDAY + 30 * MINUTE + n * 1_000),
      previousPollAt: SUNDAY,
      now: SUNDAY + HOUR,
      timeZone: 'UTC'
    })
  expect(learn(10)).toEqual({ ...learn(1), countedTo: learn(10).countedTo })
})

test('an item dated before the last poll came between the polls, whatever it says', () => {
  const rhythm = learnRhythm(newRhythm(SUNDAY), {
    publishedAts: [SUNDAY - 5 * DAY],
    previousPollAt: SUNDAY,
    now: SUNDAY + 2 * HOUR,
    timeZone: 'UTC'
  })
  expect(rhythm.bins.slice(0, 2)).toEqual([0.5, 0.5])
})

test('dates in the future are not learned', () => {
  const rhythm = learnRhythm(newRhythm(SUNDAY), { publishedAts: [SUNDAY + 400 * DAY], previousPollAt: null, now: SUNDAY, timeZone: 'UTC' })
  expect(rhythm.bins.every((bin) => bin === 0)).toBe(true)
})

test('silence slows the pace down, and news speeds it up again', () => {
  let rhythm = office(4, 'UTC')
  const before = expectedIntervalMs(rhythm, BASE)
  let now = rhythm.at
  for (let day = 0; day < 60; day++)
    rhythm = learnRhythm(rhythm, { publishedAts: [], previousPollAt: now, now: (now += DAY), timeZone: 'UTC' })
  const silent = expectedIntervalMs(rhythm, BASE)
  expect(silent).toBeGreaterThan(3 * before)
  for (let n = 0; n < 40; n++)
    rhythm = learnRhythm(rhythm, { publishedAts: [now + HOUR], previousPollAt: now, now: (now += 2 * HOUR), timeZone: 'UTC' })
  expect(expectedIntervalMs(rhythm, BASE)).toBeLessThan(silent / 3)
})

test('a new feed is asked again soon', () => {
  expect(nextWish(newRhythm(SUNDAY), BOUNDS, SUNDAY, 'UTC') - SUNDAY).toBeLessThanOrEqual(HOUR)
})

test('even a feed that never publishes is asked six times a day', () => {
  const rhythm = { ...newRhythm(SUNDAY), watchedMs: 40 * DAY }
  expect(nextWish(rhythm, BOUNDS, SUNDAY, 'UTC')).toBe(SUNDAY + 16 * BASE)
})

test('it fits a column and comes back', () => {
  const rhythm = office(12, 'Europe/Athens')
  const text = writeRhythm(rhythm)
  expect(text.length).toBeLessThan(1_200)
  const back = readRhythm(text)!
  expect(writeRhythm(back)).toBe(text)
  expect(Math.abs(nextWish(back, BOUNDS, rhythm.at, 'UTC') - nextWish(rhythm, BOUNDS, rhythm.at, 'UTC'))).toBeLessThan(MINUTE)
})

test.each([
  [null],
  [''],
  ['{}'],
  ['{"v":2}'],
  ['null'],
  ['[1]'],
  ['{"v":1,"b":"1 2","w":1,"at":1}'],
  [`{"v":1,"b":"${' '.repeat(166)}x","w":1,"at":1}`]
])('%s is no rhythm', (text) => {
  expect(readRhythm(text)).toBeNull()
})

test('whatever was learned, the wish is within its bounds', () => {
  const at = fc.integer({ min: SUNDAY - 400 * DAY, max: SUNDAY + 400 * DAY })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(fc.option(at), { maxLength: 20 }), fc.option(at), at), { maxLength: 8 }),
      at,
      fc.constantFrom('UTC', 'Asia/Kathmandu', 'Europe/Berlin', 'No/Where'),
      (sightings, now, timeZone) => {
        let rhythm = newRhythm(SUNDAY)
        for (const [publishedAts, previousPollAt, seenAt] of sightings)
          rhythm = learnRhythm(rhythm, { publishedAts, previousPollAt, now: seenAt, timeZone })
        expect(rhythm.bins.every((bin) => bin >= 0 && Number.isFinite(bin))).toBe(true)
        const wish = nextWish(rhythm, BOUNDS, now, timeZone) - now
        expect(wish).toBeGreaterThanOrEqual(BASE)
        expect(wish).toBeLessThanOrEqual(DAY)
      }
    ),
    { numRuns: 60 }
  )
})

test('following the wishes never takes more requests a day than allowed', () => {
  const now = SUNDAY + 30 * DAY
  const rhythm = learnRhythm(newRhythm(now), {
    publishedAts: Array.from({ length: 500 }, (_, n) => now - n * 11 * MINUTE - 1),
    previousPollAt: null,
    now,
    timeZone: 'UTC'
  })
  expect(requests(rhythm, now, now + 7 * DAY, 'UTC').length).toBeLessThanOrEqual(7 * 44)
})

test.each([
  ['UTC', 0],
  ['Asia/Kolkata', 5.5 * HOUR],
  ['America/St_Johns', -3.5 * HOUR],
  ['Europe/Berlin', HOUR],
  ['No/Where', 0]
])('the offset of %s', (zone, offset) => {
  expect(zoneOffsetMs(Date.UTC(2026, 0, 1), zone)).toBe(offset)
})
