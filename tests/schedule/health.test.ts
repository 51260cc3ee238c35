import { describe, expect, test } from 'vitest'
import { FAILURE_KINDS, type FailureKind } from '../../src/model/failure.ts'
import { failureWeightOf, HEALTH_STATES, judgeHealth, type HealthFacts } from '../../src/schedule/health.ts'
import { learnRhythm, newRhythm, type Rhythm } from '../../src/schedule/rhythm.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 23, 12)

const fine: HealthFacts = {
  paused: false,
  url: 'https://a.example/f',
  configuredUrl: 'https://a.example/f',
  nextPollAt: NOW + HOUR,
  lastPolledAt: NOW - HOUR,
  lastSuccessAt: NOW - HOUR,
  lastNewAt: NOW - 2 * HOUR,
  lastOutcome: 'unchanged',
  lastFailure: null,
  failuresInRow: 0,
  failureWeight: 0,
  itemsInLast: 20,
  moves: null
}

function failing(kind: FailureKind, over: Partial<HealthFacts> = {}, status: number | null = null): HealthFacts {
  return {
    ...fine,
    lastOutcome: 'failed',
    lastFailure: { kind, status, at: NOW - HOUR, message: 'It broke.' },
    failuresInRow: 1,
    failureWeight: failureWeightOf(kind),
    ...over
  }
}

/** A rhythm of one item each so many hours for twelve weeks, then silence. */
function rhythm(everyHours: number, silentDays: number): Rhythm {
  const last = NOW - silentDays * DAY
  const publishedAts = Array.from({ length: Math.floor((84 * 24) / everyHours) }, (_, n) => last - n * everyHours * HOUR - 1_000)
  let learned = learnRhythm(newRhythm(last), { publishedAts, previousPollAt: null, now: last, timeZone: 'UTC' })
  for (let at = last; at < NOW; at += DAY)
    learned = learnRhythm(learned, { publishedAts: [], previousPollAt: at, now: Math.min(at + DAY, NOW), timeZone: 'UTC' })
  return learned
}

test.each<[string, HealthFacts, Rhythm | null, string]>([
  ['all well', fine, null, 'ok'],
  ['never polled', { ...fine, lastPolledAt: null }, null, 'new'],
  ['paused', { ...fine, paused: true, lastPolledAt: null }, null, 'paused'],
  ['gone', failing('gone'), null, 'gone'],
  ['challenged', failing('blocked'), null, 'blocked'],
  ['forbidden', failing('http-client', {}, 403), null, 'blocked'],
  ['rate limited', failing('rate-limited', { lastOutcome: 'rate-limited' }), null, 'throttled'],
  ['unavailable with a wait', failing('unavailable', { lastOutcome: 'rate-limited' }), null, 'throttled'],
  ['a page where a feed was', failing('not-a-feed'), null, 'not-a-feed'],
  ['a hard failure', failing('not-found'), null, 'failing'],
  ['one timeout', failing('timeout'), null, 'ok'],
  ['four timeouts', failing('timeout', { failuresInRow: 4, failureWeight: 1 }), null, 'failing'],
  ['two soft failures', failing('bad-encoding', { failuresInRow: 2, failureWeight: 1 }), null, 'failing'],
  ['zero items where some were', { ...fine, itemsInLast: 0 }, null, 'silent-zero'],
  ['zero items as ever', { ...fine, itemsInLast: 0, lastNewAt: null }, null, 'ok'],
  ['an hourly feed silent for 4 days', { ...fine, lastNewAt: NOW - 4 * DAY }, rhythm(1, 4), 'quiet'],
  ['a weekly feed silent for 10 days', { ...fine, lastNewAt: NOW - 10 * DAY }, rhythm(168, 10), 'ok'],
  ['a daily feed silent for a weekend', { ...fine, lastNewAt: NOW - 3 * DAY }, rhythm(24, 3), 'ok'],
  ['a daily feed silent for 10 days', { ...fine, lastNewAt: NOW - 10 * DAY }, rhythm(24, 10), 'quiet'],
  ['a daily feed silent for 70 days', { ...fine, lastNewAt: NOW - 70 * DAY }, rhythm(24, 70), 'stale'],
  ['silent for 13 months', { ...fine, lastNewAt: NOW - 400 * DAY }, null, 'stale'],
  ['moved', { ...fine, url: 'https://b.example/f' }, null, 'moved']
])('%s', (_name, facts, learned, state) => {
  const health = judgeHealth(facts, learned, NOW)
  expect(health.state).toBe(state)
  expect(health.message).toMatch(/^[A-Z].*\.$/)
  expect(HEALTH_STATES).toContain(health.state)
})

describe('weights', () => {
  test.each(FAILURE_KINDS)('%s weighs something', (kind) => expect([0.25, 0.5, 1]).toContain(failureWeightOf(kind)))
  test('hard, soft, temporary', () =>
    expect([failureWeightOf('gone'), failureWeightOf('bad-encoding'), failureWeightOf('timeout')]).toEqual([1, 0.5, 0.25]))
})
