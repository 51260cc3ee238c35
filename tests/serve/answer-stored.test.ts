import type { FastifyInstance } from 'fastify'
import { request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

const FEED = '/topics/ai-native-industry.atom'
/** Of the connection, not of the answer. */
const OF_THE_WAY = new Set(['date', 'connection', 'keep-alive'])

let store: Store
let app: FastifyInstance
let etag: string
beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig()
  app = createApp({ store, config: () => config, now: () => NOON, log: false })
  await app.listen({ host: '127.0.0.1', port: 0 })
  etag = String((await app.inject(FEED)).headers.etag) // stored from now on
})
afterAll(async () => {
  await app.close()
  await store.close()
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

function overSocket(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const { port } = app.server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      resolve({ status: response.statusCode!, headers: plain(response.headers), body: Buffer.concat(chunks).toString('latin1') })
    })
      .on('error', reject)
      .end()
  })
}

async function byRoute(method: string, url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await app.inject({ method: method as 'GET', url, headers })
  return { status: answer.statusCode, headers: plain(answer.headers), body: answer.rawPayload.toString('latin1') }
}

function plain(headers: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OF_THE_WAY.has(name))
      .map(([name, value]) => [name, String(value)])
  )
}

test.each([
  { name: 'the whole', method: 'GET', headers: {} },
  { name: 'a coding', method: 'GET', headers: { 'accept-encoding': 'gzip' } },
  { name: 'no coding that we have', method: 'GET', headers: { 'accept-encoding': 'identity;q=0' } },
  { name: 'HEAD', method: 'HEAD', headers: { 'accept-encoding': 'br' } },
  { name: 'what a reader has', method: 'GET', headers: { 'if-none-match': '' } },
  { name: 'what a reader has since', method: 'GET', headers: { 'if-modified-since': 'Mon, 24 Nov 2031 12:00:00 GMT' } },
  { name: 'another method', method: 'POST', headers: {} },
  { name: 'OPTIONS', method: 'OPTIONS', headers: {} }
])('$name is answered as the route answers it', async ({ method, headers }) => {
  const asked = 'if-none-match' in headers ? { 'if-none-match': etag } : (headers as Record<string, string>)
  const answer = await overSocket(method, FEED, asked)
  expect(answer).toEqual(await byRoute(method, FEED, asked))
})

test.each([
  '/topics/none.atom',
  '/topics/ai-native-industry',
  `${FEED}?x=1`,
  '/topics/../etc/passwd',
  '/topics/ai-native-industry/page/2.atom'
])('%s is left to the routes', async (path) => {
  expect((await overSocket('GET', path, { accept: 'application/json' })).status).toBe(
    (await byRoute('GET', path, { accept: 'application/json' })).status
  )
})

test('answers are counted', async () => {
  await overSocket('GET', FEED, { 'if-none-match': etag })
  expect((await app.inject('/metrics')).body).toMatch(/courant_http_requests_total\{route="\/topics\/:name",status="304"\} [1-9]/)
})
