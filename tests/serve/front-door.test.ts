import type { FastifyInstance } from 'fastify'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

let store: Store
let app: FastifyInstance
beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig({ search_per_minute: 1_000, api_per_minute: 1_000 })
  app = createApp({ store, config: () => config, now: () => NOON, log: false })
  await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await store.close()
})

/** Sends bytes as they are, as no client library would, and gives all that comes back until the server closes. */
async function send(text: string): Promise<{ readonly status: number; readonly text: string }> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]), text: answer }
}

const get = (target: string, headers = '') => send(`GET ${target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n${headers}\r\n`)
const OUTSIDE = /evil\.example/
const INSIDE = /node_modules|\/src\/|\.ts:\d|sqlite|SQLITE/

describe('what a request says of its host', () => {
  test.each([
    { name: 'Host', target: '/topics/ai-native-industry', headers: '' },
    { name: 'X-Forwarded-Host', target: '/', headers: 'X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n' },
    { name: 'Forwarded', target: '/topics/ai-native-industry.atom', headers: 'Forwarded: host=evil.example;proto=http\r\n' },
    { name: 'an address instead of a path', target: 'http://evil.example/topics/ai-native-industry.json', headers: '' },
    { name: 'X-Original-URL', target: '/opml.xml', headers: 'X-Original-URL: /evil.example\r\nX-Rewrite-URL: /evil.example\r\n' },
    { name: 'a path that looks like a host', target: '//evil.example/..', headers: '' },
    { name: 'a path with backslashes', target: '/\\evil.example', headers: '' },
    { name: 'a slash too many', target: '/topics/ai-native-industry/', headers: '' }
  ])('$name: stands in no answer and no redirect', async ({ target, headers }) => {
    const { status, text } = await get(target, headers)
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(OUTSIDE)
    expect(text).not.toMatch(/^location:/im)
  })
})

test.each([
  '/../../etc/passwd',
  '/assets/../../../etc/passwd',
  '/assets/..%2f..%2f..%2fetc%2fpasswd',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/topics/..%5c..%5cetc',
  '/topics/%00',
  '/topics/ai%00.atom',
  '/articles/%252e%252e%252f',
  '/topics/ai-native-industry/archive/..%2f..%2f.atom',
  '/plots/sources/..%2f..%2fcourant.svg',
  '/topics/__proto__',
  '/topics/constructor.atom',
  '/articles/__proto__',
  '/api/v1/topics/__proto__'
])('%s leads nowhere', async (target) => {
  const { status, text } = await get(target)
  expect([400, 404]).toContain(status)
  expect(text).not.toMatch(INSIDE)
  expect(text).not.toContain('root:')
})

describe('searches', () => {
  test.each([
    '"',
    '""',
    '"unclosed',
    '*',
    'park*',
    'AND',
    'NOT park',
    'park OR',
    'NEAR(park town, 2)',
    'title:park',
    '^park',
    '-park',
    '{park}',
    "'; drop table article; --",
    '%',
    '_',
    '\\',
    'a'.repeat(200),
    '\u202e',
    '()',
    'park AND AND town',
    '"park" "',
    'searchtext MATCH "x"'
  ])('%j is words and nothing else', async (query) => {
    for (const path of ['/search', '/search.json', '/api/v1/search']) {
      const { status, text } = await get(`${path}?q=${encodeURIComponent(query)}`)
      expect(status).toBe(200)
      expect(text).not.toMatch(INSIDE)
    }
  })

  test.each([
    'q=a&q=b',
    'q[]=a',
    'q[x]=a',
    `q=${'a'.repeat(201)}`,
    `q=${'%F0%9F'.repeat(20)}`,
    'q=%ff',
    'q=a%00b',
    '__proto__[x]=1',
    '&'.repeat(2_000),
    'q=park#x'
  ])('?%.40s is taken or refused, and no mistake of ours', async (query) => {
    const { status, text } = await get(`/search?${query}`)
    expect([200, 400]).toContain(status)
    expect(text).not.toMatch(INSIDE)
  })
})

test.each([
  'page=-1',
  'page=0',
  'page=1e9',
  'page=NaN',
  'page=1.5',
  'page=0x10',
  'language=../..',
  'region=%27',
  'language=en&language=de',
  'page=1&page=2'
])('a topic page with %s is shown or refused, and no mistake of ours', async (query) => {
  const { status, text } = await get(`/topics/ai-native-industry?${query}`)
  expect([200, 400, 404]).toContain(status)
  expect(text).not.toMatch(INSIDE)
})

test.each(['Host: a\r\nHost: b', 'Host: a\r\nhost: a'])('a request with two hosts is refused: %j', async (hosts) => {
  expect(await send(`GET /topics/ai-native-industry.atom HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`)).toMatchObject({ status: 400 })
})

describe('methods', () => {
  test.each([
    { method: 'TRACE', expected: 501 },
    { method: 'CONNECT', expected: NaN }, // closed without a word
    { method: 'PROPFIND', expected: 501 },
    { method: 'PURGE', expected: 501 },
    { method: 'PATCH', expected: 405 },
    { method: 'get', expected: 400 },
    { method: 'FOO', expected: 400 }
  ])('$method does nothing and reflects nothing', async ({ method, expected }) => {
    const { status, text } = await send(
      `${method} /topics/ai-native-industry.atom HTTP/1.1\r\nHost: a\r\nX-Secret: mirror\r\nConnection: close\r\n\r\n`
    )
    expect(status).toBe(expected)
    expect(text).not.toContain('mirror')
  })

  test('a body that is too large is refused before it is read', async () => {
    const { status } = await send(
      'POST /hub HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\nhub.mode=subscribe'
    )
    expect(status).toBe(413)
  })

  test('a body where none belongs is not waited for', async () => {
    const { status } = await send(
      'DELETE /topics/ai-native-industry.atom HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\n'
    )
    expect(status).toBe(405)
  })
})
