import { describe, expect, test } from 'vitest'
import { FAILURE_KINDS } from '../../src/model/failure.ts'
import { decideFeedState, missedPush, presentValidators, type StateContext } from '../../src/poll/decide-feed-state.ts'
import { planFeeds } from '../../src/poll/feed-plan.ts'
import type { Reading } from '../../src/poll/reading.ts'
import { failureWeightOf } from '../../src/schedule/health.ts'
import { readMoves } from '../../src/schedule/moves.ts'
import { aDocument, aFeed, aFetchFailure, anUnchanged, aSource, FEED_URL, START, TWO_SOURCES } from '../support/poll-builder.ts'

const PLAN = planFeeds(TWO_SOURCES).get('town-news')!
const CONTEXT: StateContext = {
  plan: PLAN,
  minIntervalMs: 900_000,
  maxIntervalMs: 86_400_000,
  nextCronTime: (_cron, after) => after,
  now: START,
  random: () => 0
}
const NOTHING = { added: 0, revised: 0, publishedAts: [], limited: null }
const SETTLED = aFeed({
  etag: '"old"',
  lastModified: 'Mon, 23 Nov 2026 08:00:00 GMT',
  validatorsUrl: FEED_URL,
  bodyHash: 'old-body',
  lastPolledAt: START - 3_600_000,
  lastSuccessAt: START - 3_600_000,
  lastNewAt: START - 7_200_000,
  lastOutcome: 'updated',
  hints: JSON.stringify({ settingsHash: PLAN.settingsHash })
})

function read(part: Partial<Extract<Reading, { kind: 'read' }>> = {}): Reading {
  return {
    kind: 'read',
    exchange: aDocument('<rss/>', { validators: { etag: '"new"', lastModified: null } }),
    bodyHash: 'new-body',
    info: {},
    drafts: [],
    items: 3,
    itemsLeftOut: 0,
    cut: null,
    whole: true,
    visits: [],
    languages: null,
    seen: { since: START, names: [] },
    ...part
  }
}

describe('max-age', () => {
  const HOUR_MS = 3_600_000
  const fresh = (hours: number | null, ageMs = 0) => ({
    maxAgeMs: hours === null ? null : hours * HOUR_MS,
    ageMs,
    expiresAt: null,
    freshMs: hours === null ? null : hours * HOUR_MS - ageMs
  })
  const dueAfter = (hours: number | null, after: typeof SETTLED, ageMs = 0) =>
    decideFeedState(after, { kind: 'unchanged', exchange: anUnchanged({ cache: fresh(hours, ageMs) }) }, NOTHING, CONTEXT).change.nextPollAt
    - START
  const settled = {
    ...SETTLED,
    ...decideFeedState(SETTLED, { ...read(), exchange: aDocument('<rss/>', { cache: fresh(20) }) } as Reading, NOTHING, CONTEXT).change
  }

  test('of a document holds again after each 304 that carries none, less the age', () => {
    expect([dueAfter(null, settled), dueAfter(null, settled, HOUR_MS)]).toEqual([20 * HOUR_MS, 19 * HOUR_MS])
  })

  test('of a 304 takes its place', () => {
    const shortened = {
      ...settled,
      ...decideFeedState(settled, { kind: 'unchanged', exchange: anUnchanged({ cache: fresh(22) }) }, NOTHING, CONTEXT).change
    }
    expect([dueAfter(22, settled), dueAfter(null, shortened)]).toEqual([22 * HOUR_MS, 22 * HOUR_MS])
  })

  test('of a document that is gone does not linger, nor where the operator does not heed hints', () => {
    const without = decideFeedState(settled, read(), NOTHING, CONTEXT).change
    const heedless = { ...CONTEXT, plan: { ...PLAN, feed: { ...PLAN.feed, heed_hints: false } } }
    const unchanged: Reading = { kind: 'unchanged', exchange: anUnchanged({ cache: fresh(20) }) }
    expect(dueAfter(null, { ...settled, ...without })).toBeLessThan(20 * HOUR_MS)
    expect(decideFeedState(settled, unchanged, NOTHING, heedless).change.nextPollAt - START).toBeLessThan(20 * HOUR_MS)
  })
})

describe('validators', () => {
  test('a whole document brings its own, the date of the last one does not linger', () => {
    const { change } = decideFeedState(SETTLED, read(), NOTHING, CONTEXT)
    expect(change).toMatchObject({ etag: '"new"', lastModified: null, validatorsUrl: FEED_URL, bodyHash: 'new-body' })
  })

  test.each([
    { name: 'nothing keeps all', carried: { etag: null, lastModified: null }, etag: '"old"', lastModified: SETTLED.lastModified },
    {
      name: 'an ETag changes the ETag alone',
      carried: { etag: '"new"', lastModified: null },
      etag: '"new"',
      lastModified: SETTLED.lastModified
    },
    { name: 'a date changes the date alone', carried: { etag: null, lastModified: 'later' }, etag: '"old"', lastModified: 'later' }
  ])('a 304 that carries $name', ({ carried, etag, lastModified }) => {
    const { change, poll } = decideFeedState(
      SETTLED,
      { kind: 'unchanged', exchange: anUnchanged({ validators: carried }) },
      NOTHING,
      CONTEXT
    )
    expect(change).toMatchObject({ etag, lastModified, validatorsUrl: FEED_URL, bodyHash: 'old-body', itemsInLast: SETTLED.itemsInLast })
    expect(poll).toMatchObject({ outcome: 'unchanged', status: 304 })
  })

  test.each([
    { name: 'cut off', reading: read({ whole: false }), harvest: NOTHING },
    { name: 'kept back in part by a limit', reading: read(), harvest: { ...NOTHING, added: 2, limited: 'the limit is reached' } }
  ])('a document $name leaves those of the last whole one', ({ reading, harvest }) => {
    const { change } = decideFeedState(SETTLED, reading, harvest, CONTEXT)
    expect(change).toMatchObject({ etag: '"old"', lastModified: SETTLED.lastModified, bodyHash: 'old-body' })
  })

  test('a cut document with the validators of the whole one drops them: a 304 would hide the rest', () => {
    const exchange = aDocument('<rss/>', { validators: { etag: '"old"', lastModified: null } })
    const { change } = decideFeedState(SETTLED, read({ whole: false, exchange }), NOTHING, CONTEXT)
    expect(change).toMatchObject({ etag: null, lastModified: null, validatorsUrl: null, bodyHash: null })
  })

  test.each(FAILURE_KINDS)('a failure of kind %s leaves them alone', (kind) => {
    const reading: Reading = { kind: 'failed', failure: { kind, message: 'no', transient: true }, exchange: null }
    const { change } = decideFeedState(SETTLED, reading, NOTHING, CONTEXT)
    expect(change).toMatchObject({ etag: '"old"', lastModified: SETTLED.lastModified, bodyHash: 'old-body' })
    expect(change.nextPollAt).toBeGreaterThan(START)
  })

  test('are sent while the settings are the same, and not once they changed', () => {
    expect(presentValidators(SETTLED, PLAN)).toEqual({ etag: '"old"', lastModified: SETTLED.lastModified, url: FEED_URL })
    const [source] = [aSource({ source: { id: 'town', name: 'Town' }, feeds: [{ id: 'town-news', url: FEED_URL, encoding: 'big5' }] })]
    expect(presentValidators(SETTLED, planFeeds([source]).get('town-news')!)).toEqual({ etag: null, lastModified: null, url: null })
  })

  test('of other settings are not kept beside a cut document read with the new ones', () => {
    const before = { ...SETTLED, hints: JSON.stringify({ settingsHash: 'other' }) }
    const { change } = decideFeedState(before, read({ whole: false }), NOTHING, CONTEXT)
    expect(presentValidators({ ...before, ...change }, PLAN)).toMatchObject({ etag: null, lastModified: null })
  })
})

test.each([
  {
    name: 'a first document came when its newest item says',
    feed: aFeed(),
    publishedAts: [START - 9e6, START - 5e6],
    lastNewAt: START - 5e6
  },
  { name: 'a first document with an undated item came now', feed: aFeed(), publishedAts: [START - 9e6, null], lastNewAt: START },
  { name: 'a first document dated in the future came now', feed: aFeed(), publishedAts: [START + 9e6], lastNewAt: START },
  { name: 'what is new in a later one came now', feed: SETTLED, publishedAts: [START - 9e6], lastNewAt: START },
  { name: 'nothing new leaves it', feed: SETTLED, publishedAts: [], lastNewAt: SETTLED.lastNewAt }
])('$name', ({ feed, publishedAts, lastNewAt }) => {
  const { change } = decideFeedState(feed, read(), { ...NOTHING, added: publishedAts.length, publishedAts }, CONTEXT)
  expect(change.lastNewAt).toBe(lastNewAt)
})

describe('moves', () => {
  const TO = 'https://new.example/feed.xml'
  const moved = (to: string | null) => read({ exchange: aDocument('<rss/>', { finalUrl: to ?? FEED_URL, permanentUrl: to }) })

  test('a permanent redirect is followed for good at its second sight', () => {
    const first = decideFeedState(SETTLED, moved(TO), NOTHING, CONTEXT).change
    expect(first.url).toBe(FEED_URL)
    expect(decideFeedState({ ...SETTLED, ...first }, moved(TO), NOTHING, CONTEXT).change.url).toBe(TO)
  })

  test('another target begins to count anew', () => {
    const first = decideFeedState(SETTLED, moved(TO), NOTHING, CONTEXT).change
    const second = decideFeedState({ ...SETTLED, ...first }, moved('https://other.example/feed.xml'), NOTHING, CONTEXT).change
    expect(second.url).toBe(FEED_URL)
  })

  test('a redirect to what cannot be read is no sight', () => {
    const first = decideFeedState(SETTLED, moved(TO), NOTHING, CONTEXT).change
    const failed: Reading = {
      kind: 'failed',
      failure: { kind: 'not-a-feed', message: 'no', transient: false },
      exchange: aDocument('x', { permanentUrl: TO })
    }
    const second = decideFeedState({ ...SETTLED, ...first }, failed, NOTHING, CONTEXT).change
    expect(second).toMatchObject({ url: FEED_URL, moves: first.moves })
  })

  test('an answer without the redirect in between begins to count anew', () => {
    const first = decideFeedState(SETTLED, moved(TO), NOTHING, CONTEXT).change
    const between = decideFeedState({ ...SETTLED, ...first }, moved(null), NOTHING, CONTEXT).change
    expect(decideFeedState({ ...SETTLED, ...between }, moved(TO), NOTHING, CONTEXT).change.url).toBe(FEED_URL)
  })

  test('the ledger keeps what was followed, over later polls', () => {
    let feed = SETTLED
    for (const to of [TO, TO, null]) feed = { ...feed, ...decideFeedState(feed, moved(to), NOTHING, CONTEXT).change }
    expect(feed.url).toBe(TO)
    expect(readMoves(feed.moves)).toEqual({ watched: null, made: [{ from: FEED_URL, to: TO, at: START, why: 'redirect' }] })
  })

  test('an address it moved to that fails three times gives way to the configured one', () => {
    const failure = { kind: 'not-found', message: 'no', transient: false } as const
    const urls: string[] = []
    let feed = { ...SETTLED, url: TO }
    for (let poll = 0; poll < 4; poll++) {
      feed = { ...feed, ...decideFeedState(feed, { kind: 'failed', failure, exchange: aFetchFailure(failure) }, NOTHING, CONTEXT).change }
      urls.push(feed.url)
    }
    expect(urls).toEqual([TO, TO, FEED_URL, FEED_URL])
    expect(readMoves(feed.moves).made).toEqual([{ from: TO, to: FEED_URL, at: START, why: 'return' }])
  })

  test('a ledger of an older shape counts as empty', () => {
    const feed = { ...SETTLED, moves: JSON.stringify({ to: TO, sights: 1, firstAt: 1 }) }
    expect(decideFeedState(feed, moved(TO), NOTHING, CONTEXT).change.url).toBe(FEED_URL)
  })
})

describe('health', () => {
  test.each(FAILURE_KINDS)('a failure of kind %s adds its weight', (kind) => {
    const reading: Reading = {
      kind: 'failed',
      failure: { kind, message: 'no', transient: true },
      exchange: aFetchFailure({ kind, message: 'no', transient: true })
    }
    const { change, poll } = decideFeedState({ ...SETTLED, failuresInRow: 1, failureWeight: 0.25 }, reading, NOTHING, CONTEXT)
    expect(change).toMatchObject({
      failuresInRow: 2,
      failureWeight: 0.25 + failureWeightOf(kind),
      lastFailure: { kind, message: 'no', at: START }
    })
    expect(poll).toMatchObject({ failure: kind, message: 'no', outcome: kind === 'rate-limited' ? 'rate-limited' : 'failed' })
  })

  test('a pause that the host asked for is no failure of the feed, and no poll', () => {
    const failure = { kind: 'rate-limited', message: 'the host rests', transient: true, retryAfterMs: 7_200_000 } as const
    const { change } = decideFeedState(
      SETTLED,
      { kind: 'failed', failure, exchange: aFetchFailure(failure, { sent: false }) },
      NOTHING,
      CONTEXT
    )
    expect(change).toMatchObject({ failuresInRow: 0, failureWeight: 0, lastPolledAt: SETTLED.lastPolledAt, lastOutcome: 'rate-limited' })
    expect(change.nextPollAt).toBeGreaterThanOrEqual(START + 7_200_000)
  })

  test('a success forgets what went before', () => {
    const ill = {
      ...SETTLED,
      failuresInRow: 4,
      failureWeight: 3,
      lastFailure: { kind: 'timeout', message: 'slow', status: null, at: 1 } as const
    }
    expect(decideFeedState(ill, read(), NOTHING, CONTEXT).change).toMatchObject({ failuresInRow: 0, failureWeight: 0, lastFailure: null })
  })

  test('a limit is named in the record of the poll, though the poll succeeded', () => {
    const { poll, change } = decideFeedState(SETTLED, read(), { ...NOTHING, added: 1, limited: 'limits.x is reached' }, CONTEXT)
    expect(poll).toMatchObject({ outcome: 'updated', failure: 'limit', message: 'limits.x is reached' })
    expect(change.lastNewAt).toBe(START)
  })
})

describe('a feed whose hub is relied on', () => {
  const DAY_MS = 86_400_000
  const PUSHED = { ...SETTLED, pushedUntil: START + 5 * DAY_MS, pushedAt: START - 7_200_000 }
  const FOUND = { ...NOTHING, added: 1, publishedAts: [START - 3_000_000] }

  test('is polled once a day', () => {
    expect(decideFeedState(PUSHED, read(), NOTHING, CONTEXT).change.nextPollAt).toBe(START + DAY_MS)
    expect(decideFeedState({ ...PUSHED, pushedUntil: START - 1 }, read(), NOTHING, CONTEXT).change.nextPollAt).toBeLessThan(START + DAY_MS)
  })

  test('remembers the hub it was read with, also over a 304', () => {
    const { change } = decideFeedState(PUSHED, read({ info: { hub: 'https://hub.example/', self: FEED_URL } }), NOTHING, CONTEXT)
    expect(JSON.parse(change.hints!)).toMatchObject({ hub: 'https://hub.example/', topic: FEED_URL })
    const later = decideFeedState({ ...PUSHED, hints: change.hints }, { kind: 'unchanged', exchange: anUnchanged() }, NOTHING, CONTEXT)
    expect(later.change.hints).toBe(change.hints)
  })

  test.each([
    { name: 'something old that no push announced', feed: PUSHED, harvest: FOUND, missed: true },
    { name: 'something without a date', feed: PUSHED, harvest: { ...FOUND, publishedAts: [null] }, missed: true },
    { name: 'nothing new', feed: PUSHED, harvest: NOTHING, missed: false },
    {
      name: 'what has just been published: its push may be under way',
      feed: PUSHED,
      harvest: { ...FOUND, publishedAts: [START - 60_000] },
      missed: false
    },
    { name: 'what a push announced since the last poll', feed: { ...PUSHED, pushedAt: START - 1_000 }, harvest: FOUND, missed: false },
    { name: 'something, but its pushes are not relied on', feed: { ...PUSHED, pushedUntil: null }, harvest: FOUND, missed: false }
  ])('and a poll that finds $name: missed is $missed', ({ feed, harvest, missed }) => {
    expect(missedPush(feed, harvest, START)).toBe(missed)
    if (missed) expect(decideFeedState(feed, read(), harvest, CONTEXT).change.nextPollAt).toBeLessThan(START + DAY_MS)
  })
})
