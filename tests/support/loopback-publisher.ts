import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly at: number
}

export interface Publisher extends AsyncDisposable {
  readonly port: number
  /** http://HOST:PORT */
  readonly origin: string
  /** What was asked for, in order. */
  readonly seen: readonly SeenRequest[]
  readonly seenAt: (path: string) => readonly SeenRequest[]
  /** Connections open right now, and the most there ever were. */
  readonly connections: { open: number; most: number }
  /** Requests being answered right now, and the most there ever were. A connection given up may outlive its request by a moment. */
  readonly requests: { open: number; most: number }
  /** Adds or replaces what one path plays. */
  play(path: string, behaviour: Behaviour): void
  close(): Promise<void>
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, count: number) => void

export const FEED =
  '<?xml version="1.0"?><rss version="2.0"><channel><title>Town hall</title>'
  + '<item><guid>1</guid><title>Bridge opens</title></item></channel></rss>'

/**
 * Starts an HTTP server on a free loopback port that plays a publisher: polite, broken or hostile, by path.
 * @param host another loopback address is another host to its visitors
 * @param now the publisher's clock, by which it dates its answers and what it saw
 */
export async function startPublisher(
  extra: Readonly<Record<string, Behaviour>> = {},
  host = '127.0.0.1',
  now: () => number = Date.now
): Promise<Publisher> {
  const behaviours = new Map(Object.entries({ ...BEHAVIOURS, ...extra }))
  const seen: SeenRequest[] = []
  const counts = new Map<string, number>()
  const sockets = new Set<Socket>()
  const connections = { open: 0, most: 0 }
  const requests = { open: 0, most: 0 }
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!
    seen.push({ method: request.method ?? '', path: request.url ?? '/', headers: request.headers, at: now() })
    response.setHeader('date', new Date(now()).toUTCString())
    const count = (counts.get(path) ?? 0) + 1
    counts.set(path, count)
    requests.open++
    requests.most = Math.max(requests.most, requests.open)
    response.on('close', () => requests.open--)
    const behaviour = behaviours.get(path)
    if (behaviour) behaviour(request, response, count)
    else response.writeHead(404).end('no such thing')
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    connections.open++
    connections.most = Math.max(connections.most, connections.open)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      connections.open--
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    port,
    origin: `http://${host}:${port}`,
    seen,
    seenAt: (path) => seen.filter((request) => request.path === path),
    connections,
    requests,
    play: (path, behaviour) => void behaviours.set(path, behaviour),
    close,
    [Symbol.asyncDispose]: close
  }
}

/** Answers 200 with a feed and these headers. */
export function answer(headers: Readonly<Record<string, string | string[]>> = {}, body: string | Uint8Array = FEED): Behaviour {
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(body)
}

/** Answers with a status, headers and a small body. */
export function refuse(status: number, headers: Readonly<Record<string, string>> = {}, body = 'sorry'): Behaviour {
  return (_request, response) => void response.writeHead(status, headers).end(body)
}

export function redirect(status: number, location: string, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (_request, response) => void response.writeHead(status, { location, ...headers }).end('elsewhere')
}

/** Writes bytes straight to the socket, as no HTTP library would. */
export function raw(text: string | Uint8Array, then: 'end' | 'reset' | 'hang' = 'end'): Behaviour {
  return (request) => {
    const { socket } = request
    socket.write(text, () => {
      if (then === 'end') socket.end()
      if (then === 'reset') socket.resetAndDestroy()
    })
  }
}

/** Sends something again and again until the other side goes away. */
export function endless(head: string, chunk: string | Uint8Array, everyMs: number): Behaviour {
  return (request) => {
    const { socket } = request
    socket.write(head)
    const timer = setInterval(() => {
      if (socket.destroyed) clearInterval(timer)
      else if (socket.writableLength < 1_000_000) socket.write(chunk)
    }, everyMs)
    socket.on('close', () => clearInterval(timer))
  }
}

function cut(bytes: Uint8Array, by: number): Uint8Array {
  return bytes.subarray(0, bytes.byteLength - by)
}

const ZEROS = Buffer.alloc(64 * 1_024 * 1_024)
const bomb = (compress: () => Uint8Array, coding: string): Behaviour => {
  let made: Uint8Array | undefined
  return (request, response, count) => answer({ 'content-encoding': coding }, (made ??= compress()))(request, response, count)
}
const conditional: Behaviour = (request, response) => {
  const headers = { etag: 'W/"v1"', 'last-modified': 'Tue, 3 Nov 2026 08:00:00 +0000', 'cache-control': 'max-age=60' }
  if (request.headers['if-none-match'] === headers.etag) response.writeHead(304, { 'cache-control': 'max-age=7200' }).end()
  else answer(headers)(request, response, 1)
}

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  '/feed': answer(),
  '/conditional': conditional,
  '/304-always': (_request, response) => void response.writeHead(304).end(),
  '/gzip': answer({ 'content-encoding': 'gzip' }, gzipSync(FEED)),
  '/x-gzip': answer({ 'content-encoding': 'x-gzip' }, gzipSync(FEED)),
  '/br': answer({ 'content-encoding': 'br' }, brotliCompressSync(FEED)),
  '/zstd': answer({ 'content-encoding': 'zstd' }, zstdCompressSync(FEED)),
  '/deflate': answer({ 'content-encoding': 'deflate' }, deflateSync(FEED)),
  '/deflate-raw': answer({ 'content-encoding': 'deflate' }, deflateRawSync(FEED)),
  '/identity': answer({ 'content-encoding': 'identity' }),
  '/gzip-cut': answer({ 'content-encoding': 'gzip' }, cut(gzipSync(FEED), 12)),
  '/br-cut': answer({ 'content-encoding': 'br' }, cut(brotliCompressSync(FEED), 12)),
  '/zstd-window': bomb(() => zstdCompressSync(ZEROS, { params: { [constants.ZSTD_c_windowLog]: 24 } }), 'zstd'),
  '/zstd-cut': answer({ 'content-encoding': 'zstd' }, cut(zstdCompressSync(FEED), 12)),
  '/deflate-cut': answer({ 'content-encoding': 'deflate' }, cut(deflateSync(FEED), 12)),
  '/gzip-not': answer({ 'content-encoding': 'gzip' }),
  '/gzip-twice': answer({ 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(FEED))),
  '/gzip-twice-two-headers': answer({ 'content-encoding': ['gzip', 'gzip'] }, gzipSync(gzipSync(FEED))),
  '/coding-unknown': answer({ 'content-encoding': 'compress' }),
  '/gzip-bomb': bomb(() => gzipSync(ZEROS), 'gzip'),
  '/br-bomb': bomb(() => brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }), 'br'),
  '/zstd-bomb': bomb(() => zstdCompressSync(ZEROS), 'zstd'),
  '/huge-announced': (_request, response) => void response.writeHead(200, { 'content-length': '999999999999' }).write('<rss>'),
  '/huge-unannounced': endless('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n', Buffer.alloc(65_536, 0x20), 1),
  '/length-long': raw(`HTTP/1.1 200 OK\r\netag: "x"\r\ncontent-length: ${FEED.length + 50}\r\n\r\n${FEED}`),
  '/chunk-cut': raw(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n${FEED.slice(0, 64)}\r\n`),
  '/chunk-bad': raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n'),
  '/reset-before': raw('', 'reset'),
  '/reset-mid': raw(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${FEED}`, 'reset'),
  '/close-before': raw(''),
  '/hang': () => undefined,
  '/hang-body': raw('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n<rss>', 'hang'),
  '/drip': endless('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', 'x', 20),
  '/drip-head': endless('HTTP/1.1 200 OK\r\nx-slow: ', 'x', 20),
  '/drip-refusal': endless('HTTP/1.1 500 No\r\ncontent-length: 100000\r\n\r\n', 'x', 20),
  '/early-hints': endless('', 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n', 20),
  '/early-hints-flood': endless('', 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n'.repeat(100), 1),
  '/headers-huge': raw(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(40_000)}\r\ncontent-length: 0\r\n\r\n`),
  '/headers-many': raw(
    `HTTP/1.1 200 OK\r\n${Array.from({ length: 5_000 }, (_, n) => `x-${n}: aaaa\r\n`).join('')}content-length: 0\r\n\r\n`
  ),
  '/garbage': raw('\u0000\u0001 what is this\r\n\r\n'),
  '/status-garbage': raw('HTTP/1.1 abc OK\r\n\r\nbody'),
  '/http09': raw(FEED),
  '/smuggle': raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
  '/empty': answer({ etag: '"empty"' }, ''),
  '/blank': answer({}, ' \r\n\t\n'),
  '/204': refuse(204, {}, ''),
  '/206': refuse(206, { 'content-range': 'bytes 0-4/100' }, '<rss>'),
  '/400': refuse(400),
  '/401': refuse(401, { 'www-authenticate': 'Basic' }),
  '/403': refuse(403),
  '/404': refuse(404),
  '/408': refuse(408),
  '/410': refuse(410),
  '/451': refuse(451),
  '/500': refuse(500),
  '/502': refuse(502),
  '/503': refuse(503),
  '/599': refuse(599),
  '/999': refuse(999),
  '/403-challenge': refuse(403, { 'cf-mitigated': 'challenge' }),
  '/403-challenge-body': refuse(403, {}, '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>'),
  '/503-challenge-body': refuse(503, {}, '<html><script>window._cf_chl_opt={}</script></html>'),
  '/200-challenge-body': answer(
    { 'content-type': 'application/rss+xml' },
    '<html><script>var arg1="x";document.cookie="acw_sc__v2="</script></html>'
  ),
  '/202-waf': refuse(202, { 'x-amzn-waf-action': 'challenge' }, ''),
  '/429-seconds': refuse(429, { 'retry-after': '120' }),
  '/429-bare': refuse(429),
  '/429-absurd': refuse(429, { 'retry-after': '99999999999' }),
  '/429-reset': refuse(429, { 'x-ratelimit-reset': '300' }),
  '/503-date': (_request, response) => void response.writeHead(503, { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }).end(),
  '/503-seconds': refuse(503, { 'retry-after': '45' }),
  '/cookies': answer({ 'set-cookie': Array.from({ length: 20 }, (_, n) => `c${n}=1; Path=/`) }),
  '/cookie-loop': redirect(302, '/cookie-loop', { 'set-cookie': 'seen=1' }),
  '/etag-long': answer({ etag: `"${'e'.repeat(300)}"`, 'last-modified': 'x'.repeat(257) }),
  '/etag-star': answer({ etag: '*' }),
  '/etag-odd': answer({ etag: 'not-quoted', 'last-modified': 'yesterday' }),
  '/301': redirect(301, '/feed'),
  '/302': redirect(302, '/feed'),
  '/303': redirect(303, '/feed'),
  '/307': redirect(307, '/feed'),
  '/308': redirect(308, '/feed'),
  '/301-301': redirect(301, '/301'),
  '/301-302': redirect(301, '/302'),
  '/301-gone': redirect(301, '/410'),
  '/fragment': redirect(301, '/feed#part'),
  '/loop': redirect(302, '/loop-b'),
  '/loop-b': redirect(302, '/loop'),
  '/endless': (request, response, count) => redirect(302, `/endless?${count}`)(request, response, count),
  '/no-location': refuse(302),
  '/to-file': redirect(302, 'file:///etc/passwd'),
  '/to-data': redirect(302, 'data:text/xml,<rss/>'),
  '/to-gopher': redirect(302, 'gopher://example.org/'),
  '/to-userinfo': redirect(302, 'http://user:secret@example.org/'),
  '/to-long': redirect(302, `/${'a'.repeat(9_000)}`),
  '/to-utf8': redirect(302, Buffer.from('/caf\u00e9').toString('latin1')),
  '/caf%C3%A9': answer(),
  '/flap': (request, response, count) => (count % 2 === 1 ? refuse(500) : answer())(request, response, count),
  '/link': answer({ link: '<https://hub.example/>; rel="hub", </self.xml>; rel=self' })
}

/** The paths that every publisher plays by itself. */
export const PLAYED: readonly string[] = Object.keys(BEHAVIOURS)
