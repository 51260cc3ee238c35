import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFetcher, type FetchOptions } from '../../src/fetch/fetch-document.ts'
import type { Lookup } from '../../src/fetch/guarded-connector.ts'
import { redirect, startPublisher, type Publisher } from '../support/loopback-publisher.ts'

let canary: Publisher
let open: Publisher

beforeAll(async () => {
  canary = await startPublisher()
  open = await startPublisher()
})
afterAll(() => Promise.all([canary.close(), open.close()]))

const names =
  (table: Readonly<Record<string, readonly string[]>>): Lookup =>
  async (hostname) => {
    const addresses = table[hostname]
    if (!addresses) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' })
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }

async function fetchOnce(url: string, over: Partial<FetchOptions> = {}, request = {}) {
  const fetcher = createFetcher({
    version: '1',
    contact: 'x',
    allow: [`127.0.0.1:${open.port}`],
    ports: [80, 443, canary.port],
    connectTimeoutMs: 1_000,
    totalTimeoutMs: 3_000,
    wireBytesMax: 1e6,
    decodedBytesMax: 1e6,
    redirectsMax: 5,
    now: Date.now,
    lookup: names({}),
    ...over
  })
  try {
    return await fetcher.fetchDocument({ url, accept: 'feed', ...request })
  } finally {
    await fetcher.close()
  }
}

const refusedAddress = { kind: 'failed', failure: { kind: 'refused-address', transient: false } }

describe('literals', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '0.0.0.0',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::]',
    '\uff11\uff12\uff17.0.0.1',
    '127\u30020\u30020\u30021'
  ])('http://%s is refused before any connection', async (host) => {
    const before = canary.seen.length
    expect(await fetchOnce(`http://${host}:${canary.port}/feed`)).toMatchObject(refusedAddress)
    expect(canary.seen.length).toBe(before)
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/'
  ])('%s is refused', async (url) => {
    expect(await fetchOnce(url)).toMatchObject(refusedAddress)
  })

  test('a public address on another port is refused', async () => {
    expect(await fetchOnce('http://8.8.8.8:6379/')).toMatchObject(refusedAddress)
  })

  test('the message says what would be right', async () => {
    const outcome = await fetchOnce(`http://127.0.0.1:${canary.port}/feed`)
    expect(outcome.kind === 'failed' && outcome.failure.message).toContain('127.0.0.1 is no public address (loopback)')
    expect(outcome.kind === 'failed' && outcome.failure.message).toContain('fetch.allow')
  })
})

describe('names', () => {
  test.each([
    ['a private address', ['10.1.2.3']],
    ['loopback', ['127.0.0.1']],
    ['mapped loopback', ['::ffff:127.0.0.1']],
    ['one good, one bad', ['93.184.216.34', '127.0.0.1']],
    ['one bad, one good', ['127.0.0.1', '93.184.216.34']],
    ['the metadata service', ['169.254.169.254']],
    ['IPv6 loopback', ['::1']],
    ['no addresses but a bad one of many', ['8.8.8.8', '1.1.1.1', 'fe80::1']]
  ])('%s', async (_name, addresses) => {
    const before = canary.seen.length
    expect(await fetchOnce(`http://news.example:${canary.port}/feed`, { lookup: names({ 'news.example': addresses }) })).toMatchObject(
      refusedAddress
    )
    expect(canary.seen.length).toBe(before)
  })

  test('a name that changes its address between check and connection is looked up once', async () => {
    let asked = 0
    const lookup: Lookup = async () => [{ address: asked++ === 0 ? '10.0.0.1' : '127.0.0.1', family: 4 }]
    expect(await fetchOnce(`http://rebind.example:${open.port}/feed`, { lookup })).toMatchObject(refusedAddress)
    expect(asked).toBe(1)
  })

  test('of a name with several addresses the one that the operator named is used', async () => {
    const lookup = names({ localhost: ['::1', '127.0.0.1'] })
    expect(await fetchOnce(`http://localhost:${open.port}/feed`, { lookup })).toMatchObject({ kind: 'document' })
  })

  test('a name nobody knows', async () => {
    expect(await fetchOnce('http://nowhere.example/')).toMatchObject({ failure: { kind: 'dns', transient: true } })
  })

  test('a name without addresses', async () => {
    expect(await fetchOnce('http://empty.example/', { lookup: async () => [] })).toMatchObject({ failure: { kind: 'dns' } })
  })

  test('a lookup that never ends is ended by the connect timeout', async () => {
    const outcome = await fetchOnce('http://slow.example/', { lookup: () => new Promise(() => undefined), connectTimeoutMs: 200 })
    expect(outcome).toMatchObject({ failure: { kind: 'timeout' } })
  })
})

describe('redirects', () => {
  test.each(['127.0.0.1', '2130706433', '[::ffff:7f00:1]', 'localhost', 'inside.example'])('to %s are refused', async (host) => {
    const before = canary.seen.length
    open.play('/trap', redirect(302, `http://${host}:${canary.port}/feed`))
    const lookup = names({ localhost: ['127.0.0.1'], 'inside.example': ['127.0.0.1'] })
    expect(await fetchOnce(`${open.origin}/trap`, { lookup })).toMatchObject(refusedAddress)
    expect(canary.seen.length).toBe(before)
  })
})

describe('a proxy', () => {
  let proxy: Server
  const tunnels: string[] = []
  beforeAll(async () => {
    proxy = createServer()
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '')
      const [host, port] = (request.url ?? '').split(':')
      const out = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        out.pipe(socket).pipe(out)
      })
      for (const end of [out, socket]) end.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void proxy.close())
  const proxyPort = () => (proxy.address() as AddressInfo).port

  test('is handed a checked address, never a name', async () => {
    const outcome = await fetchOnce(
      `http://news.example:${open.port}/feed`,
      { lookup: names({ 'news.example': ['127.0.0.1'] }), allow: [`127.0.0.1:${open.port}`, `127.0.0.1:${proxyPort()}`] },
      { proxy: `http://127.0.0.1:${proxyPort()}` }
    )
    expect(outcome).toMatchObject({ kind: 'document' })
    expect(tunnels).toEqual([`127.0.0.1:${open.port}`])
  })

  test('opens no way around the guard', async () => {
    const before = tunnels.length
    const over = { allow: [`127.0.0.1:${proxyPort()}`], lookup: names({ 'inside.example': ['10.0.0.1'] }) }
    for (const url of ['http://inside.example/', `http://127.0.0.1:${canary.port}/`]) {
      expect(await fetchOnce(url, over, { proxy: `http://127.0.0.1:${proxyPort()}` })).toMatchObject(refusedAddress)
    }
    expect(tunnels.length).toBe(before)
  })

  test('of a private address must be named too', async () => {
    expect(await fetchOnce('http://8.8.8.8/', {}, { proxy: `http://127.0.0.1:${proxyPort()}` })).toMatchObject(refusedAddress)
  })
})
