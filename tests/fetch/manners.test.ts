import { describe, expect, test } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-document.ts'
import { createHostGate } from '../../src/fetch/host-gate.ts'
import type { FetchOutcome } from '../../src/model/fetch-outcome.ts'
import { afterFailure, afterRateLimit, afterUnchanged, afterUpdate, type PollHints, type PollPlan } from '../../src/schedule/next-poll.ts'
import { learnRhythm, newRhythm, type Rhythm } from '../../src/schedule/rhythm.ts'
import { nextCronTime } from '../../src/schedule/ticker.ts'
import { answer, raw, refuse, startPublisher, type Behaviour, type Publisher } from '../support/loopback-publisher.ts'

/*
 * Days of polling against a publisher on loopback, the clock running as fast as the answers come: the schedule decides
 * when, the fetcher asks, and the publisher's log is read. Kept and decided here is only what a poll keeps.
 */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.UTC(2026, 10, 23)

interface FeedState {
  readonly path: string
  dueAt: number
  etag: string | null
  lastModified: string | null
  validatorsUrl: string | null
  failuresInRow: number
  lastSuccessAt: number | null
  previousPollAt: number | null
  rhythm: Rhythm
  hits: { at: number; outcome: FetchOutcome }[]
}

async function live(
  publisher: Publisher,
  paths: readonly string[],
  days: number,
  over: { hints?: PollHints; schedule?: PollPlan['schedule']; restartEvery?: number } = {}
) {
  let now = START
  const gate = () =>
    createHostGate({
      connectionsPerHostMax: 2,
      spacingMs: 1_000,
      now: () => now,
      wakeIn: (ms, wake) => {
        now += ms
        const timer = setImmediate(wake)
        return () => clearImmediate(timer)
      }
    })
  const make = () =>
    createFetcher({
      version: '1.0.0',
      contact: 'https://operator.example/',
      allow: [`127.0.0.1:${publisher.port}`],
      ports: [],
      connectTimeoutMs: 1_000,
      totalTimeoutMs: 2_000,
      wireBytesMax: 1e6,
      decodedBytesMax: 1e6,
      redirectsMax: 5,
      now: () => now,
      gate: gate()
    })
  let fetcher = make()
  let polls = 0
  const feeds = paths.map((path): FeedState => ({
    path,
    dueAt: START,
    etag: null,
    lastModified: null,
    validatorsUrl: null,
    failuresInRow: 0,
    lastSuccessAt: null,
    previousPollAt: null,
    rhythm: newRhythm(START),
    hits: []
  }))
  for (;;) {
    const feed = feeds.toSorted((a, b) => a.dueAt - b.dueAt)[0]!
    if (feed.dueAt > START + days * DAY) break
    now = Math.max(now, feed.dueAt)
    if (over.restartEvery && ++polls % over.restartEvery === 0) {
      await fetcher.close()
      fetcher = make()
    }
    const outcome = await fetcher.fetchDocument({
      url: publisher.origin + feed.path,
      accept: 'feed',
      validators: { etag: feed.etag, lastModified: feed.lastModified, url: feed.validatorsUrl }
    })
    feed.hits.push({ at: now, outcome })
    const base = {
      schedule: over.schedule ?? { kind: 'adaptive' as const },
      minIntervalMs: 15 * MINUTE,
      maxIntervalMs: DAY,
      timeZone: 'UTC',
      nextCronTime
    }
    if (outcome.kind === 'failed') {
      feed.failuresInRow++
      const limited = outcome.failure.kind === 'rate-limited' || outcome.failure.kind === 'blocked'
      const decide = limited ? afterRateLimit : afterFailure
      const trouble = {
        kind: outcome.failure.kind,
        failuresInRow: feed.failuresInRow,
        retryAfterMs: outcome.failure.retryAfterMs ?? null,
        lastSuccessAt: feed.lastSuccessAt
      }
      feed.dueAt = decide({ ...base, hints: over.hints ?? {}, rhythm: feed.rhythm }, trouble, now, () => 0.5).dueAt
    } else {
      feed.failuresInRow = 0
      feed.lastSuccessAt = now
      feed.etag = outcome.validators.etag ?? (outcome.kind === 'unchanged' ? feed.etag : null)
      feed.lastModified = outcome.validators.lastModified ?? (outcome.kind === 'unchanged' ? feed.lastModified : null)
      if (outcome.kind === 'document') feed.validatorsUrl = outcome.finalUrl
      feed.rhythm = learnRhythm(feed.rhythm, { publishedAts: [], previousPollAt: feed.previousPollAt, now, timeZone: 'UTC' })
      const plan = { ...base, hints: { ...over.hints, freshMs: outcome.cache.freshMs }, rhythm: feed.rhythm }
      feed.dueAt = (outcome.kind === 'document' ? afterUpdate : afterUnchanged)(plan, now, () => 0.5).dueAt
    }
    feed.previousPollAt = now
  }
  await fetcher.close()
  return feeds
}

const gaps = (hits: readonly { at: number }[]) => hits.slice(1).map(({ at }, index) => at - hits[index]!.at)

async function play(behaviour: Behaviour, days: number, over: Parameters<typeof live>[3] = {}) {
  await using publisher = await startPublisher({ '/played': behaviour })
  const [feed] = await live(publisher, ['/played'], days, over)
  return { feed: feed!, seen: publisher.seenAt('/played'), hits: feed!.hits, gaps: gaps(feed!.hits) }
}

describe('validators', () => {
  const changing =
    (etagOf: (count: number) => string | undefined): Behaviour =>
    (request, response, count) => {
      const etag = etagOf(count)
      answer({ ...(etag !== undefined && { etag }), 'last-modified': 'Mon, 1 Jan 2001 00:00:00 GMT' })(request, response, count)
    }

  test('only the first request is unconditional', async () => {
    const { seen } = await play(
      changing(() => '"one"'),
      3
    )
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, ...seen.slice(1).map(() => '"one"')])
    expect(new Set(seen.slice(1).map(({ headers }) => headers['if-modified-since']))).toEqual(new Set(['Mon, 1 Jan 2001 00:00:00 GMT']))
  })

  test('a new one is taken at once, though the document is the same', async () => {
    const { seen } = await play(
      changing((count) => `"${count}"`),
      1
    )
    expect(seen.slice(1).map(({ headers }) => headers['if-none-match'])).toEqual(seen.slice(1).map((_, index) => `"${index + 1}"`))
  })

  test('they are kept over errors', async () => {
    const { seen } = await play(
      (request, response, count) => (count % 3 === 2 ? refuse(500) : answer({ etag: '"kept"' }))(request, response, count),
      2
    )
    expect(new Set(seen.slice(1).map(({ headers }) => headers['if-none-match']))).toEqual(new Set(['"kept"']))
  })

  test('they are kept over cut answers, whose own are not taken', async () => {
    const cut = raw('HTTP/1.1 200 OK\r\netag: "cut"\r\ncontent-length: 500\r\n\r\n<rss>')
    const { seen } = await play(
      (request, response, count) => (count === 1 ? answer({ etag: '"whole"' }) : cut)(request, response, count),
      1
    )
    expect(new Set(seen.slice(1).map(({ headers }) => headers['if-none-match']))).toEqual(new Set(['"whole"']))
  })

  test('a 304 changes only what it carries', async () => {
    const { seen } = await play((request, response, count) => {
      if (count === 1) answer({ etag: '"a"', 'last-modified': 'one' })(request, response, count)
      else response.writeHead(304, count === 2 ? { etag: '"b"' } : {}).end()
    }, 1)
    expect(seen.slice(2).map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']])).toEqual(
      seen.slice(2).map(() => ['"b"', 'one'])
    )
  })

  test('they survive restarts, and a restart asks no sooner', async () => {
    const { seen, gaps: between } = await play(
      changing(() => '"one"'),
      2,
      { restartEvery: 2 }
    )
    expect(seen.slice(1).every(({ headers }) => headers['if-none-match'] === '"one"')).toBe(true)
    expect(Math.min(...between)).toBeGreaterThanOrEqual(15 * MINUTE)
  })

  test('when they are gone they are not invented', async () => {
    const { seen } = await play(
      (request, response, count) => (count === 1 ? answer({ etag: '"a"' }) : answer())(request, response, count),
      1
    )
    expect(seen.slice(2).every(({ headers }) => headers['if-none-match'] === undefined && headers['if-modified-since'] === undefined)).toBe(
      true
    )
  })
})

describe('pace', () => {
  test.each<[string, Record<string, string>, PollHints, number]>([
    ['the base interval', {}, {}, 15 * MINUTE],
    ['max-age', { 'cache-control': 'max-age=21600' }, {}, 6 * HOUR],
    ['max-age=0', { 'cache-control': 'max-age=0' }, {}, 15 * MINUTE],
    ['ttl', {}, { ttlMs: 10 * HOUR }, 10 * HOUR],
    ['sy:*', {}, { updatePeriodMs: 12 * HOUR }, 12 * HOUR]
  ])('%s is the least gap', async (_name, headers, hints, least) => {
    const { gaps: between } = await play(answer(headers), 3, { hints })
    expect(between.length).toBeGreaterThan(1)
    expect(Math.min(...between)).toBeGreaterThanOrEqual(least)
    expect(Math.max(...between)).toBeLessThanOrEqual(DAY)
  })

  test('a year of max-age still means once a day', async () => {
    const { gaps: between } = await play(answer({ 'cache-control': 'max-age=31536000' }), 4)
    expect(between).toEqual(between.map(() => DAY))
  })

  test('max-age counts on a 304', async () => {
    await using publisher = await startPublisher()
    const [feed] = await live(publisher, ['/conditional'], 2)
    expect(Math.min(...gaps(feed!.hits).slice(1))).toBeGreaterThanOrEqual(2 * HOUR)
  })

  test('no hit falls into skipped hours or days', async () => {
    const { hits } = await play(answer(), 9, { hints: { skipHours: [0, 1, 2, 3, 22, 23], skipDays: [0, 6] } })
    const later = hits.slice(1).map(({ at }) => new Date(at))
    expect(later.length).toBeGreaterThan(10)
    expect(later.filter((date) => date.getUTCHours() < 4 || date.getUTCHours() > 21 || date.getUTCDay() % 6 === 0)).toEqual([])
  })

  test('a quiet feed takes a tenth of a fixed half hour', async () => {
    const { hits } = await play(answer(), 7)
    expect(hits.length).toBeLessThan(7 * 48 * 0.2)
  })
})

describe('trouble', () => {
  test.each<[string, Behaviour]>([
    ['500', refuse(500)],
    ['404', refuse(404)],
    ['503', refuse(503)],
    ['429', refuse(429)],
    ['a reset', raw('', 'reset')],
    ['an empty answer', answer({}, '')],
    ['a bot check', refuse(403, { 'cf-mitigated': 'challenge' })]
  ])('for ever %s: gaps grow to a day and stay there', async (_name, behaviour) => {
    const { gaps: between } = await play(behaviour, 8)
    const daily = between.findIndex((gap) => gap >= DAY)
    for (let index = 1; index <= daily; index++) expect(between[index]!).toBeGreaterThan(between[index - 1]!)
    expect(between[0]).toBeGreaterThanOrEqual(30 * MINUTE)
    expect(between.slice(daily).every((gap) => gap >= DAY && gap <= 1.16 * DAY)).toBe(true)
    expect(between.length).toBeGreaterThan(8)
  })

  test.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '14400' }, 4 * HOUR],
    ['five days', { 'retry-after': String(5 * 86_400) }, 5 * DAY],
    ['absurd', { 'retry-after': '99999999999' }, 7 * DAY],
    ['a reset', { 'x-ratelimit-reset': '7200' }, 2 * HOUR]
  ])('Retry-After is waited for: %s', async (_name, headers, least) => {
    for (const status of [429, 503]) {
      const { gaps: between } = await play(refuse(status, headers), 20)
      expect(Math.min(...between)).toBeGreaterThanOrEqual(least)
      expect(between.length).toBeGreaterThan(1)
    }
  })

  test('a 410 is asked once more, then rests a month, and is never given up', async () => {
    const { gaps: between } = await play(refuse(410), 70)
    expect(between[0]).toBeGreaterThanOrEqual(DAY)
    expect(Math.min(...between.slice(1))).toBeGreaterThanOrEqual(30 * DAY)
    expect(between.length).toBeGreaterThanOrEqual(3)
  })

  test('one success ends the back-off', async () => {
    const { hits, gaps: between } = await play(
      (request, response, count) => (count > 1 && count < 6 ? refuse(500) : answer())(request, response, count),
      3
    )
    const good = hits.findIndex(({ outcome }, index) => index > 1 && outcome.kind === 'document')
    expect(between[good]!).toBeLessThanOrEqual(4.7 * HOUR)
  })

  test('a 429 lets the whole host rest, a 503 only its feed', async () => {
    for (const [status, rests] of [
      [429, true],
      [503, false]
    ] as const) {
      await using publisher = await startPublisher({ '/limited': refuse(status, { 'retry-after': '36000' }), '/other': answer() })
      const [limited, other] = await live(publisher, ['/limited', '/other'], 0.4)
      const sentAfter = other!.hits.filter(
        ({ at, outcome }) => at >= limited!.hits[0]!.at && at < START + 10 * HOUR && (outcome.kind !== 'failed' || outcome.sent)
      )
      expect(sentAfter.length > 0).toBe(!rests)
    }
  })

  test('an absurd wait of one feed does not silence its host', async () => {
    await using publisher = await startPublisher({ '/limited': refuse(429, { 'retry-after': '99999999999' }), '/other': answer() })
    const [, other] = await live(publisher, ['/limited', '/other'], 0.4)
    expect(other!.hits.some(({ outcome }) => outcome.kind === 'document')).toBe(true)
  })
})

describe('many feeds of one host', () => {
  test('start a second apart, also when all are due at once', async () => {
    await using publisher = await startPublisher(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`/f${n}`, answer()])))
    const feeds = await live(
      publisher,
      Array.from({ length: 12 }, (_, n) => `/f${n}`),
      0.01
    )
    const starts = feeds.flatMap(({ hits }) => hits.map(({ at }) => at)).sort((a, b) => a - b)
    expect(starts).toHaveLength(12)
    expect(Math.min(...starts.slice(1).map((at, index) => at - starts[index]!))).toBeGreaterThanOrEqual(1_000)
  })

  test('every request of days of polling is a plain GET of the feed itself', async () => {
    await using publisher = await startPublisher()
    await live(publisher, ['/feed', '/conditional', '/cookies', '/301', '/flap'], 2)
    expect(new Set(publisher.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(new Set(publisher.seen.map(({ path }) => path))).toEqual(new Set(['/feed', '/conditional', '/cookies', '/301', '/flap']))
    for (const { headers } of publisher.seen) {
      expect(headers['user-agent']).toBe('Courant/1.0.0 (+https://operator.example/)')
      for (const name of ['cookie', 'referer', 'cache-control', 'pragma', 'range', 'origin']) expect(headers).not.toHaveProperty(name)
    }
  })
})
