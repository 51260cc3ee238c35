import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionalResponse, type FeedDelta } from '../../src/serve/conditional-response.ts'
import { encodeRepresentation } from '../../src/serve/encode-representation.ts'

const changedAt = Date.UTC(2026, 10, 22, 10, 0, 0, 500)
const text = '<feed>' + 'news '.repeat(500) + '</feed>'
const stored = await encodeRepresentation(text, {
  contentType: 'application/atom+xml; charset=utf-8',
  changedAt,
  maxAgeMs: 300_000,
  links: ['<https://x.example/hub>; rel="hub"']
})
const { identity, gzip, br, zstd } = stored.codings

function get(headers: Record<string, string> = {}, method = 'GET', delta?: FeedDelta) {
  return conditionalResponse({ method, headers }, delta ? { ...stored, delta } : stored)
}

describe('encodeRepresentation', () => {
  test('keeps the same text in each coding, under strong tags of its own', () => {
    expect(Buffer.from(identity.bytes).toString()).toBe(text)
    expect(gunzipSync(gzip!.bytes).toString()).toBe(text)
    expect(brotliDecompressSync(br!.bytes).toString()).toBe(text)
    expect(zstdDecompressSync(zstd!.bytes).toString()).toBe(text)
    const tags = Object.values(stored.codings).map(({ etag }) => etag)
    expect(new Set(tags).size).toBe(4)
    for (const tag of tags) expect(tag).toMatch(/^"[\x21\x23-\x7e]+"$/)
  })

  test('gives the same tags for the same text and leaves out codings that save nothing', async () => {
    const about = { contentType: 'x', changedAt: 0, maxAgeMs: 0 }
    expect((await encodeRepresentation(text, about)).codings.identity.etag).toBe(identity.etag)
    expect(Object.keys((await encodeRepresentation('a', about)).codings)).toEqual(['identity'])
  })
})

test('a first GET gets everything', () => {
  const { status, headers, body } = get()
  expect(status).toBe(200)
  expect(body).toBe(identity.bytes)
  expect(headers).toEqual({
    'content-type': 'application/atom+xml; charset=utf-8',
    'content-length': String(identity.bytes.length),
    'cache-control': 'public, max-age=300, stale-while-revalidate=600, stale-if-error=86400',
    vary: 'Accept-Encoding',
    'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
    link: '<https://x.example/hub>; rel="hub"',
    etag: identity.etag
  })
})

describe('Accept-Encoding', () => {
  test.each([
    { field: 'gzip', coding: 'gzip' },
    { field: 'gzip, deflate, br, zstd', coding: 'br' },
    { field: 'zstd, gzip', coding: 'zstd' },
    { field: 'br;q=0.1, gzip;q=0.9', coding: 'gzip' },
    { field: 'br;q=0, gzip;q=0, zstd;q=0', coding: undefined },
    { field: 'GZIP ; Q=1.0', coding: 'gzip' },
    { field: 'x-gzip', coding: 'gzip' },
    { field: '*', coding: 'br' },
    { field: '*;q=0.5, br;q=0', coding: 'zstd' },
    { field: 'identity, gzip;q=0.5', coding: undefined },
    { field: 'identity;q=0, gzip', coding: 'gzip' },
    { field: 'deflate', coding: undefined },
    { field: '', coding: undefined },
    { field: 'gzip;q=nonsense', coding: undefined }
  ])('"$field" gets $coding', ({ field, coding }) => {
    const { status, headers } = get({ 'accept-encoding': field })
    expect(status).toBe(200)
    expect(headers['content-encoding']).toBe(coding)
    expect(headers['etag']).toBe(stored.codings[(coding ?? 'identity') as 'gzip']!.etag)
  })

  test.each(['*;q=0', 'identity;q=0', 'deflate, identity;q=0'])('"%s" takes nothing we have', (field) => {
    expect(get({ 'accept-encoding': field }).status).toBe(406)
  })
})

describe('If-None-Match', () => {
  test.each([
    { name: 'the tag', field: identity.etag, status: 304 },
    { name: 'the tag, weak', field: `W/${identity.etag}`, status: 304 },
    { name: 'the tag of another coding', field: gzip!.etag, status: 304 },
    { name: 'a list', field: `"a", W/"b",${identity.etag}`, status: 304 },
    { name: 'a list whose tags hold commas', field: `"a,b", ${identity.etag}`, status: 304 },
    { name: 'a star', field: '*', status: 304 },
    { name: 'another tag', field: '"other"', status: 200 },
    { name: 'the tag without quotes', field: identity.etag.slice(1, -1), status: 200 },
    { name: 'nothing', field: '', status: 200 }
  ])('$name gives $status', ({ field, status }) => {
    expect(get({ 'if-none-match': field }).status).toBe(status)
  })

  test('beats If-Modified-Since', () => {
    expect(get({ 'if-none-match': '"other"', 'if-modified-since': 'Mon, 23 Nov 2026 10:00:00 GMT' }).status).toBe(200)
    expect(get({ 'if-none-match': identity.etag, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }).status).toBe(304)
  })

  test('304 carries what a cache updates, and no content', () => {
    const { headers, body } = get({ 'if-none-match': gzip!.etag, 'accept-encoding': 'gzip' })
    expect(body).toBeNull()
    expect(Object.keys(headers).sort()).toEqual(['cache-control', 'etag', 'last-modified', 'link', 'vary'])
    expect(headers['etag']).toBe(gzip!.etag)
  })
})

describe('If-Modified-Since', () => {
  test.each([
    { field: 'Sun, 22 Nov 2026 10:00:00 GMT', status: 304 },
    { field: 'Sun, 22 Nov 2026 09:59:59 GMT', status: 200 },
    { field: 'Mon, 23 Nov 2026 00:00:00 GMT', status: 304 },
    { field: 'Sunday, 22-Nov-26 10:00:00 GMT', status: 304 },
    { field: 'Sun Nov 22 10:00:00 2026', status: 304 },
    { field: '2026-11-23', status: 200 },
    { field: 'now', status: 200 }
  ])('"$field" gives $status', ({ field, status }) => {
    expect(get({ 'if-modified-since': field }).status).toBe(status)
  })
})

describe('methods', () => {
  test('HEAD has the headers of GET and no content', () => {
    const accept = { 'accept-encoding': 'br' }
    expect(get(accept, 'HEAD').headers).toEqual(get(accept).headers)
    expect(get(accept, 'HEAD').body).toBeNull()
    expect(get({ 'if-none-match': '*' }, 'HEAD').status).toBe(304)
  })

  test('others are not allowed', () => {
    expect(get({}, 'POST')).toEqual({ status: 405, headers: { allow: 'GET, HEAD' }, body: null })
  })
})

describe('A-IM: feed', () => {
  const change = { bytes: Buffer.from('<feed>new</feed>'), etag: '"d"' }
  const delta: FeedDelta = { formOf: (etag) => (etag === '"old"' ? change : null) }

  test('a known earlier state gets what is new, under the tag of now', () => {
    const { status, headers, body } = get({ 'a-im': 'feed', 'if-none-match': 'W/"old"' }, 'GET', delta)
    expect(status).toBe(226)
    expect(headers).toMatchObject({ im: 'feed', etag: identity.etag, 'delta-base': '"d"', 'cache-control': 'no-store, im' })
    expect(headers['vary']).toBe('Accept-Encoding, A-IM, If-None-Match')
    expect(body).toBe(change.bytes)
  })

  test.each([
    { name: 'an unknown state', headers: { 'a-im': 'feed', 'if-none-match': '"older"' }, status: 200 },
    { name: 'no state', headers: { 'a-im': 'feed' }, status: 200 },
    { name: 'another manipulation', headers: { 'a-im': 'vcdiff', 'if-none-match': '"old"' }, status: 200 },
    { name: 'the manipulation refused', headers: { 'a-im': 'feed;q=0', 'if-none-match': '"old"' }, status: 200 },
    { name: 'the present state', headers: { 'a-im': 'feed', 'if-none-match': identity.etag }, status: 304 }
  ])('$name gives $status', ({ headers, status }) => {
    expect(get(headers, 'GET', delta).status).toBe(status)
  })
})

test('archives are immutable', async () => {
  const archive = await encodeRepresentation('a', { contentType: 'x', changedAt, maxAgeMs: 31_536_000_000, immutable: true })
  expect(conditionalResponse({ method: 'GET', headers: {} }, archive).headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('any header values get an answer', () => {
  const names = ['if-none-match', 'if-modified-since', 'accept-encoding', 'a-im']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), (headers) => {
      expect([200, 304, 406]).toContain(get(headers).status)
    })
  )
})
