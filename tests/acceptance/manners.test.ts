import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { answer, type Behaviour, type Publisher, raw, redirect, refuse, startPublisher } from '../support/loopback-publisher.ts'
import { rss, type RssItem } from '../support/poll-builder.ts'
import { freePort, runCourant, type RunningDaemon, startDaemon, until } from '../support/process.ts'

/*
 * The daemon as a process of its own against publishers that behave well and badly, at a base interval of one second, stopped and
 * started again in between. Read is what they saw.
 */

const DAEMON_TEST_MS = 90_000
const DAY_MS = 86_400_000
const ETAG = 'W/"x y"'
const ITEM = { guid: '1', title: 'Bridge over the Eddon opens' }

/** One thing at the first request, another at every later one. */
const firstThen =
  (first: Behaviour, later: Behaviour): Behaviour =>
  (request, response, count) =>
    (count === 1 ? first : later)(request, response, count)

/** Forty items at equal distances, the newest so long ago. */
function itemsUntil(agoMs: number, everyMs: number): readonly RssItem[] {
  return Array.from({ length: 40 }, (_, index) => ({
    guid: String(index),
    title: `Notice ${index} of the council`,
    at: Date.now() - agoMs - index * everyMs
  }))
}

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  '/plain': answer(),
  '/conditional': (request, response, count) =>
    request.headers['if-none-match'] === ETAG
      ? void response.writeHead(304).end()
      : answer({ etag: ETAG, 'last-modified': 'Mon, 1 Jan 2001 00:00:00 +0100' })(request, response, count),
  '/flapping': (request, response, count) => (count % 2 === 1 ? answer({ etag: `"${count}"` }) : refuse(500))(request, response, count),
  '/cut': firstThen(answer({ etag: '"whole"' }), raw('HTTP/1.1 200 OK\r\netag: "cut"\r\ncontent-length: 5000\r\n\r\n<rss>')),
  '/became-html': firstThen(
    answer({ etag: '"feed"' }),
    answer({ etag: '"page"', 'content-type': 'text/html' }, '<html><title>Maintenance</title></html>')
  ),
  '/emptied': firstThen(answer({}, rss([ITEM])), answer({}, rss([]))),
  '/moved': redirect(301, '/new-home'),
  '/new-home': answer({ etag: '"home"' }),
  '/elsewhere': redirect(302, '/for-now'),
  '/for-now': answer({ etag: '"now"' }),
  '/quiet': answer({}, rss(itemsUntil(10 * DAY_MS, DAY_MS / 8))),
  '/stale': answer({}, rss(itemsUntil(400 * DAY_MS, DAY_MS))),
  '/max-age': answer({ 'cache-control': 'max-age=4' }),
  '/walled': refuse(403, { 'cf-mitigated': 'challenge' }),
  '/gone': refuse(410),
  '/broken': refuse(500),
  '/missing': refuse(404)
}
const POLLED = Object.keys(BEHAVIOURS).filter((path) => path !== '/new-home' && path !== '/for-now')

let publisher: Publisher
let limited: Publisher
let config: ConfigDir
let port: number
let daemon: RunningDaemon
let requestsBeforeRestart: number

beforeAll(async () => {
  publisher = await startPublisher(BEHAVIOURS)
  limited = await startPublisher({ '/limited': refuse(429, { 'retry-after': '3600' }), '/neighbour': answer() })
  port = await freePort()
  const sources = [
    ...POLLED.map((path) => sourceLine(path.slice(1), publisher.origin + path)),
    sourceLine('limited', `${limited.origin}/limited`),
    sourceLine('neighbour', `${limited.origin}/neighbour`)
  ]
  config = aConfigDir(
    `server: { port: ${port} }\nlog: { level: warn }\npolling: { min_interval: 1s, max_interval: 5s, host_spacing: 0s, concurrency: 8 }\n`
      + `fetch: { allow: ["127.0.0.1:${publisher.port}", "127.0.0.1:${limited.port}"] }`,
    sources.join('\n')
  )
  daemon = await startDaemon(config.dir)
  const seen = (path: string, times: number): boolean => publisher.seenAt(path).length >= times
  await until(
    async () =>
      seen('/conditional', 3)
      && seen('/flapping', 3)
      && seen('/cut', 2)
      && seen('/became-html', 2)
      && seen('/emptied', 2)
      && seen('/new-home', 3)
  )
  await daemon.stop()
  requestsBeforeRestart = publisher.seen.length
  daemon = await startDaemon(config.dir)
  await until(async () => publisher.seenAt('/broken').length >= 4 && seen('/conditional', 5))
}, DAEMON_TEST_MS)

afterAll(async () => {
  await daemon.stop()
  await Promise.all([publisher.close(), limited.close()])
  config[Symbol.dispose]()
}, DAEMON_TEST_MS)

const conditionsAt = (path: string) => publisher.seenAt(path).map(({ headers }) => headers['if-none-match'])
const gapsAt = (path: string) =>
  publisher
    .seenAt(path)
    .map(({ at }) => at)
    .map((at, index, all) => at - (all[index - 1] ?? at))
    .slice(1)

describe('what publishers see', () => {
  test('only the first request is unconditional, over a restart too, and validators come back as they were given', () => {
    const [first, ...later] = publisher.seenAt('/conditional')
    expect(first!.headers).not.toHaveProperty('if-none-match')
    expect(
      later.every(({ headers }) => headers['if-none-match'] === ETAG && headers['if-modified-since'] === 'Mon, 1 Jan 2001 00:00:00 +0100')
    ).toBe(true)
  })

  test('validators outlive errors, cut answers and what is no feed, and theirs are never taken', () => {
    expect(new Set(conditionsAt('/cut').slice(1))).toEqual(new Set(['"whole"']))
    expect(new Set(conditionsAt('/became-html').slice(1))).toEqual(new Set(['"feed"']))
    expect(conditionsAt('/flapping').slice(0, 3)).toEqual([undefined, '"1"', '"1"'])
  })

  test('a permanent move is followed through twice and then taken, a temporary one never', () => {
    expect(publisher.seenAt('/moved')).toHaveLength(2)
    expect(publisher.seenAt('/elsewhere').length).toBe(publisher.seenAt('/for-now').length)
    expect(new Set(conditionsAt('/for-now').slice(1))).toEqual(new Set(['"now"']))
  })

  test('what is gone is asked once, and failures at growing distances', () => {
    expect(publisher.seenAt('/gone')).toHaveLength(1)
    const gaps = gapsAt('/broken')
    // Four times as long as two before, so that a poll that comes late on a busy machine changes nothing.
    for (const [index, gap] of gaps.slice(2).entries()) expect(gap).toBeGreaterThan(gaps[index]!)
    expect(gaps.length).toBeGreaterThan(2)
  })

  test('max-age is waited for, and no feed is asked sooner than the base interval', () => {
    expect(Math.min(...gapsAt('/max-age'))).toBeGreaterThanOrEqual(4_000)
    expect(Math.min(...POLLED.flatMap(gapsAt))).toBeGreaterThanOrEqual(950)
  })

  test('a host that asked for an hour is left alone by all its feeds, over a restart too', () => {
    expect(limited.seenAt('/limited')).toHaveLength(1)
    expect(limited.seenAt('/neighbour').length).toBeLessThanOrEqual(1)
  })

  test('never more than two requests at once to a host, and a restart is no burst', () => {
    expect(publisher.requests.most).toBeLessThanOrEqual(2)
    const restart = publisher.seen.slice(requestsBeforeRestart)
    const paths = restart.slice(0, POLLED.length).map(({ path }) => path)
    expect(paths).not.toContain('/gone')
  })

  test('every request is a plain GET of what was configured, with an honest name', () => {
    expect(new Set(publisher.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(new Set(publisher.seen.map(({ path }) => path))).toEqual(new Set(Object.keys(BEHAVIOURS)))
    for (const { headers } of publisher.seen) {
      expect(headers['user-agent']).toMatch(/^Courant\/\d+\.\d+\.\d+ \(\+https?:\/\//)
      for (const name of ['cookie', 'referer', 'cache-control', 'pragma', 'range']) expect(headers).not.toHaveProperty(name)
    }
  })
})

describe('what operators see', () => {
  // prettier-ignore
  const STATES = {
    'plain-news': 'ok', 'conditional-news': 'ok', 'gone-news': 'gone', 'missing-news': 'failing', 'broken-news': 'failing', 'moved-news': 'moved',
    'became-html-news': 'not-a-feed', 'emptied-news': 'silent-zero', 'walled-news': 'blocked', 'quiet-news': 'quiet', 'stale-news': 'stale', 'limited-news': 'throttled'
  }
  const get = async (path: string): Promise<string> => {
    // The global fetch is for tests: what they ask is their own daemon.
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return response.text()
  }

  test('each state, in courant status, on /status, in /status.atom and in the metrics', async () => {
    const { stdout } = await runCourant(['status', '--json', '--config', config.dir])
    const { states } = JSON.parse(stdout) as { states: { feed: string; state: string; moves: { to: string }[] }[] }
    expect(Object.fromEntries(states.map(({ feed, state }) => [feed, state]))).toMatchObject(STATES)
    expect(states.find(({ feed }) => feed === 'moved-news')!.moves).toMatchObject([{ to: `${publisher.origin}/new-home`, why: 'redirect' }])
    const [page, atom, metrics] = await Promise.all(['/status', '/status.atom', '/metrics'].map(get))
    for (const [feed, state] of Object.entries(STATES)) {
      if (state === 'ok') continue
      expect(page).toContain(`<code>${feed}</code>`)
      expect(atom).toContain(`${feed} is ${state}`)
      expect(metrics).toMatch(new RegExp(`courant_feeds\\{state="${state}"\\} [1-9]`))
    }
  })
})
