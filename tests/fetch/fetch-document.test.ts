import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createByteBudget, FREE_BYTES } from '../../src/fetch/byte-budget.ts'
import { createFetcher, type FetchOptions, type Fetcher } from '../../src/fetch/fetch-document.ts'
import { createHostGate } from '../../src/fetch/host-gate.ts'
import type { FetchedDocument, FetchOutcome, FetchRequest } from '../../src/model/fetch-outcome.ts'
import type { PollPace } from '../../src/model/poll-pace.ts'
import { answer, FEED, redirect, startPublisher, type Publisher } from '../support/loopback-publisher.ts'

let publisher: Publisher
let other: Publisher
let fetcher: Fetcher

function options(over: Partial<FetchOptions> = {}): FetchOptions {
  return {
    version: '1.2.3',
    contact: 'https://operator.example/contact',
    allow: [`127.0.0.1:${publisher.port}`, `127.0.0.1:${other.port}`],
    ports: [80, 443],
    connectTimeoutMs: 2_000,
    totalTimeoutMs: 10_000,
    wireBytesMax: 1_000_000,
    decodedBytesMax: 2_000_000,
    redirectsMax: 5,
    now: Date.now,
    ...over
  }
}

beforeAll(async () => {
  other = await startPublisher()
})
afterAll(() => other.close())
beforeEach(async () => {
  publisher = await startPublisher()
  fetcher = createFetcher(options())
})
afterEach(async () => {
  await fetcher.close()
  await publisher.close()
})

function get(path: string, request: Partial<FetchRequest> = {}): Promise<FetchOutcome> {
  return fetcher.fetchDocument({ url: publisher.origin + path, accept: 'feed', ...request })
}

async function getDocument(path: string, request: Partial<FetchRequest> = {}): Promise<FetchedDocument> {
  const outcome = await get(path, request)
  if (outcome.kind !== 'document') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
  return outcome
}

async function failureOf(path: string, request: Partial<FetchRequest> = {}) {
  const outcome = await get(path, request)
  if (outcome.kind !== 'failed') throw new Error(`${path} did not fail: ${outcome.kind}`)
  return outcome.failure
}

describe('documents', () => {
  test.each(['/feed', '/gzip', '/x-gzip', '/br', '/zstd', '/deflate', '/deflate-raw', '/identity', '/cookies'])(
    '%s arrives decoded',
    async (path) => {
      const { bytes, status } = await getDocument(path)
      expect(Buffer.from(bytes).toString()).toBe(FEED)
      expect(status).toBe(200)
    }
  )

  test('headers are handed on', async () => {
    publisher.play(
      '/all',
      answer({
        'content-type': 'text/xml; charset=koi8-r',
        'content-language': 'ru',
        etag: 'W/"a"',
        'last-modified': 'Sat, 1 Nov 2025 00:00:00 GMT',
        'cache-control': 'private, max-age=600',
        age: '60'
      })
    )
    const document = await getDocument('/all')
    expect(document).toMatchObject({
      contentType: 'text/xml; charset=koi8-r',
      contentLanguage: 'ru',
      finalUrl: `${publisher.origin}/all`,
      hops: [],
      permanentUrl: null,
      validators: { etag: 'W/"a"', lastModified: 'Sat, 1 Nov 2025 00:00:00 GMT' },
      cache: { maxAgeMs: 600_000, ageMs: 60_000, freshMs: 540_000 },
      wireBytes: FEED.length
    })
  })

  test('the Link header names hub and self', async () => {
    expect((await getDocument('/link')).links).toEqual({ hub: 'https://hub.example/', self: `${publisher.origin}/self.xml` })
  })
})

describe('failures', () => {
  test.each([
    ['/gzip-cut', 'truncated'],
    ['/br-cut', 'truncated'],
    ['/zstd-cut', 'truncated'],
    ['/deflate-cut', 'truncated'],
    ['/length-long', 'truncated'],
    ['/chunk-cut', 'truncated'],
    ['/reset-mid', 'truncated'],
    ['/gzip-not', 'bad-encoding'],
    ['/zstd-window', 'bad-encoding'],
    ['/gzip-twice', 'bad-encoding'],
    ['/gzip-twice-two-headers', 'bad-encoding'],
    ['/coding-unknown', 'bad-encoding'],
    ['/gzip-bomb', 'too-large'],
    ['/br-bomb', 'too-large'],
    ['/zstd-bomb', 'too-large'],
    ['/huge-announced', 'too-large'],
    ['/huge-unannounced', 'too-large'],
    ['/headers-huge', 'too-large'],
    ['/headers-many', 'too-large'],
    ['/reset-before', 'reset'],
    ['/close-before', 'reset'],
    ['/chunk-bad', 'bad-response'],
    ['/garbage', 'bad-response'],
    ['/status-garbage', 'bad-response'],
    ['/http09', 'bad-response'],
    ['/early-hints-flood', 'bad-response'],
    ['/206', 'bad-response'],
    ['/999', 'bad-response'],
    ['/304-always', 'bad-response'],
    ['/no-location', 'bad-response'],
    ['/empty', 'empty'],
    ['/blank', 'empty'],
    ['/204', 'empty'],
    ['/400', 'http-client'],
    ['/401', 'unauthorized'],
    ['/403', 'http-client'],
    ['/404', 'not-found'],
    ['/408', 'timeout'],
    ['/410', 'gone'],
    ['/451', 'http-client'],
    ['/500', 'http-server'],
    ['/502', 'http-server'],
    ['/503', 'unavailable'],
    ['/599', 'http-server'],
    ['/403-challenge', 'blocked'],
    ['/403-challenge-body', 'blocked'],
    ['/503-challenge-body', 'blocked'],
    ['/200-challenge-body', 'blocked'],
    ['/202-waf', 'blocked'],
    ['/loop', 'redirect-loop'],
    ['/endless', 'redirect-loop'],
    ['/cookie-loop', 'redirect-loop'],
    ['/to-file', 'refused-url'],
    ['/to-data', 'refused-url'],
    ['/to-gopher', 'refused-url'],
    ['/to-userinfo', 'refused-url'],
    ['/to-long', 'refused-url'],
    ['/301-gone', 'gone']
  ])('%s is %s', async (path, kind) => {
    const failure = await failureOf(path)
    expect(failure.kind).toBe(kind)
    expect(failure.message).toMatch(/^\S.*[.]$/)
    expect(failure.message).not.toContain('secret')
  })

  test.each(['/hang', '/hang-body', '/drip', '/drip-head', '/early-hints'])('%s ends with the total time', async (path) => {
    await using hasty = closing(createFetcher(options({ totalTimeoutMs: 200 })))
    const outcome = await hasty.fetchDocument({ url: publisher.origin + path, accept: 'feed' })
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'timeout', transient: true } })
  })

  test('a refusal that drips is still that refusal', async () => {
    await using hasty = closing(createFetcher(options({ totalTimeoutMs: 200 })))
    const outcome = await hasty.fetchDocument({ url: `${publisher.origin}/drip-refusal`, accept: 'feed' })
    expect(outcome).toMatchObject({ kind: 'failed', status: 500, failure: { kind: 'http-server' } })
  })

  test('a body that waits for room of ours is not late, and is given up when the caller stops', async () => {
    const budget = createByteBudget(() => 1)
    const others = budget.open()
    void others.take(FREE_BYTES + 1)
    await using patient = closing(createFetcher(options({ totalTimeoutMs: 300, budget })))
    publisher.play('/large', answer({}, Buffer.alloc(FREE_BYTES + 100_000, 0x61)))
    const stop = new AbortController()
    const given = patient.fetchDocument({ url: `${publisher.origin}/large`, accept: 'feed' }, { signal: stop.signal })
    const outcome = patient.fetchDocument({ url: `${publisher.origin}/large`, accept: 'feed' })
    await new Promise((resolve) => setTimeout(resolve, 600))
    stop.abort(new Error('stopped'))
    await expect(given).rejects.toThrow('stopped')
    others.release()
    expect(await outcome).toMatchObject({ kind: 'document', wireBytes: FREE_BYTES + 100_000 })
  })

  test('smuggled lengths are a clean failure', async () => {
    expect(['truncated', 'bad-response']).toContain((await failureOf('/smuggle')).kind)
  })

  test('a port nobody listens on', async () => {
    const dead = await startPublisher()
    await dead.close()
    await using fetcherOfDead = closing(createFetcher(options({ allow: [`127.0.0.1:${dead.port}`] })))
    expect(await fetcherOfDead.fetchDocument({ url: dead.origin, accept: 'feed' })).toMatchObject({
      failure: { kind: 'connect', transient: true }
    })
  })

  test.each(['ftp://example.org/', 'file:///etc/passwd', 'http://user:pw@example.org/', 'nonsense', 'javascript:alert(1)', ''])(
    '%s is not fetched',
    async (url) => {
      expect(await fetcher.fetchDocument({ url, accept: 'feed' })).toMatchObject({ kind: 'failed', failure: { kind: 'refused-url' } })
    }
  )

  test.each([
    ['/429-seconds', 'rate-limited', 120_000],
    ['/429-absurd', 'rate-limited', 604_800_000],
    ['/429-reset', 'rate-limited', 300_000],
    ['/503-seconds', 'unavailable', 45_000],
    ['/429-bare', 'rate-limited', undefined]
  ])('%s asks to wait', async (path, kind, retryAfterMs) => {
    const failure = await failureOf(path)
    expect(failure).toMatchObject({ kind, transient: true })
    expect(failure.retryAfterMs).toBe(retryAfterMs)
  })

  test('a redirect within a host goes on over the same connection', async () => {
    await using moved = await startPublisher()
    await using fresh = closing(createFetcher(options({ allow: [`127.0.0.1:${moved.port}`] })))
    expect(await fresh.fetchDocument({ url: `${moved.origin}/301-301`, accept: 'feed' })).toMatchObject({ kind: 'document' })
    expect(moved.seen.map(({ path }) => path)).toEqual(['/301-301', '/301', '/feed'])
    expect(moved.connections.most).toBe(1)
  })

  test('tells what it waits for: its turn at a host, then the server', async () => {
    const gate = createHostGate({ connectionsPerHostMax: 1, spacingMs: 0, now: Date.now })
    await using paced = closing(createFetcher(options({ gate })))
    const ask = async (told: PollPace['waitsFor'][]) => {
      const pace = {
        set waitsFor(next: PollPace['waitsFor']) {
          told.push(next)
        }
      } as PollPace
      return paced.fetchDocument({ url: `${publisher.origin}/feed`, accept: 'feed' }, { pace })
    }
    const [first, second]: PollPace['waitsFor'][][] = [[], []]
    await Promise.all([ask(first!), ask(second!)])
    expect(first).toEqual(['server'])
    expect(second).toEqual(['turn', 'server'])
  })

  test('aborting rejects with the reason of the caller', async () => {
    const stop = new AbortController()
    const pending = get('/hang')
    const stopped = fetcher.fetchDocument({ url: `${publisher.origin}/hang`, accept: 'feed' }, { signal: stop.signal })
    stop.abort(new Error('going down'))
    await expect(stopped).rejects.toThrow('going down')
    await fetcher.close()
    expect((await pending).kind).toBe('failed')
  })

  test('no connection stays open after bodies that were not read', async () => {
    for (const path of ['/gzip-bomb', '/huge-announced', '/huge-unannounced', '/gzip-twice', '/coding-unknown']) {
      await get(path)
      await get(path)
    }
    // Two may idle for the next request.
    await expect.poll(() => publisher.connections.open).toBeLessThanOrEqual(2)
  })
})

describe('manners', () => {
  test('the request is a plain, honest GET', async () => {
    await get('/feed#part')
    const [request] = publisher.seen
    expect(request!.method).toBe('GET')
    expect(request!.path).toBe('/feed')
    expect(request!.headers).toMatchObject({
      'user-agent': 'Courant/1.2.3 (+https://operator.example/contact)',
      'accept-encoding': 'gzip, br, zstd'
    })
    expect(request!.headers.accept).toContain('application/atom+xml')
    for (const name of ['cookie', 'referer', 'if-none-match', 'if-modified-since', 'authorization', 'cache-control', 'pragma']) {
      expect(request!.headers).not.toHaveProperty(name)
    }
  })

  test('a page is asked for as a page', async () => {
    await get('/feed', { accept: 'page' })
    expect(publisher.seen[0]!.headers.accept).toMatch(/^text\/html/)
  })

  test('cookies are not kept', async () => {
    await get('/cookies')
    await get('/cookies')
    expect(publisher.seen[1]!.headers).not.toHaveProperty('cookie')
  })

  test('nothing but the document is fetched: no favicon, no robots.txt, no HEAD', async () => {
    await get('/feed')
    expect(publisher.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /feed'])
  })

  test('both validators go back byte for byte', async () => {
    const first = await getDocument('/conditional')
    expect(first.validators).toEqual({ etag: 'W/"v1"', lastModified: 'Tue, 3 Nov 2026 08:00:00 +0000' })
    const second = await get('/conditional', { validators: first.validators })
    expect(publisher.seen[1]!.headers).toMatchObject({ 'if-none-match': 'W/"v1"', 'if-modified-since': 'Tue, 3 Nov 2026 08:00:00 +0000' })
    expect(second).toMatchObject({
      kind: 'unchanged',
      status: 304,
      validators: { etag: null, lastModified: null },
      cache: { freshMs: 7_200_000 }
    })
  })

  test('a 304 hands on the validators it carries', async () => {
    publisher.play('/renewing', (_request, response) => void response.writeHead(304, { etag: '"v2"' }).end())
    expect(await get('/renewing', { validators: { etag: '"v1"' } })).toMatchObject({
      kind: 'unchanged',
      validators: { etag: '"v2"', lastModified: null }
    })
  })

  test.each([
    ['/etag-long', { etag: null, lastModified: null }],
    ['/etag-star', { etag: null, lastModified: null }],
    ['/etag-odd', { etag: 'not-quoted', lastModified: 'yesterday' }]
  ])('%s: unusable validators are ignored, odd ones kept', async (path, validators) => {
    expect((await getDocument(path)).validators).toEqual(validators)
  })

  test('bytes beyond ASCII in an ETag come back as they came', async () => {
    publisher.play('/latin', answer({ etag: '"caf\u00e9"' }))
    const { validators } = await getDocument('/latin')
    await get('/latin', { validators })
    expect(publisher.seen[1]!.headers['if-none-match']).toBe('"caf\u00e9"')
  })

  test('validators go to the address that gave them, not to the one that redirects there', async () => {
    await get('/302', { validators: { etag: '"x"', url: `${publisher.origin}/feed` } })
    expect(publisher.seen.map(({ path, headers }) => [path, headers['if-none-match']])).toEqual([
      ['/302', undefined],
      ['/feed', '"x"']
    ])
    await get('/301', { validators: { etag: '"y"' } })
    expect(publisher.seen.slice(2).map(({ path, headers }) => [path, headers['if-none-match']])).toEqual([
      ['/301', '"y"'],
      ['/feed', undefined]
    ])
  })

  test('at most two connections to one host', async () => {
    await Promise.all(Array.from({ length: 12 }, () => get('/feed')))
    expect(publisher.connections.most).toBeLessThanOrEqual(2)
  })

  test('proxy variables of the environment change nothing', async () => {
    const before = process.env['HTTP_PROXY']
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = other.origin
    const asked = other.seen.length
    try {
      await using fresh = closing(createFetcher(options()))
      expect((await fresh.fetchDocument({ url: `${publisher.origin}/feed`, accept: 'feed' })).kind).toBe('document')
    } finally {
      delete process.env['http_proxy']
      if (before === undefined) delete process.env['HTTP_PROXY']
      else process.env['HTTP_PROXY'] = before
    }
    expect(other.seen.length).toBe(asked)
  })
})

describe('redirects', () => {
  test.each([
    ['/301', '/feed', true],
    ['/308', '/feed', true],
    ['/301-301', '/feed', true],
    ['/fragment', '/feed', true],
    ['/302', '/feed', false],
    ['/303', '/feed', false],
    ['/307', '/feed', false],
    ['/301-302', '/feed', false],
    ['/to-utf8', '/caf%C3%A9', false]
  ])('%s leads to %s (for good: %s)', async (path, end, permanent) => {
    const document = await getDocument(path)
    expect(document.finalUrl).toBe(publisher.origin + end)
    expect(document.permanentUrl).toBe(permanent ? publisher.origin + end : null)
  })

  test('hops are told', async () => {
    expect((await getDocument('/301-302')).hops).toEqual([
      { url: `${publisher.origin}/301-302`, status: 301, permanent: true },
      { url: `${publisher.origin}/302`, status: 302, permanent: false }
    ])
  })

  test('credentials and own headers stay with their origin, even when led back', async () => {
    publisher.play('/away', redirect(302, `${other.origin}/back`))
    other.play('/back', redirect(302, `${publisher.origin}/feed`))
    const asked = other.seen.length
    await getDocument('/away', { basic: { user: 'a', password: 'b' }, headers: { 'X-Key': 'k', Accept: 'text/plain' } })
    expect(publisher.seen[0]!.headers).toMatchObject({ authorization: 'Basic YTpi', 'x-key': 'k', accept: 'text/plain' })
    for (const { headers } of [other.seen[asked]!, publisher.seen[1]!]) {
      expect(headers).not.toHaveProperty('authorization')
      expect(headers).not.toHaveProperty('x-key')
    }
  })

  test('within the origin they are kept', async () => {
    await getDocument('/302', { bearer: 'token' })
    expect(publisher.seen[1]!.headers.authorization).toBe('Bearer token')
  })

  test('an operator cannot replace the User-Agent or conditions', async () => {
    await get('/feed', { headers: { 'User-Agent': 'Mozilla/5.0', 'If-None-Match': '*', Host: 'elsewhere.example' } })
    expect(publisher.seen[0]!.headers['user-agent']).toMatch(/^Courant/)
    expect(publisher.seen[0]!.headers).not.toHaveProperty('if-none-match')
    expect(publisher.seen[0]!.headers.host).toBe(`127.0.0.1:${publisher.port}`)
  })

  test('five hops are followed, six are not', async () => {
    for (let n = 0; n < 6; n++) publisher.play(`/hop${n}`, redirect(302, n === 5 ? '/feed' : `/hop${n + 1}`))
    expect((await getDocument('/hop1')).hops).toHaveLength(5)
    expect((await failureOf('/hop0')).kind).toBe('redirect-loop')
  })
})

function closing(made: Fetcher): Fetcher & AsyncDisposable {
  return { ...made, [Symbol.asyncDispose]: () => made.close() }
}
