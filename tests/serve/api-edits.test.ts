import { hash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CourantError } from '../../src/errors.ts'
import { createApp } from '../../src/serve/app.ts'
import { edit, editList, editResult } from '../../src/serve/edit-schemas.ts'
import type { Store } from '../../src/store/store.ts'
import { aStoreEditor } from '../support/editor.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

const TOKENS = { reader: 'r'.repeat(30), desk: 'd'.repeat(30), chief: 'c'.repeat(30) }
const PIN = { kind: 'pin', article: 'a-ja-1', topic: 'public-health', why: 'it is about health too' }

let store: Store
let app: FastifyInstance
let now = NOON
beforeEach(async () => {
  now = NOON
  store = await aFilledStore()
  const tokens = [
    { name: 'reader', token: TOKENS.reader, scopes: ['read'] },
    { name: 'desk', sha256: hash('sha256', TOKENS.desk), scopes: ['curate'] },
    { name: 'chief', token: TOKENS.chief, scopes: ['admin'] }
  ]
  const config = aConfig({ api_per_minute: 40, search_per_minute: 3 }, { tokens })
  app = createApp({ store, config: () => config, now: () => now, log: false, curation: aStoreEditor(store, config) })
})
afterEach(async () => {
  await app.close()
  await store.close()
})

const as = (who: keyof typeof TOKENS, more: Record<string, string> = {}) => ({ authorization: `Bearer ${TOKENS[who]}`, ...more })
const post = (payload: unknown, headers: Record<string, string> = as('desk')) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/edits',
    headers: { 'content-type': 'application/json', ...headers },
    payload: payload as object
  })

describe('an edit by a program', () => {
  test('is made, told and undone, in the name of its token', async () => {
    const made = await post(PIN)
    expect(made.statusCode).toBe(201)
    const {
      edit: { id },
      changes
    } = editResult.parse(made.json())
    expect(changes).toContainEqual({ topic: 'public-health', article: 'a-ja-1', kind: 'added' })
    expect(made.headers.location).toBe(`https://news.example.org/api/v1/edits/${id}`)
    const one = await app.inject({ url: `/api/v1/edits/${id}`, headers: as('reader') })
    expect(edit.parse(one.json())).toMatchObject({ kind: 'pin', by: 'desk', why: PIN.why, undone: null })
    for (const url of ['/api/v1/edits', '/api/v1/edits?article=a-ja-1', '/api/v1/articles/a-ja-1/edits']) {
      expect(editList.parse((await app.inject({ url, headers: as('reader') })).json())).toMatchObject({ edits: [{ id }], next: null })
    }
    const undone = await app.inject({ method: 'DELETE', url: `/api/v1/edits/${id}?why=it+is+not`, headers: as('chief') })
    expect(editResult.parse(undone.json())).toMatchObject({ edit: { undoneBy: 'chief', undoneWhy: 'it is not' } })
    expect((await app.inject({ method: 'DELETE', url: `/api/v1/edits/${id}?why=again`, headers: as('desk') })).statusCode).toBe(409)
  })

  test('may retitle, summarise and merge', async () => {
    expect((await post({ kind: 'retitle', article: 'a-en-1', title: 'A park opens', why: 'short' })).statusCode).toBe(201)
    expect((await post({ kind: 'summarise', article: 'a-en-1', summary: 'Forty hectares.', why: 'short' })).statusCode).toBe(201)
    expect((await post({ kind: 'merge', article: 'a-ja-1', into: 'a-en-1', why: 'one text' })).statusCode).toBe(201)
    expect((await app.inject('/api/v1/articles/a-en-1')).json()).toMatchObject({
      title: 'A park opens',
      summary: 'Forty hectares.',
      revision: 3
    })
  })

  test('adds an article by its address', async () => {
    const added = await post({ kind: 'add', url: 'https://prefecture.example/ja-1', topic: 'public-health', why: 'health' })
    expect([added.statusCode, added.json().edit]).toEqual([
      201,
      expect.objectContaining({ kind: 'add', article: 'a-ja-1', topic: 'public-health' })
    ])
  })

  test('is listed page by page', async () => {
    for (const title of ['One', 'Two', 'Three']) await post({ kind: 'retitle', article: 'a-en-1', title, why: 'so' })
    const first = (await app.inject({ url: '/api/v1/edits?limit=2', headers: as('desk') })).json()
    const second = (await app.inject({ url: `/api/v1/edits?limit=2&before=${first.next}`, headers: as('desk') })).json()
    expect([...first.edits, ...second.edits].map(({ payload }) => payload.text)).toEqual(['Three', 'Two', 'One'])
    expect(second.next).toBeNull()
  })
})

describe('a refusal names what is wrong, as problem details', () => {
  test.each([
    { name: 'an unknown article', body: { ...PIN, article: 'none' }, status: 404, says: 'there is no article "none"' },
    { name: 'an unknown topic', body: { ...PIN, topic: 'none' }, status: 404, says: 'there is no topic "none"' },
    { name: 'no topic', body: { ...PIN, topic: undefined }, status: 422, says: 'pin needs a topic' },
    { name: 'no reason', body: { ...PIN, why: undefined }, status: 422, says: 'why:' },
    { name: 'an empty reason', body: { ...PIN, why: ' ' }, status: 422, says: 'why is empty' },
    { name: 'a key too many', body: { ...PIN, by: 'someone else' }, status: 422, says: 'by' },
    { name: 'an unknown kind', body: { ...PIN, kind: 'praise' }, status: 422, says: 'kind:' },
    {
      name: 'a merge with itself',
      body: { kind: 'merge', article: 'a-en-1', into: 'a-en-1', why: 'so' },
      status: 409,
      says: 'one article already'
    },
    { name: 'a title for a pin', body: { ...PIN, title: 'New' }, status: 422, says: 'pin takes no text' },
    {
      name: 'a summary for a title',
      body: { kind: 'retitle', article: 'a-en-1', summary: 'x', why: 'so' },
      status: 422,
      says: 'retitle takes no summary'
    },
    { name: 'no article', body: { ...PIN, article: undefined }, status: 422, says: 'pin needs an article' },
    { name: 'an address for a pin', body: { ...PIN, url: 'https://x.example/' }, status: 422, says: 'pin takes no url' },
    {
      name: 'an address without a topic',
      body: { kind: 'add', url: 'https://x.example/', why: 'so' },
      status: 422,
      says: 'add needs a topic'
    },
    { name: 'a list', body: [], status: 422, says: 'body:' },
    { name: 'no JSON', body: '{', status: 400, says: 'cannot be read' },
    { name: 'too much', body: JSON.stringify({ ...PIN, why: 'x'.repeat(40_000) }), status: 413, says: 'larger' }
  ])('$name: $status', async ({ body, status, says }) => {
    const { statusCode, headers, json } = await post(body)
    expect([statusCode, headers['content-type'], json().detail]).toEqual([
      status,
      'application/problem+json',
      expect.stringContaining(says)
    ])
    expect(await store.listEdits(10)).toEqual([])
  })

  test('of another form, another method, and without a reason to undo', async () => {
    expect((await post('kind=pin', as('desk', { 'content-type': 'application/x-www-form-urlencoded' }))).statusCode).toBe(415)
    const put = await app.inject({ method: 'PUT', url: '/api/v1/edits', headers: as('desk') })
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/edits/x', headers: as('desk') })).statusCode).toBe(422)
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/edits/x?why=so', headers: as('desk') })).statusCode).toBe(404)
  })
})

test('a store that takes no writes now says so, and nothing of its inside', async () => {
  const config = aConfig({}, { tokens: [{ name: 'desk', token: TOKENS.desk, scopes: ['curate'] }] })
  const full = async () => {
    throw new CourantError('STORE_FULL', 'the disk of /var/lib is full')
  }
  const other = createApp({ store, config: () => config, now: () => now, log: false, curation: { make: full, add: full, undo: full } })
  const { statusCode, body } = await other.inject({ method: 'POST', url: '/api/v1/edits', headers: as('desk'), payload: PIN })
  expect(statusCode).toBe(503)
  expect(body).not.toContain('/var/lib')
  await other.close()
})

describe('a token', () => {
  test('is needed, and has to allow what is asked', async () => {
    const none = await post(PIN, {})
    expect([none.statusCode, none.headers['www-authenticate']]).toEqual([401, 'Bearer realm="courant"'])
    expect((await post(PIN, { authorization: `Basic ${TOKENS.desk}` })).statusCode).toBe(401)
    expect((await post(PIN, { authorization: 'Bearer wrong' })).statusCode).toBe(401)
    expect((await post(PIN, as('reader'))).statusCode).toBe(403)
    expect((await app.inject('/api/v1/edits')).statusCode).toBe(401)
    expect((await post(PIN, as('chief'))).statusCode).toBe(201)
  })

  test('is asked for before a body is read', async () => {
    expect((await post('{', {})).statusCode).toBe(401)
  })

  test('that is guessed stops its address for a minute, by its network where it has one, and no other', async () => {
    const guess = (remoteAddress: string, token = 'wrong') =>
      app.inject({ url: '/api/v1/edits', remoteAddress, headers: { authorization: `Bearer ${token}` } })
    for (let n = 0; n < 10; n++) expect((await guess(`2001:db8::${n}`)).statusCode).toBe(401)
    const stopped = await guess('2001:db8:0:0:9:9:9:9', TOKENS.desk)
    expect([stopped.statusCode, stopped.headers['retry-after']]).toEqual([429, '60'])
    expect((await guess('2001:db8:0:1::1', TOKENS.desk)).statusCode).toBe(200)
    now += 60_000
    expect((await guess('2001:db8::1', TOKENS.desk)).statusCode).toBe(200)
  })
})

describe('the number of requests', () => {
  test('to the API is limited for each address, with the time to wait', async () => {
    const ask = (remoteAddress: string) => app.inject({ url: '/api/v1/topics', remoteAddress })
    for (let n = 0; n < 40; n++) expect((await ask('192.0.2.1')).statusCode).toBe(200)
    const { statusCode, headers, json } = await ask('192.0.2.1')
    expect([statusCode, json().detail]).toEqual([429, expect.stringContaining('More than 40 such requests in a minute')])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('192.0.2.2')).statusCode).toBe(200)
  })

  test('counts the visitors of a proxy that is named, and believes nobody else', async () => {
    const config = aConfig({ api_per_minute: 1, proxies: ['192.0.2.0/24', '2001:db8::1'] })
    const other = createApp({ store, config: () => config, now: () => now, log: false })
    const ask = async (remoteAddress: string, visitor: string) =>
      (await other.inject({ url: '/api/v1/topics', remoteAddress, headers: { 'x-forwarded-for': visitor } })).statusCode
    expect([
      await ask('192.0.2.7', '198.51.100.1'),
      await ask('192.0.2.8', '198.51.100.2'),
      await ask('192.0.2.7', '198.51.100.1')
    ]).toEqual([200, 200, 429])
    // What a visitor wrote before the proxy added to it is not believed.
    expect(await ask('::ffff:192.0.2.7', '203.0.113.9, 198.51.100.2')).toBe(429)
    expect([await ask('203.0.113.1', '198.51.100.3'), await ask('203.0.113.1', '198.51.100.4')]).toEqual([200, 429])
    expect([
      await ask('2001:db8::1', '198.51.100.5'),
      await ask('2001:db8::2', '198.51.100.6'),
      await ask('2001:db8::3', '198.51.100.7')
    ]).toEqual([200, 200, 429])
    await other.close()
  })

  test('of searches is counted apart; feeds and pages are not counted', async () => {
    const ask = async (url: string) => (await app.inject(url)).statusCode
    expect([await ask('/search?q=park'), await ask('/search.atom?q=park'), await ask('/api/v1/search?q=park')]).toEqual([200, 200, 200])
    expect([await ask('/search?q=park'), await ask('/api/v1/search?q=x'), await ask('/api/v1/topics')]).toEqual([429, 429, 200])
    for (let n = 0; n < 50; n++) expect(await ask('/topics/ai-native-industry.atom')).toBe(200)
  })
})

test('edits are described in the same document as all else', async () => {
  const { paths, components } = (await app.inject('/api/openapi.json')).json()
  expect(paths['/edits'].post).toMatchObject({ operationId: 'makeEdit', security: [{ token: ['curate'] }] })
  expect(paths['/edits'].post.requestBody.content['application/json'].schema.required).toEqual(['kind', 'why'])
  expect(paths['/edits/{id}'].delete.parameters.map(({ name }: { name: string }) => name)).toEqual(['id', 'why'])
  expect(components.securitySchemes.token.scheme).toBe('bearer')
})
