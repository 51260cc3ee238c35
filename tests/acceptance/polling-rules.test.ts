import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { answer, type Behaviour, FEED, type Publisher, raw, redirect, refuse } from '../support/loopback-publisher.ts'
import { rss } from '../support/poll-builder.ts'
import { type Clock, DAY, type Host, HOUR, MINUTE, MONDAY, pollForDays, pollRudely } from '../support/polled-days.ts'

/*
 * The rules a poller has to keep towards publishers, each with the text it comes from, played by a publisher of its own over days on a
 * compressed clock and judged by what that publisher saw alone. A rude poller shows that each can be broken.
 */

interface Rule {
  readonly from: string
  readonly plays: Host['plays']
  /** Paths that are polled; `/news` when left out. */
  readonly feeds?: readonly string[]
  readonly judge: (saw: Publisher) => void
}

const clock: Clock = { now: MONDAY }
const ETAG = 'W/"x, y"'
const ODD_DATE = 'Mon, 1 Jan 2001 00:00:00 +0100'
const NOT_A_FEED = '<!doctype html><html><head><title>Maintenance</title></head><body><p>Back soon.</p></body></html>'

const asked = (saw: Publisher, path = '/news') => saw.seen.filter((request) => request.path.split('?')[0] === path)
const perDay = (saw: Publisher) =>
  Math.max(...[...Map.groupBy(asked(saw), ({ at }) => Math.floor(at / DAY)).values()].map(({ length }) => length))
const gaps = (saw: Publisher, path = '/news'): number[] =>
  asked(saw, path)
    .slice(1)
    .map(({ at }, index) => at - asked(saw, path)[index]!.at)
const etags = (saw: Publisher, path = '/news') => asked(saw, path).map(({ headers }) => headers['if-none-match'])
const dates = (saw: Publisher, path = '/news') => asked(saw, path).map(({ headers }) => headers['if-modified-since'])
const news = (behaviour: Behaviour): Host['plays'] => ({ '/news': behaviour })
/** The first answer is one thing, the second another, and so on; the last one stays. */
const inTurn =
  (...turns: readonly Behaviour[]): Behaviour =>
  (request, response, count) =>
    turns[Math.min(count, turns.length) - 1]!(request, response, count)
/** Everything goes well but each third request. */
const everyThird =
  (trouble: Behaviour, well: Behaviour): Behaviour =>
  (request, response, count) =>
    (count % 3 === 2 ? trouble : well)(request, response, count)
const withChannel = (inside: string): string => FEED.replace('<channel>', `<channel>${inside}`)
/** 304 without a header, as many servers send it. */
const notModified =
  (headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (_request, response) =>
    void response.writeHead(304, headers).end()
/** Long enough for another request to come in meanwhile. */
const slowly =
  (behaviour: Behaviour): Behaviour =>
  (request, response, count) =>
    void setTimeout(() => behaviour(request, response, count), 5)
/** An item every so often, with the time it came out, the newest thirty. */
const publishing =
  (everyMs: number): Behaviour =>
  (request, response, count) => {
    const latest = Math.floor(clock.now / everyMs)
    const items = Array.from({ length: 30 }, (_, index) => ({
      guid: String(latest - index),
      title: `Notice ${latest - index} of the council`,
      at: (latest - index) * everyMs
    }))
    answer({}, rss(items))(request, response, count)
  }

function expectAtLeast(saw: Publisher, leastMs: number, polls = 2): void {
  expect(gaps(saw).length).toBeGreaterThanOrEqual(polls - 1)
  expect(Math.min(...gaps(saw))).toBeGreaterThanOrEqual(leastMs)
}

/** Without harm and without haste: as often as a feed that says nothing. */
function expectUsual(saw: Publisher): void {
  expectAtLeast(saw, 15 * MINUTE, 8)
  expect(Math.max(...gaps(saw))).toBeLessThanOrEqual(4.7 * HOUR)
}

function expectGrowing(saw: Publisher): void {
  const found = gaps(saw)
  const daily = found.findIndex((gap) => gap >= DAY)
  expect(found[0]).toBeGreaterThanOrEqual(30 * MINUTE)
  expect(daily).toBeGreaterThan(0)
  for (let index = 1; index <= daily; index++) expect(found[index]!).toBeGreaterThan(found[index - 1]!)
  expect(Math.min(...found.slice(daily))).toBeGreaterThanOrEqual(DAY)
}

const onlyEver = (value: string | undefined, found: readonly (string | undefined)[]): void => {
  expect(found.length).toBeGreaterThan(2)
  expect(new Set(found.slice(1))).toEqual(new Set([value]))
}

const RFC_CONDITIONAL = 'RFC 9110, 13.1'
const RFC_304 = 'RFC 9110, 15.4.5'
const SCORE = 'Feed reader behaviour project'

const VALIDATORS: Readonly<Record<string, Rule>> = {
  'the first request alone is unconditional': {
    from: SCORE,
    plays: news(answer({ etag: '"one"' })),
    judge: (saw) => expect(etags(saw).map((etag) => etag !== undefined)).toEqual(etags(saw).map((_, index) => index > 0))
  },
  'an ETag comes back as it was given, weak and with a comma in it': {
    from: RFC_CONDITIONAL,
    plays: news(answer({ etag: ETAG })),
    judge: (saw) => onlyEver(ETAG, etags(saw))
  },
  'an ETag without quotes comes back without them': {
    from: SCORE,
    plays: news(answer({ etag: 'plain-7' })),
    judge: (saw) => onlyEver('plain-7', etags(saw))
  },
  'a Last-Modified in another zone comes back as it was given': {
    from: RFC_CONDITIONAL,
    plays: news(answer({ 'last-modified': ODD_DATE })),
    judge: (saw) => onlyEver(ODD_DATE, dates(saw))
  },
  'a Last-Modified that is no date comes back all the same': {
    from: SCORE,
    plays: news(answer({ 'last-modified': 'yesterday' })),
    judge: (saw) => onlyEver('yesterday', dates(saw))
  },
  'both are sent where both were given': {
    from: 'RFC 9110, 13.1.3',
    plays: news(answer({ etag: ETAG, 'last-modified': ODD_DATE })),
    judge(saw) {
      onlyEver(ETAG, etags(saw))
      onlyEver(ODD_DATE, dates(saw))
    }
  },
  'none is made up from Date or from the clock': {
    from: SCORE,
    plays: news(answer()),
    judge(saw) {
      onlyEver(undefined, etags(saw))
      onlyEver(undefined, dates(saw))
    }
  },
  'no If-Modified-Since where only an ETag was given': {
    from: SCORE,
    plays: news(answer({ etag: '"alone"' })),
    judge(saw) {
      onlyEver('"alone"', etags(saw))
      onlyEver(undefined, dates(saw))
    }
  },
  ...Object.fromEntries(
    Object.entries<Behaviour>({
      'an internal error': refuse(500),
      'a page not found': refuse(404),
      'a bad gateway with an ETag of its own': refuse(502, { etag: '"not ours"' }),
      'too many requests': refuse(429),
      'a connection that was reset': raw('', 'reset'),
      'an answer that never comes': () => undefined,
      'a body cut short, with an ETag of its own': raw('HTTP/1.1 200 OK\r\netag: "not ours"\r\ncontent-length: 5000\r\n\r\n<rss>'),
      'a cut gzip body': answer({ etag: '"not ours"', 'content-encoding': 'gzip' }, gzipSync(FEED).subarray(0, 60)),
      'a page instead of the feed, with an ETag of its own': answer({ etag: '"not ours"', 'content-type': 'text/html' }, NOT_A_FEED),
      'an empty answer, with an ETag of its own': answer({ etag: '"not ours"' }, ''),
      'a check for bots': refuse(403, { 'cf-mitigated': 'challenge', etag: '"not ours"' })
    }).map(([trouble, behaviour]): [string, Rule] => [
      `validators are kept over ${trouble}`,
      { from: SCORE, plays: news(everyThird(behaviour, answer({ etag: '"ours"' }))), judge: (saw) => onlyEver('"ours"', etags(saw)) }
    ])
  ),
  'validators are kept over a 304 that carries none': {
    from: RFC_304,
    plays: news(inTurn(answer({ etag: '"a"', 'last-modified': ODD_DATE }), notModified())),
    judge(saw) {
      onlyEver('"a"', etags(saw))
      onlyEver(ODD_DATE, dates(saw))
    }
  },
  'a 304 replaces only what it carries': {
    from: RFC_304,
    plays: news(inTurn(answer({ etag: '"a"', 'last-modified': ODD_DATE }), notModified({ etag: '"b"' }), notModified())),
    judge(saw) {
      onlyEver('"b"', etags(saw).slice(1))
      onlyEver(ODD_DATE, dates(saw))
    }
  },
  'a new ETag is taken though the document is the same': {
    from: SCORE,
    plays: news((request, response, count) => answer({ etag: `"${count}"` })(request, response, count)),
    judge: (saw) =>
      expect(etags(saw).slice(1)).toEqual(
        etags(saw)
          .slice(1)
          .map((_, index) => `"${index + 1}"`)
      )
  },
  'a new Last-Modified is taken though the ETag is the same': {
    from: SCORE,
    plays: news((request, response, count) => answer({ etag: '"same"', 'last-modified': `change ${count}` })(request, response, count)),
    judge: (saw) =>
      expect(dates(saw).slice(1)).toEqual(
        dates(saw)
          .slice(1)
          .map((_, index) => `change ${index + 1}`)
      )
  },
  'validators that a later 200 does not repeat are dropped': {
    from: 'RFC 9111, 4.3.4',
    plays: news(inTurn(answer({ etag: '"a"', 'last-modified': ODD_DATE }), answer())),
    judge(saw) {
      expect(etags(saw)[1]).toBe('"a"')
      onlyEver(undefined, etags(saw).slice(1))
      onlyEver(undefined, dates(saw).slice(1))
    }
  },
  'validators of the target of a temporary redirect go to the target': {
    from: 'RFC 9110, 8.8',
    plays: { '/news': redirect(302, '/for-now'), '/for-now': answer({ etag: '"there"' }) },
    judge(saw) {
      onlyEver('"there"', etags(saw, '/for-now'))
      onlyEver(undefined, etags(saw))
    }
  },
  'validators of one target do not go to the next': {
    from: 'RFC 9110, 8.8',
    plays: {
      '/news': inTurn(redirect(302, '/first'), redirect(302, '/second')),
      '/first': answer({ etag: '"first"' }),
      '/second': answer({ etag: '"second"' })
    },
    judge(saw) {
      expect(etags(saw, '/second')[0]).toBeUndefined()
      onlyEver('"second"', etags(saw, '/second'))
    }
  },
  'a 304 to an unconditional request is no end': {
    from: RFC_304,
    plays: news(notModified()),
    judge(saw) {
      onlyEver(undefined, etags(saw))
      expectAtLeast(saw, 15 * MINUTE, 3)
    }
  }
}

const PACE: Readonly<Record<string, Rule>> = {
  'never sooner than the base interval': {
    from: SCORE,
    plays: news(publishing(2 * MINUTE)),
    judge: (saw) => expectAtLeast(saw, 15 * MINUTE, 40)
  },
  'max-age of a 200 is waited for': {
    from: 'RFC 9111, 4.2',
    plays: news(answer({ 'cache-control': 'public, max-age=21600' })),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR, 5)
  },
  'max-age in capitals and quotes is read': {
    from: 'RFC 9111, 5.2',
    plays: news(answer({ 'cache-control': 'Public, Max-Age="21600"' })),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR, 5)
  },
  'Age is taken off max-age': {
    from: 'RFC 9111, 4.2.3',
    plays: news(answer({ 'cache-control': 'max-age=72000', age: '50400' })),
    judge(saw) {
      expectAtLeast(saw, 6 * HOUR, 5)
      expect(Math.max(...gaps(saw))).toBeLessThan(8 * HOUR)
    }
  },
  'Expires is waited for': {
    from: 'RFC 9111, 5.3',
    plays: news((request, response, count) => answer({ expires: new Date(clock.now + 6 * HOUR).toUTCString() })(request, response, count)),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR - 1_000, 5)
  },
  'max-age counts before Expires': {
    from: 'RFC 9111, 5.3',
    plays: news((request, response, count) =>
      answer({ 'cache-control': 'max-age=21600', expires: new Date(clock.now + 20 * HOUR).toUTCString() })(request, response, count)
    ),
    judge(saw) {
      expectAtLeast(saw, 6 * HOUR, 5)
      expect(Math.max(...gaps(saw))).toBeLessThan(8 * HOUR)
    }
  },
  'an Expires of 0 is no reason to wait': { from: 'RFC 9111, 5.3', plays: news(answer({ expires: '0' })), judge: expectUsual },
  's-maxage is for shared caches': {
    from: 'RFC 9111, 5.2.2.10',
    plays: news(answer({ 'cache-control': 's-maxage=80000' })),
    judge: expectUsual
  },
  'max-age=0 is no reason to hurry': {
    from: 'RFC 9111, 5.2.2.1',
    plays: news(answer({ 'cache-control': 'max-age=0' })),
    judge: expectUsual
  },
  'no-cache and no-store are no reason to hurry': {
    from: SCORE,
    plays: news(answer({ 'cache-control': 'no-cache, no-store, must-revalidate', pragma: 'no-cache' })),
    judge: expectUsual
  },
  'a max-age that is no number is passed over': {
    from: 'RFC 9111, 4.2.1',
    plays: news(answer({ 'cache-control': 'max-age=soon' })),
    judge: expectUsual
  },
  'max-age of a 304 counts': {
    from: 'RFC 9111, 4.3.4',
    plays: news(inTurn(answer({ etag: '"a"', 'cache-control': 'max-age=60' }), notModified({ 'cache-control': 'max-age=21600' }))),
    judge: (saw) => expect(Math.min(...gaps(saw).slice(1))).toBeGreaterThanOrEqual(6 * HOUR)
  },
  'max-age of the 200 counts over a 304 that says nothing': {
    from: 'RFC 9111, 4.3.4',
    plays: news(inTurn(answer({ etag: '"a"', 'cache-control': 'max-age=21600' }), notModified())),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR, 5)
  },
  'a year of max-age means once a day': {
    from: SCORE,
    plays: news(answer({ 'cache-control': 'max-age=31536000' })),
    judge: (saw) => expect(new Set(gaps(saw))).toEqual(new Set([DAY]))
  },
  'ttl is waited for': {
    from: 'RSS 2.0, ttl',
    plays: news(answer({}, withChannel('<ttl>360</ttl>'))),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR, 5)
  },
  'ttl counts over a 304 too': {
    from: 'RSS 2.0, ttl',
    plays: news(inTurn(answer({ etag: '"a"' }, withChannel('<ttl>360</ttl>')), notModified())),
    judge: (saw) => expectAtLeast(saw, 6 * HOUR, 5)
  },
  'a ttl of a year means once a day': {
    from: 'RSS 2.0, ttl',
    plays: news(answer({}, withChannel('<ttl>525600</ttl>'))),
    judge: (saw) => expect(new Set(gaps(saw))).toEqual(new Set([DAY]))
  },
  'a ttl of ages means once a day': {
    from: 'RSS 2.0, ttl',
    plays: news(answer({}, withChannel('<ttl>99999999999</ttl>'))),
    judge: (saw) => expect(new Set(gaps(saw))).toEqual(new Set([DAY]))
  },
  'a sy:updateFrequency of a million is no reason to hurry or to wait': {
    from: 'RSS 1.0, syndication',
    plays: news(
      answer(
        {},
        withChannel('<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1000000</sy:updateFrequency>').replace(
          '<rss ',
          '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        )
      )
    ),
    judge: expectUsual
  },
  'a ttl that is no number is passed over': {
    from: 'RSS 2.0, ttl',
    plays: news(answer({}, withChannel('<ttl>often</ttl>'))),
    judge: expectUsual
  },
  'twice a day by sy:updatePeriod and sy:updateFrequency': {
    from: 'RSS 1.0, syndication',
    plays: news(
      answer(
        {},
        withChannel('<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>').replace(
          '<rss ',
          '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        )
      )
    ),
    judge: (saw) => expectAtLeast(saw, 12 * HOUR, 5)
  },
  'skipped hours bring no request': {
    from: 'RSS 2.0, skipHours',
    plays: news(
      answer({}, withChannel(`<skipHours>${[0, 1, 2, 3, 4, 5, 20, 21, 22, 23].map((hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`))
    ),
    judge(saw) {
      const hours = asked(saw)
        .slice(1)
        .map(({ at }) => new Date(at).getUTCHours())
      expect(hours.length).toBeGreaterThan(8)
      expect(hours.filter((hour) => hour < 6 || hour > 19)).toEqual([])
    }
  },
  'skipped days bring no request': {
    from: 'RSS 2.0, skipDays',
    plays: news(answer({}, withChannel('<skipDays><day>Saturday</day><day>Sunday</day></skipDays>'))),
    judge(saw) {
      const days = asked(saw)
        .slice(1)
        .map(({ at }) => new Date(at).getUTCDay())
      expect(new Set(days)).toEqual(new Set([1, 2, 3, 4, 5]))
    }
  },
  'a feed that would have every hour skipped is asked all the same': {
    from: 'RSS 2.0, skipHours',
    plays: news(
      answer({}, withChannel(`<skipHours>${Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`))
    ),
    judge: expectUsual
  },
  'a quiet feed is asked for a fifth of what a fixed half hour would ask': {
    from: SCORE,
    plays: news(answer({ etag: '"quiet"' })),
    judge: (saw) => expect(asked(saw).length).toBeLessThan(8 * 48 * 0.2)
  },
  'a busy feed takes no more requests than a fixed half hour': {
    from: 'Courant: adaptive schedule',
    plays: news(publishing(10 * MINUTE)),
    judge: (saw) => expect(perDay(saw)).toBeLessThanOrEqual(48)
  },
  'without validators about once an hour at most': {
    from: 'Courant: adaptive schedule',
    plays: news(publishing(20 * MINUTE)),
    judge: (saw) => expect(perDay(saw)).toBeLessThanOrEqual(26)
  },
  'news of a feed that publishes four times a day is seen within a quarter of that': {
    from: 'Courant: adaptive schedule',
    plays: news(publishing(6 * HOUR)),
    judge(saw) {
      const came = Array.from({ length: 12 }, (_, index) => MONDAY + 5 * DAY + index * 6 * HOUR)
      const waits = came.map((at) => asked(saw).find((request) => request.at >= at)!.at - at).sort((a, b) => a - b)
      expect(waits[6]).toBeLessThanOrEqual(1.5 * HOUR)
    }
  },
  'requests do not come by the clock': {
    from: SCORE,
    plays: news(answer({ 'cache-control': 'max-age=14400' })),
    judge: (saw) => expect(new Set(gaps(saw)).size).toBeGreaterThan(gaps(saw).length / 2)
  }
}

const TROUBLE: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    Object.entries<Behaviour>({
      'an internal error': refuse(500),
      'not found': refuse(404),
      unauthorized: refuse(401, { 'www-authenticate': 'Basic realm="x"' }),
      forbidden: refuse(403),
      unavailable: refuse(503),
      'too many requests': refuse(429),
      'a check for bots': refuse(403, { 'cf-mitigated': 'challenge' }),
      'a check for bots that says 200': answer({}, '<html><head><title>Just a moment...</title></head><body></body></html>'),
      'a reset connection': raw('', 'reset'),
      'an answer that never comes': () => undefined,
      'an empty answer': answer({}, ''),
      'a page': answer({ 'content-type': 'text/html' }, NOT_A_FEED),
      'a body of an unknown coding': answer({ 'content-encoding': 'compress' }),
      'a redirect to nowhere': refuse(302),
      'a redirect loop': redirect(302, '/news')
    }).map(([trouble, behaviour]): [string, Rule] => {
      const once = (saw: Publisher): void => {
        // The requests of one poll follow each other at once; only the first of each counts.
        if (trouble !== 'a redirect loop') return expectGrowing(saw)
        const polls = [...new Set(asked(saw).map(({ at }) => at))]
        const found = polls.slice(1).map((at, index) => at - polls[index]!)
        expect(found[0]).toBeGreaterThanOrEqual(30 * MINUTE)
        expect(found.at(-1)).toBeGreaterThanOrEqual(DAY)
      }
      return [`for ever ${trouble}: asked at growing distances, up to a day`, { from: SCORE, plays: news(behaviour), judge: once }]
    })
  )
}

/** One feed is told to wait for twenty hours, and the other hears of it. */
function restingHost(from: string, status: number, headers: Readonly<Record<string, string>>): Rule {
  return {
    from,
    plays: { '/limited': refuse(status, { ...headers, 'retry-after': String(20 * 3_600) }), '/other': answer() },
    feeds: ['/limited', '/other'],
    judge(saw) {
      const rests = asked(saw, '/limited').map(({ at }) => at)
      expect(rests.length).toBeGreaterThan(40)
      expect(asked(saw, '/other').filter((other) => rests.some((at) => other.at > at && other.at < at + 20 * HOUR))).toEqual([])
      expect(asked(saw, '/other').length).toBeGreaterThan(10)
    }
  }
}

const RESTS: Readonly<Record<string, Rule>> = {
  'no second try at once': {
    from: SCORE,
    plays: news(everyThird(raw('', 'reset'), answer())),
    judge: (saw) => expectAtLeast(saw, 15 * MINUTE, 8)
  },
  'one success ends the growing': {
    from: 'Courant: back-off',
    plays: news((request, response, count) => (count > 1 && count < 7 ? refuse(500) : answer())(request, response, count)),
    judge(saw) {
      expectAtLeast(saw, 15 * MINUTE, 12)
      expect(Math.max(...gaps(saw).slice(6, 12))).toBeLessThanOrEqual(4.7 * HOUR)
    }
  },
  'what is gone is asked once more after a day, then monthly': {
    from: 'RFC 9110, 15.5.11',
    plays: news(refuse(410)),
    judge(saw) {
      expect(gaps(saw)[0]).toBeGreaterThanOrEqual(DAY)
      expect(Math.min(...gaps(saw).slice(1))).toBeGreaterThanOrEqual(30 * DAY)
      expect(gaps(saw).length).toBeGreaterThanOrEqual(2)
    }
  },
  'what has not been found for a month is asked weekly': {
    from: 'Courant: back-off',
    plays: news(inTurn(answer(), refuse(404))),
    judge(saw) {
      const late = asked(saw).filter(({ at }) => at > MONDAY + 40 * DAY)
      expect(late.length).toBeGreaterThan(2)
      expect(late.at(-1)!.at - late.at(-2)!.at).toBeGreaterThanOrEqual(7 * DAY)
    }
  },
  ...Object.fromEntries(
    [429, 503].flatMap((status) =>
      (
        [
          ['in seconds', () => ({ 'retry-after': '14400' }), 4 * HOUR, Infinity],
          ['as a date', () => ({ 'retry-after': new Date(clock.now + 4 * HOUR).toUTCString() }), 4 * HOUR - 1_000, Infinity],
          ['of five days', () => ({ 'retry-after': String(5 * 86_400) }), 5 * DAY, 6 * DAY],
          ['beyond reason, for a week at most', () => ({ 'retry-after': '99999999999' }), 7 * DAY, 8.1 * DAY],
          ['in the past, as if it were not there', () => ({ 'retry-after': 'Mon, 1 Jan 2001 00:00:00 GMT' }), 30 * MINUTE, 1.2 * DAY],
          ['that is no number, as if it were not there', () => ({ 'retry-after': 'later' }), 30 * MINUTE, 1.2 * DAY],
          ['by x-ratelimit-reset', () => ({ 'x-ratelimit-reset': '14400' }), 4 * HOUR, Infinity]
        ] as const
      ).map(([how, headers, leastMs, mostMs]): [string, Rule] => [
        `a ${status} with a Retry-After ${how}: waited for`,
        {
          from: 'RFC 9110, 10.2.3',
          plays: news((request, response, count) => refuse(status, headers())(request, response, count)),
          judge(saw) {
            expectAtLeast(saw, leastMs, 4)
            expect(Math.max(...gaps(saw))).toBeLessThanOrEqual(Math.max(mostMs, 1.2 * DAY))
          }
        }
      ])
    )
  ),
  'a 429 lets the other feeds of the host rest too, a day at most, over a restart': restingHost('RFC 6585, 4', 429, {}),
  'a check for bots that asks to wait lets the other feeds of the host rest too': restingHost('RFC 9110, 10.2.3', 403, {
    'cf-mitigated': 'challenge'
  }),
  'a 503 lets its own feed rest alone': {
    from: 'RFC 9110, 15.6.4',
    plays: { '/limited': refuse(503, { 'retry-after': String(6 * 86_400) }), '/other': answer() },
    feeds: ['/limited', '/other'],
    judge(saw) {
      expect(asked(saw, '/other').filter(({ at }) => at < MONDAY + 6 * DAY).length).toBeGreaterThan(10)
      expectAtLeastAt(saw, '/limited', 6 * DAY)
    }
  },
  'a wait beyond reason of one feed does not silence its host': {
    from: 'Courant: limits of hosts',
    plays: { '/limited': refuse(429, { 'retry-after': '99999999999' }), '/other': answer() },
    feeds: ['/limited', '/other'],
    judge: (saw) => expect(asked(saw, '/other').filter(({ at }) => at < MONDAY + 2 * DAY).length).toBeGreaterThan(3)
  }
}

function expectAtLeastAt(saw: Publisher, path: string, leastMs: number): void {
  expect(Math.min(...gaps(saw, path))).toBeGreaterThanOrEqual(leastMs)
}

const MOVES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [301, 308].map((status): [string, Rule] => [
      `a ${status} is taken at the second sight, over a restart too`,
      {
        from: 'RFC 9110, 15.4',
        plays: { '/news': redirect(status, '/home'), '/home': answer({ etag: '"home"' }) },
        judge(saw) {
          expect(asked(saw)).toHaveLength(2)
          expect(asked(saw, '/home').length).toBeGreaterThan(5)
          onlyEver('"home"', etags(saw, '/home'))
        }
      }
    ])
  ),
  ...Object.fromEntries(
    [302, 303, 307].map((status): [string, Rule] => [
      `a ${status} is never taken`,
      {
        from: 'RFC 9110, 15.4',
        plays: { '/news': redirect(status, '/for-now'), '/for-now': answer() },
        judge(saw) {
          expect(asked(saw).length).toBeGreaterThan(5)
          expect(asked(saw, '/for-now')).toHaveLength(asked(saw).length)
        }
      }
    ])
  ),
  'a chain of permanent redirects is taken to its end': {
    from: 'RFC 9110, 15.4',
    plays: { '/news': redirect(301, '/b'), '/b': redirect(308, '/c'), '/c': answer() },
    judge(saw) {
      expect([asked(saw).length, asked(saw, '/b').length]).toEqual([2, 2])
      expect(asked(saw, '/c').length).toBeGreaterThan(5)
    }
  },
  'a chain with a temporary redirect in it is not taken beyond it': {
    from: 'RFC 9110, 15.4',
    plays: { '/news': redirect(302, '/b'), '/b': redirect(301, '/c'), '/c': answer() },
    judge(saw) {
      expect(asked(saw).length).toBeGreaterThan(5)
      expect(asked(saw, '/c')).toHaveLength(asked(saw).length)
    }
  },
  'a permanent redirect to what is no feed is not taken': {
    from: 'Courant: moves',
    plays: { '/news': redirect(301, '/page'), '/page': answer({ 'content-type': 'text/html' }, NOT_A_FEED) },
    judge: (saw) => expect(asked(saw)).toHaveLength(asked(saw, '/page').length)
  },
  'a permanent redirect to what is not found is not taken': {
    from: 'Courant: moves',
    plays: { '/news': redirect(301, '/lost'), '/lost': refuse(404) },
    judge: (saw) => expect(asked(saw)).toHaveLength(asked(saw, '/lost').length)
  },
  'a permanent redirect seen once and withdrawn is not taken': {
    from: 'Courant: moves',
    plays: { '/news': inTurn(redirect(301, '/home'), answer()), '/home': answer() },
    judge(saw) {
      expect(asked(saw, '/home')).toHaveLength(1)
      expect(asked(saw).length).toBeGreaterThan(5)
    }
  },
  'a redirect that changes its target each time is not taken': {
    from: 'Courant: moves',
    plays: {
      '/news': (request, response, count) => redirect(301, count % 2 === 0 ? '/even' : '/odd')(request, response, count),
      '/even': answer(),
      '/odd': answer()
    },
    judge: (saw) => expect(asked(saw).length).toBeGreaterThan(5)
  },
  'a loop of redirects takes six requests at most': {
    from: 'RFC 9110, 15.4',
    plays: { '/news': redirect(302, '/back'), '/back': redirect(302, '/news') },
    judge(saw) {
      const polls = Map.groupBy(saw.seen, ({ at }) => at)
      expect(Math.max(...[...polls.values()].map(({ length }) => length))).toBeLessThanOrEqual(6)
    }
  },
  'a fragment is never sent': {
    from: 'RFC 9110, 4.2.5',
    plays: { '/news': redirect(302, '/home#latest'), '/home': answer() },
    judge: (saw) => expect(new Set(saw.seen.map(({ path }) => path))).toEqual(new Set(['/news', '/home']))
  },
  'a cookie set on the way is not sent on': {
    from: 'RFC 6265, 8',
    plays: { '/news': redirect(302, '/home', { 'set-cookie': 'way=1' }), '/home': answer({ 'set-cookie': 'home=1' }) },
    judge: (saw) => expect(saw.seen.filter(({ headers }) => headers.cookie !== undefined)).toEqual([])
  },
  'no Referer names the address before': {
    from: SCORE,
    plays: { '/news': redirect(302, '/home'), '/home': answer() },
    judge: (saw) => expect(saw.seen.filter(({ headers }) => headers.referer !== undefined)).toEqual([])
  }
}

const REQUESTS: Readonly<Record<string, Rule>> = {
  'every request is a GET': {
    from: SCORE,
    plays: news(answer()),
    judge: (saw) => expect(new Set(saw.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
  },
  'nothing but the feed is asked for: no icon, no robots.txt, no page': {
    from: SCORE,
    plays: news(answer({}, withChannel('<link>/</link><image><url>/logo.png</url></image>'))),
    judge: (saw) => expect(new Set(saw.seen.map(({ path }) => path))).toEqual(new Set(['/news']))
  },
  'a query is sent as configured, and nothing is added to it': {
    from: SCORE,
    plays: news(answer()),
    feeds: ['/news?a=1&b=%20x'],
    judge: (saw) => expect(new Set(saw.seen.map(({ path }) => path))).toEqual(new Set(['/news?a=1&b=%20x']))
  },
  'cookies that are set are never sent': {
    from: SCORE,
    plays: news(answer({ 'set-cookie': ['a=1; Path=/', 'b=2; Max-Age=99999'] })),
    judge: (saw) => expect(saw.seen.filter(({ headers }) => headers.cookie !== undefined)).toEqual([])
  },
  ...Object.fromEntries(
    ['referer', 'origin', 'cache-control', 'pragma', 'range', 'if-range', 'expect', 'upgrade-insecure-requests'].map(
      (name): [string, Rule] => [
        `no ${name} is sent`,
        { from: SCORE, plays: news(answer()), judge: (saw) => expect(saw.seen.filter(({ headers }) => name in headers)).toEqual([]) }
      ]
    )
  ),
  'the User-Agent says who asks and where to complain': {
    from: SCORE,
    plays: news(answer()),
    judge(saw) {
      for (const { headers } of saw.seen)
        expect(headers['user-agent']).toMatch(/^Courant\/\d+\.\d+\.\d+ \(\+https:\/\/operator\.example\/\)$/)
    }
  },
  'Accept names the types of feeds': {
    from: 'RFC 9110, 12.5.1',
    plays: news(answer()),
    judge(saw) {
      for (const type of ['application/rss+xml', 'application/atom+xml', 'application/feed+json', '*/*'])
        expect(asked(saw)[0]!.headers.accept).toContain(type)
    }
  },
  'what Accept-Encoding offers is read': {
    from: 'RFC 9110, 12.5.3',
    plays: news((request, response, count) => {
      const offered = String(request.headers['accept-encoding']).split(/,\s*/)
      const coding = offered[count % offered.length]!
      const coded = { gzip: gzipSync, br: brotliCompressSync, zstd: undefined }[coding]
      if (coded) answer({ etag: `"${count}"`, 'content-encoding': coding }, coded(FEED))(request, response, count)
      else answer({ etag: `"${count}"` })(request, response, count)
    }),
    judge(saw) {
      expect(asked(saw)[0]!.headers['accept-encoding']).toMatch(/gzip/)
      // Only an answer that was read gives its ETag.
      expect(etags(saw).slice(1)).toEqual(
        etags(saw)
          .slice(1)
          .map((_, index) => `"${index + 1}"`)
      )
    }
  },
  'Host names the server and its port': {
    from: 'RFC 9110, 7.2',
    plays: news(answer()),
    judge: (saw) => expect(new Set(saw.seen.map(({ headers }) => headers.host))).toEqual(new Set([`127.0.0.1:${saw.port}`]))
  },
  'never more than two requests at once to a host': {
    from: SCORE,
    plays: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`/f${index}`, slowly(answer())])),
    feeds: Array.from({ length: 12 }, (_, index) => `/f${index}`),
    judge(saw) {
      expect(saw.seen.length).toBeGreaterThan(24)
      expect(saw.requests.most).toBeLessThanOrEqual(2)
    }
  },
  'feeds of a host that began together do not stay together': {
    from: SCORE,
    plays: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`/f${index}`, answer()])),
    feeds: Array.from({ length: 12 }, (_, index) => `/f${index}`),
    judge(saw) {
      const together = Map.groupBy(
        saw.seen.filter(({ at }) => at > MONDAY + MINUTE),
        ({ at }) => Math.floor(at / MINUTE)
      )
      expect(Math.max(...[...together.values()].map(({ length }) => length))).toBeLessThanOrEqual(4)
    }
  }
}

/** Every group over as many days as its rules need. */
const GROUPS = [
  ['validators', VALIDATORS, 3],
  ['pace', PACE, 8],
  ['trouble', TROUBLE, 8],
  ['rests', RESTS, 75],
  ['moves', MOVES, 3],
  ['requests', REQUESTS, 2]
] as const
const RULES = Object.assign({}, ...GROUPS.map(([, rules]) => rules)) as Readonly<Record<string, Rule>>

function hostsOf(rules: Readonly<Record<string, Rule>>): Record<string, Host> {
  return Object.fromEntries(Object.values(rules).map(({ plays, feeds = ['/news'] }, index) => [`rule-${index}`, { plays, feeds }]))
}

function byRule(rules: Readonly<Record<string, Rule>>, publishers: Readonly<Record<string, Publisher>>): ReadonlyMap<string, Publisher> {
  return new Map(Object.keys(rules).map((name, index) => [name, publishers[`rule-${index}`]!]))
}

describe.each(GROUPS)('%s', (_group, rules, days) => {
  let saw: ReadonlyMap<string, Publisher>

  beforeAll(async () => {
    clock.now = MONDAY
    saw = byRule(rules, await pollForDays(hostsOf(rules), days, clock))
  })

  test.each(Object.entries(rules))('%s', (name, { judge }) => judge(saw.get(name)!))
})

test('a rude poller breaks them', async () => {
  clock.now = MONDAY
  const saw = byRule(RULES, await pollRudely(hostsOf(RULES), 1, clock))
  const kept = Object.entries(RULES).flatMap(([name, { judge }]) => {
    try {
      judge(saw.get(name)!)
      return [name]
    } catch {
      return []
    }
  })
  expect(Object.keys(RULES).length).toBeGreaterThan(60)
  // Only one that leaves a whole host alone for long can break this.
  expect(kept).toEqual(['a wait beyond reason of one feed does not silence its host'])
})
