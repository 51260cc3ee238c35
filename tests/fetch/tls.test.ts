import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFetcher } from '../../src/fetch/fetch-document.ts'
import type { FetchRequest } from '../../src/model/fetch-outcome.ts'
import { FEED, startPublisher, type Publisher } from '../support/loopback-publisher.ts'

// A certificate for loopback.example that nobody vouches for, made for these tests.
const tls = new URL('../fixtures/tls/', import.meta.url)
let secure: Server
let plain: Publisher
let port: number

beforeAll(async () => {
  plain = await startPublisher()
  secure = createServer(
    { key: readFileSync(new URL('key.pem', tls)), cert: readFileSync(new URL('certificate.pem', tls)) },
    (request, response) => {
      if (request.url === '/down') response.writeHead(302, { location: `${plain.origin}/feed` }).end()
      else response.end(FEED)
    }
  )
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  port = (secure.address() as AddressInfo).port
})
afterAll(async () => {
  secure.closeAllConnections()
  secure.close()
  await plain.close()
})

async function get(url: string, over: Partial<FetchRequest> = {}) {
  const fetcher = createFetcher({
    version: '1',
    contact: 'x',
    allow: [`127.0.0.1:${port}`, `127.0.0.1:${plain.port}`],
    ports: [],
    connectTimeoutMs: 2_000,
    totalTimeoutMs: 5_000,
    wireBytesMax: 1e6,
    decodedBytesMax: 1e6,
    redirectsMax: 5,
    now: Date.now,
    lookup: async () => [{ address: '127.0.0.1', family: 4 }]
  })
  try {
    return await fetcher.fetchDocument({ url, accept: 'feed', ...over })
  } finally {
    await fetcher.close()
  }
}

test.each(['127.0.0.1', 'loopback.example', 'other.example'])(
  'a certificate of https://%s that does not verify is refused',
  async (host) => {
    expect(await get(`https://${host}:${port}/`)).toMatchObject({ kind: 'failed', failure: { kind: 'tls', transient: false } })
  }
)

test('insecure_tls admits it, for the feed that says so', async () => {
  expect(await get(`https://loopback.example:${port}/`, { insecureTls: true })).toMatchObject({ kind: 'document' })
})

test('a redirect from https to http is refused, unless the feed allows it', async () => {
  const url = `https://loopback.example:${port}/down`
  const asked = plain.seen.length
  expect(await get(url, { insecureTls: true })).toMatchObject({ kind: 'failed', failure: { kind: 'redirect-downgrade' } })
  expect(plain.seen.length).toBe(asked)
  expect(await get(url, { insecureTls: true, allowDowngrade: true })).toMatchObject({ kind: 'document', finalUrl: `${plain.origin}/feed` })
})

test('plain text where TLS is spoken, and TLS where it is not', async () => {
  expect((await get(`http://127.0.0.1:${port}/`)).kind).toBe('failed')
  expect(await get(`https://127.0.0.1:${plain.port}/feed`)).toMatchObject({ failure: { kind: 'tls' } })
})
