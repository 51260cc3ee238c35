import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { FailureKind } from '../../src/model/failure.ts'
import type { HealthState } from '../../src/schedule/health.ts'
import { hostileDocuments } from './hostile-documents.ts'
import { rss, type RssItem } from './poll-builder.ts'

/*
 * A publisher of some four hundred misbehaviours, written to the socket byte by byte: faults of the protocol, of the document and of
 * what identifies its items, and combinations of them. Each stands at a port of its own, so that it is a host of its own.
 */

/** What a fault must come to, as an operator sees it once it was polled often enough. */
export interface Expected {
  readonly states: readonly HealthState[]
  /** Kinds of the last failure; left out where the feed is read. */
  readonly failures?: readonly FailureKind[]
  /** How many entries may stand in the store at the end, at least and at most. */
  readonly entries: readonly [number, number]
}

export interface Misbehaviour {
  readonly name: string
  readonly expected: Expected
  readonly play: Play
}

/** One request, as far as a publisher that misbehaves cares to read it. */
export interface Call {
  readonly socket: Socket
  readonly path: string
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>
  /** Of this misbehaviour, counted from 1. */
  readonly count: number
  readonly origin: string
  /** An address that must never be asked. */
  readonly canary: string
}

export type Play = (call: Call) => void

export interface HostilePublisher extends AsyncDisposable {
  /** By the name of the misbehaviour. */
  readonly urls: ReadonlyMap<string, string>
  /** Connections that reached the address that must never be asked. */
  readonly trespasses: () => number
  readonly ports: readonly number[]
}

/** Starts them all on loopback. */
export async function startHostilePublisher(all: readonly Misbehaviour[]): Promise<HostilePublisher> {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  let trespasses = 0
  const open = async (onSocket: (socket: Socket, port: number) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
      onSocket(socket, port)
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return port
  }
  const canary = `127.0.0.1:${await open((socket) => {
    trespasses++
    socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n')
  })}`
  const urls = new Map<string, string>()
  const ports: number[] = []
  for (const { name, play } of all) {
    let count = 0
    const port = await open((socket, port) =>
      readHead(socket, (path, headers) => {
        play({ socket, path, headers, count: path === '/feed' ? ++count : count, origin: `http://127.0.0.1:${port}`, canary })
      })
    )
    ports.push(port)
    urls.set(name, `http://127.0.0.1:${port}/feed`)
  }
  return {
    urls,
    ports,
    trespasses: () => trespasses,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    }
  }
}

function readHead(socket: Socket, onHead: (path: string, headers: ReadonlyMap<string, string>) => void): void {
  let head = ''
  const read = (chunk: Buffer): void => {
    head += chunk.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end === -1) return
    const [line, ...lines] = head.slice(0, end).split('\r\n')
    head = head.slice(end + 4)
    onHead(
      line!.split(' ')[1] ?? '/',
      new Map(lines.map((text) => [text.slice(0, text.indexOf(':')).toLowerCase(), text.slice(text.indexOf(':') + 1).trim()]))
    )
  }
  socket.on('data', read)
}

// ---------------------------------------------------------------- how an answer is sent

type Bytes = string | Uint8Array
type HeaderValues = Readonly<Record<string, string | readonly string[]>>

function head(status: number | string, headers: HeaderValues = {}): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`))
  return `HTTP/1.1 ${status} ${typeof status === 'number' ? 'Said' : ''}\r\n${lines.join('')}\r\n`
}

/** How a body may be sent: all of these are HTTP, and a client must take them. */
const FRAMINGS: Readonly<Record<string, (body: Buffer, headers: HeaderValues) => readonly Bytes[]>> = {
  length: (body, headers) => [head(200, { ...headers, 'content-length': String(body.length) }), body],
  'close-delimited': (body, headers) => [head(200, { ...headers, connection: 'close' }), body],
  chunked: (body, headers) => [head(200, { ...headers, 'transfer-encoding': 'chunked' }), ...chunks(body, 1_000), '0\r\n\r\n'],
  'chunked with trailers': (body, headers) => [
    head(200, { ...headers, 'transfer-encoding': 'chunked', trailer: 'x-sum, etag' }),
    ...chunks(body, 700),
    '0\r\nx-sum: 1\r\netag: "trailer"\r\n\r\n'
  ],
  'chunks of a byte': (body, headers) => [
    head(200, { ...headers, 'transfer-encoding': 'chunked' }),
    ...chunks(body.subarray(0, 20_000), 1),
    ...chunks(body.subarray(20_000), 10_000),
    '0\r\n\r\n'
  ],
  'after early hints': (body, headers) => [
    'HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n'.repeat(3),
    head(200, { ...headers, 'content-length': String(body.length) }),
    body
  ],
  gzip: (body, headers) => coded('gzip', gzipSync(body), headers),
  'gzip of several members': (body, headers) =>
    coded('gzip', Buffer.concat([gzipSync(body.subarray(0, 100)), gzipSync(body.subarray(100))]), headers),
  br: (body, headers) => coded('br', brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }), headers),
  zstd: (body, headers) => coded('zstd', zstdCompressSync(body), headers),
  deflate: (body, headers) => coded('deflate', deflateSync(body), headers),
  'deflate without its head': (body, headers) => coded('deflate', deflateRawSync(body), headers)
}

function coded(coding: string, bytes: Buffer, headers: HeaderValues): readonly Bytes[] {
  return [head(200, { ...headers, 'content-encoding': coding, 'content-length': String(bytes.length) }), bytes]
}

function chunks(body: Buffer, size: number): readonly Bytes[] {
  const all: Bytes[] = []
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size)
    all.push(`${part.length.toString(16)}\r\n`, part, '\r\n')
  }
  return all
}

const XML = { 'content-type': 'application/rss+xml; charset=utf-8' }

/** Sends these bytes; then ends, resets, or leaves the connection as it is. */
function send(parts: readonly Bytes[] | ((call: Call) => readonly Bytes[]), then: 'end' | 'reset' | 'stay' = 'end'): Play {
  return (call) => {
    const { socket } = call
    socket.cork()
    for (const part of typeof parts === 'function' ? parts(call) : parts)
      socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
    socket.uncork()
    if (then === 'end') socket.end()
    if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 20)
  }
}

/** Sends this again and again, as fast as it is taken or once in so many milliseconds, until the other side goes. */
function forever(before: Bytes, again: Bytes, everyMs: number): Play {
  return ({ socket }) => {
    socket.write(before)
    const timer = setInterval(() => {
      if (socket.destroyed) return clearInterval(timer)
      if (everyMs > 0) return void socket.write(again)
      while (socket.writableLength < 1_000_000 && !socket.destroyed) socket.write(again)
    }, everyMs || 5)
    socket.on('close', () => clearInterval(timer))
  }
}

// ---------------------------------------------------------------- what is sent

const ITEMS = 3
const items = (name: string, count = ITEMS, from = 0): readonly RssItem[] =>
  Array.from({ length: count }, (_, index) => ({
    guid: `${name.replace(/[^a-z0-9]/gi, '-')}-${from + index}`,
    title: `Notice ${from + index} about ${name.replace(/[^a-z0-9 ]/gi, ' ')}`,
    text: `Text ${from + index}.`,
    link: `https://${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example/${from + index}`
  }))
const good = (name: string, count = ITEMS): Buffer => Buffer.from(rss(items(name, count)))

const READ: Expected = { states: ['ok'], entries: [ITEMS, ITEMS] }
const reads = (least: number, most = least): Expected => ({ states: ['ok'], entries: [least, most] })
const fails = (...failures: readonly FailureKind[]): Expected => ({ states: ['failing'], failures, entries: [0, 0] })
const NO_FEED: Expected = { states: ['not-a-feed'], failures: ['not-a-feed'], entries: [0, 0] }
const BLOCKED: Expected = { states: ['blocked'], failures: ['blocked', 'http-client'], entries: [0, 0] }
const THROTTLED: Expected = { states: ['throttled'], failures: ['rate-limited'], entries: [0, 0] }

function named(all: Readonly<Record<string, readonly [Expected, Play]>>, about: string): readonly Misbehaviour[] {
  return Object.entries(all).map(([name, [expected, play]]) => ({ name: `${about}: ${name}`, expected, play }))
}

// ---------------------------------------------------------------- faults of the protocol

const BODY = good('protocol')
const BROKEN = fails('bad-response')
const CUT = fails('truncated')
const LATE = fails('timeout')
const LARGE = fails('too-large')

const protocol = (): readonly Misbehaviour[] =>
  named(
    {
      silent: [LATE, () => undefined],
      'silent after the head': [LATE, send([head(200, { ...XML, 'content-length': '5000' })], 'stay')],
      'silent in the body': [LATE, send([head(200, { ...XML, 'content-length': '50000' }), BODY], 'stay')],
      'silent in a chunk': [LATE, send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), 'ffff\r\n<rss>'], 'stay')],
      'silent before the last chunk': [LATE, send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), ...chunks(BODY, 500)], 'stay')],
      'a body by drops': [LATE, forever(head(200, { ...XML, 'content-length': '100000' }), 'x', 100)],
      'a head by drops': [LATE, forever('HTTP/1.1 200 OK\r\nx-slow: ', 'x', 100)],
      'chunks by drops': [LATE, forever(head(200, { ...XML, 'transfer-encoding': 'chunked' }), '1\r\nx\r\n', 100)],
      'a coded body by drops': [LATE, forever(head(200, { ...XML, 'content-encoding': 'gzip' }), gzipSync(' '), 100)],
      'early hints for ever, slowly': [
        fails('timeout', 'bad-response'),
        forever('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 100)
      ],
      'early hints for ever, fast': [
        fails('timeout', 'bad-response', 'too-large'),
        forever('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(50), 0)
      ],
      'continue for ever, fast': [
        fails('timeout', 'bad-response', 'too-large', 'reset'),
        forever('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(50), 0)
      ],
      'reset at once': [fails('reset'), ({ socket }) => void socket.resetAndDestroy()],
      'closed at once': [fails('reset'), send([])],
      'closed in the head': [fails('reset', 'bad-response'), send(['HTTP/1.1 200 OK\r\ncontent-type: te'])],
      'reset after the head': [CUT, send([head(200, { ...XML, 'content-length': '5000' })], 'reset')],
      'reset in the body': [CUT, send([head(200, { ...XML, 'content-length': '50000', etag: '"cut"' }), BODY], 'reset')],
      'closed before its length': [CUT, send([head(200, { ...XML, 'content-length': String(BODY.length + 50), etag: '"cut"' }), BODY])],
      'closed in a chunk': [CUT, send([head(200, { ...XML, 'transfer-encoding': 'chunked', etag: '"cut"' }), 'ffff\r\n', BODY])],
      'closed before the last chunk': [
        CUT,
        send([head(200, { ...XML, 'transfer-encoding': 'chunked', etag: '"cut"' }), ...chunks(BODY, 500)])
      ],
      'longer than its length': [
        reads(0, ITEMS),
        send([head(200, { ...XML, 'content-length': String(BODY.length - 30), etag: '"cut"' }), BODY])
      ],
      'two lengths': [
        fails('bad-response', 'truncated'),
        send([head(200, { ...XML, 'content-length': ['5', String(BODY.length)] }), BODY])
      ],
      'a length and chunks': [
        fails('bad-response', 'truncated'),
        send([head(200, { ...XML, 'content-length': '5', 'transfer-encoding': 'chunked' }), ...chunks(BODY, 500), '0\r\n\r\n'])
      ],
      'a length of letters': [BROKEN, send([head(200, { ...XML, 'content-length': 'many' }), BODY])],
      'a length below nothing': [BROKEN, send([head(200, { ...XML, 'content-length': '-5' }), BODY])],
      'a length beyond all numbers': [
        fails('bad-response', 'too-large', 'truncated'),
        send([head(200, { ...XML, 'content-length': '99999999999999999999999' }), BODY])
      ],
      'a length of a terabyte': [LARGE, send([head(200, { ...XML, 'content-length': '1000000000000' }), BODY], 'stay')],
      'a chunk of letters': [BROKEN, send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), 'zz\r\nhello\r\n0\r\n\r\n'])],
      'a chunk beyond all numbers': [
        fails('bad-response', 'truncated'),
        send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), 'FFFFFFFFFFFFFFFFF\r\n', BODY])
      ],
      'a chunk of an exabyte': [
        fails('bad-response', 'truncated', 'too-large'),
        send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), 'FFFFFFFFFFFFFFF\r\n', BODY])
      ],
      'a chunk with 10 MB of extension': [
        { states: ['ok', 'failing'], entries: [0, 0] },
        send([head(200, { ...XML, 'transfer-encoding': 'chunked' }), `5;x=${'y'.repeat(10_000_000)}\r\n<rss>\r\n0\r\n\r\n`])
      ],
      '10 MB of trailers': [
        fails('too-large', 'bad-response', 'truncated'),
        send([
          head(200, { ...XML, 'transfer-encoding': 'chunked' }),
          ...chunks(BODY, 500),
          '0\r\n',
          'x-t: yyyyyyyyyyyyyyyyyyyy\r\n'.repeat(400_000),
          '\r\n'
        ])
      ],
      'an endless body': [LARGE, forever(head(200, XML), Buffer.alloc(65_536, 0x20), 0)],
      'endless chunks': [LARGE, forever(head(200, { ...XML, 'transfer-encoding': 'chunked' }), `1000\r\n${' '.repeat(4_096)}\r\n`, 0)],
      'an endless feed': [LARGE, forever(`${head(200, XML)}<rss version="2.0"><channel>`, '<item><title>x</title></item>'.repeat(500), 0)],
      'an endless head': [
        LARGE,
        forever('HTTP/1.1 200 OK\r\n', 'x-a: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(10), 0)
      ],
      'an endless header': [LARGE, forever('HTTP/1.1 200 OK\r\nx: ', 'y'.repeat(1_000), 0)],
      'a header of 10 MB': [LARGE, send([`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(10_000_000)}\r\n\r\n`, BODY])],
      '5,000 headers': [
        LARGE,
        send([`HTTP/1.1 200 OK\r\n${Array.from({ length: 5_000 }, (_, n) => `x-${n}: yyyy\r\n`).join('')}\r\n`, BODY])
      ],
      '300 headers': [READ, send([`HTTP/1.1 200 OK\r\n${Array.from({ length: 300 }, (_, n) => `x-${n}: yyyy\r\n`).join('')}\r\n`, BODY])],
      'a reason of 1 MB': [
        { states: ['ok', 'failing'], entries: [0, ITEMS] },
        send([`HTTP/1.1 200 ${'O'.repeat(1_000_000)}\r\n\r\n`, BODY])
      ],
      'a header without a colon': [BROKEN, send(['HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', BODY])],
      'a header with a NUL': [BROKEN, send(['HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n', BODY])],
      'a header without a name': [BROKEN, send(['HTTP/1.1 200 OK\r\n: value\r\n\r\n', BODY])],
      'a folded header': [
        { states: ['ok', 'failing'], failures: ['bad-response'], entries: [0, ITEMS] },
        send([`HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: ${BODY.length}\r\n\r\n`, BODY])
      ],
      'lines that end with LF': [
        { states: ['ok', 'failing'], entries: [0, ITEMS] },
        send([`HTTP/1.1 200 OK\ncontent-length: ${BODY.length}\n\n`, BODY])
      ],
      'a status of letters': [BROKEN, send(['HTTP/1.1 abc OK\r\n\r\n', BODY])],
      'a status of two digits': [BROKEN, send(['HTTP/1.1 20 OK\r\n\r\n', BODY])],
      'a status of five digits': [BROKEN, send(['HTTP/1.1 20000 OK\r\n\r\n', BODY])],
      'a version that is none': [BROKEN, send(['HTTP/9.7 200 OK\r\n\r\n', BODY])],
      'no status line': [BROKEN, send([BODY])],
      'HTTP/2 unasked': [BROKEN, send([Buffer.from('000012040000000000000300000080000400010000000500ffffff', 'hex')])],
      'another protocol': [BROKEN, send(['SSH-2.0-OpenSSH_9.6\r\n'])],
      'a mail server': [BROKEN, send(['220 mail.example ESMTP\r\n500 what?\r\n'])],
      'a TLS alert': [BROKEN, send([Buffer.from('15030100020246', 'hex')])],
      'random bytes': [BROKEN, send([Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 2_654_435_761) >>> 24))])],
      'switching protocols': [fails('bad-response', 'reset'), send([head(101, { upgrade: 'websocket', connection: 'Upgrade' })], 'stay')],
      'two answers at once': [
        READ,
        send([head(200, { ...XML, 'content-length': String(BODY.length) }), BODY, head(500, { 'content-length': '0' })], 'stay')
      ],
      'kept open after the answer': [READ, send([head(200, { ...XML, 'content-length': String(BODY.length) }), BODY], 'stay')],
      'transfer coding unknown': [
        fails('bad-response', 'truncated', 'not-a-feed', 'empty'),
        send([head(200, { ...XML, 'transfer-encoding': 'smoke, chunked' }), '0\r\n\r\n'])
      ],
      '304 to a first request': [BROKEN, send([head(304, { etag: '"x"' })])]
    },
    'protocol'
  )

const STATUSES: readonly (readonly [readonly number[], Expected])[] = [
  [[400, 402, 405, 406, 409, 411, 412, 413, 414, 415, 418, 421, 425, 426, 428, 431, 451, 499], fails('http-client')],
  [[401, 407], fails('unauthorized')],
  [[403], BLOCKED],
  [[404], fails('not-found')],
  [[408], LATE],
  [[410], { states: ['gone'], failures: ['gone'], entries: [0, 0] }],
  [[500, 501, 502, 504, 505, 507, 508, 511, 520, 522, 525, 530, 599], fails('http-server')],
  [[503], fails('unavailable')],
  [[300, 304, 305, 306, 600, 999, 206, 207, 226], BROKEN],
  [[204, 205], fails('empty')],
  [[429], THROTTLED]
]

const statuses = (): readonly Misbehaviour[] =>
  STATUSES.flatMap(([codes, expected]) =>
    codes.map((status) => ({
      name: `status ${status}`,
      expected,
      play: send([
        head(status, status === 204 || status === 304 ? {} : { ...XML, 'content-length': String(BODY.length), etag: '"refused"' }),
        ...(status === 204 || status === 304 ? [] : [BODY])
      ])
    }))
  )

const waits = (): readonly Misbehaviour[] =>
  [429, 503].flatMap((status) =>
    Object.entries({
      'a minute': '60',
      'for ever': '99999999999',
      'beyond all numbers': '9'.repeat(30),
      'below nothing': '-100',
      words: 'later',
      'a date past': 'Mon, 01 Jan 2001 00:00:00 GMT',
      'a date far off': 'Fri, 31 Dec 9999 23:59:59 GMT',
      'a date that is none': 'Fri, 45 Foo 2026 99:99:99 GMT',
      nothing: ''
    }).map(([name, wait]) => ({
      name: `status ${status}, retry after ${name}`,
      expected:
        status === 429 ? THROTTLED : { states: ['failing', 'ok'] as const, failures: ['unavailable'] as const, entries: [0, 0] as const },
      play: send([head(status, { 'retry-after': wait, 'content-length': '0' })])
    }))
  )

// ---------------------------------------------------------------- redirects

const REFUSED_URL = fails('refused-url')
const LOOP = fails('redirect-loop')
const to = (where: string | ((call: Call) => string), status = 302): Play =>
  send((call) => [head(status, { location: typeof where === 'string' ? where : where(call), 'content-length': '0' })])
const then =
  (count: number, body: Buffer): Play =>
  (call) => {
    const hop = Number(/hop=(\d+)/.exec(call.path)?.[1] ?? 0)
    if (hop < count) to(`/feed?hop=${hop + 1}`)(call)
    else send(FRAMINGS['length']!(body, XML))(call)
  }

/** Ways to write the address of this machine, which a redirect must not lead to. */
const SPELLINGS: readonly ((port: string) => string)[] = [
  (port) => `http://127.0.0.1:${port}/`,
  (port) => `http://localhost:${port}/`,
  (port) => `http://localhost.:${port}/`,
  (port) => `http://2130706433:${port}/`,
  (port) => `http://0x7f.1:${port}/`,
  (port) => `http://017700000001:${port}/`,
  (port) => `http://127.1:${port}/`,
  (port) => `http://0:${port}/`,
  (port) => `http://0.0.0.0:${port}/`,
  (port) => `http://127.9.9.9:${port}/`,
  (port) => `http://[::1]:${port}/`,
  (port) => `http://[::]:${port}/`,
  (port) => `http://[::ffff:127.0.0.1]:${port}/`,
  (port) => `http://[::ffff:7f00:1]:${port}/`,
  (port) => `http://[::127.0.0.1]:${port}/`,
  (port) => `http://[64:ff9b::7f00:1]:${port}/`,
  (port) => `http://[2002:7f00:1::]:${port}/`,
  (port) => `http://\u00ef\u00bc\u0091\u00ef\u00bc\u0092\u00ef\u00bc\u0097.0.0.1:${port}/`,
  () => 'http://169.254.169.254/latest/meta-data/',
  () => 'http://[fd00:ec2::254]/',
  () => 'http://10.0.0.1/',
  () => 'http://192.168.1.1/',
  () => 'http://100.64.0.1/',
  () => 'http://168.63.129.16/',
  () => 'http://[fe80::1]/',
  () => 'http://224.0.0.1/',
  () => 'http://255.255.255.255/'
]

const redirects = (): readonly Misbehaviour[] => [
  ...named(
    {
      'to itself': [LOOP, to('/feed')],
      'in a circle of two': [LOOP, to(({ path }) => (path === '/feed' ? '/feed?b' : '/feed'))],
      'for ever': [LOOP, to(({ path }) => `/feed?n=${path.length}`)],
      'five hops': [READ, then(5, good('five hops'))],
      'six hops': [LOOP, then(6, good('six hops'))],
      'a circle that sets cookies': [LOOP, send([head(302, { location: '/feed', 'set-cookie': 'seen=1', 'content-length': '0' })])],
      'to nowhere': [BROKEN, send([head(302, { 'content-length': '0' })])],
      'to nothing': [BROKEN, to('')],
      'to a file': [REFUSED_URL, to('file:///etc/passwd')],
      'to data': [REFUSED_URL, to('data:text/xml,<rss/>')],
      'to gopher': [REFUSED_URL, to('gopher://127.0.0.1:70/')],
      'to ftp': [REFUSED_URL, to('ftp://example.org/')],
      'to a script': [REFUSED_URL, to('javascript:alert(1)')],
      'to a user name': [REFUSED_URL, to('http://user:secret@example.org/')],
      'to no host': [REFUSED_URL, to('http://')],
      'to 9 KB': [REFUSED_URL, to(`/${'a'.repeat(9_000)}`)],
      'to a mail port': [fails('refused-address'), to('http://93.184.216.34:25/')],
      'with an endless body': [LOOP, forever(head(302, { location: '/feed' }), Buffer.alloc(65_536), 0)],
      'with a body by drops': [
        fails('redirect-loop', 'timeout'),
        forever(head(302, { location: '/feed', 'content-length': '1000000' }), 'x', 100)
      ]
    },
    'redirect'
  ),
  ...SPELLINGS.map((spell, index) => ({
    name: `redirect: inside, spelling ${index + 1}`,
    expected: fails('refused-address', 'dns'),
    play: to(({ canary }) => spell(canary.split(':')[1]!), index % 2 === 0 ? 302 : 301)
  }))
]

// ---------------------------------------------------------------- content codings

const ZEROS = Buffer.alloc(1_048_576)
const MISCODED = fails('bad-encoding')
const gz = (bytes: Bytes, coding = 'gzip'): Play => send([head(200, { ...XML, 'content-encoding': coding, etag: '"coded"' }), bytes])
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 12)
const twice = (bytes: Buffer, times: number): Buffer => (times === 0 ? bytes : twice(gzipSync(bytes), times - 1))

const codings = (): readonly Misbehaviour[] => {
  const member = gzipSync(ZEROS)
  const members = Buffer.concat(Array.from({ length: 1_024 }, () => member))
  const large = Buffer.alloc(256 * 1_048_576)
  return named(
    {
      'gzip, cut': [CUT, gz(cut(gzipSync(BODY)))],
      'br, cut': [CUT, gz(cut(brotliCompressSync(BODY)), 'br')],
      'zstd, cut': [CUT, gz(cut(zstdCompressSync(BODY)), 'zstd')],
      'deflate, cut': [CUT, gz(cut(deflateSync(BODY)), 'deflate')],
      'raw deflate, cut': [fails('truncated', 'bad-encoding'), gz(cut(deflateRawSync(BODY)), 'deflate')],
      'gzip of nothing': [fails('empty', 'truncated'), gz('')],
      'gzip that is none': [MISCODED, gz(BODY)],
      'br that is none': [fails('bad-encoding', 'truncated'), gz(BODY, 'br')],
      'gzip with a wrong sum': [MISCODED, gz(Buffer.concat([gzipSync(BODY).subarray(0, -8), Buffer.alloc(8, 1)]))],
      'gzip, then rubbish': [
        { states: ['ok', 'failing'], entries: [0, ITEMS] },
        gz(Buffer.concat([gzipSync(BODY), Buffer.from('rubbish')]))
      ],
      'gzip twice': [MISCODED, gz(twice(BODY, 2), 'gzip, gzip')],
      'gzip twice, said once': [NO_FEED, gz(twice(BODY, 2))],
      'gzip twenty times': [MISCODED, gz(twice(BODY, 20), Array.from({ length: 20 }, () => 'gzip').join(', '))],
      'a thousand codings': [fails('bad-encoding', 'too-large'), gz(BODY, Array.from({ length: 1_000 }, () => 'gzip').join(', '))],
      unknown: [MISCODED, gz(BODY, 'compress')],
      'named like a prototype': [MISCODED, gz(BODY, '__proto__')],
      identity: [READ, gz(BODY, 'identity')],
      'gzip bomb': [LARGE, gz(gzipSync(large))],
      'br bomb': [LARGE, gz(brotliCompressSync(large, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }), 'br')],
      'zstd bomb': [LARGE, gz(zstdCompressSync(large), 'zstd')],
      'deflate bomb': [LARGE, gz(deflateSync(large), 'deflate')],
      'raw deflate bomb': [LARGE, gz(deflateRawSync(large), 'deflate')],
      'gzip bomb of a thousand members': [LARGE, gz(members)],
      'gzip bomb in gzip': [fails('bad-encoding'), gz(gzipSync(gzipSync(large)), 'gzip, gzip')],
      'a refusal with a gzip bomb': [fails('http-server'), send([head(500, { 'content-encoding': 'gzip' }), gzipSync(large)])],
      'endless empty blocks': [
        fails('too-large', 'timeout', 'bad-encoding'),
        forever(
          `${head(200, { ...XML, 'content-encoding': 'deflate' })}\u0000`,
          Buffer.from(Array.from({ length: 5_000 }, () => [0, 0, 0, 255, 255]).flat()),
          0
        )
      ],
      'endless empty members': [
        fails('too-large', 'timeout'),
        forever(head(200, { ...XML, 'content-encoding': 'gzip' }), Buffer.concat(Array.from({ length: 500 }, () => gzipSync(''))), 0)
      ],
      'said nowhere': [NO_FEED, send([head(200, XML), gzipSync(BODY)])]
    },
    'coding'
  )
}

// ---------------------------------------------------------------- headers of a good answer

const headers = (): readonly Misbehaviour[] =>
  Object.entries<HeaderValues>({
    'a long ETag': { etag: `"${'e'.repeat(20_000)}"` },
    'an ETag of an asterisk': { etag: '*' },
    'two ETags': { etag: ['"a"', '"b"'] },
    'a Last-Modified that is no date': { 'last-modified': 'NaN' },
    'a Last-Modified far off': { 'last-modified': 'Fri, 31 Dec 9999 23:59:59 GMT' },
    'fresh for ever': { 'cache-control': 'max-age=99999999999999999999' },
    'fresh for less than nothing': { 'cache-control': 'max-age=-1' },
    'an age that is none': { age: '-5', 'cache-control': 'max-age=0' },
    'an Expires that is none': { expires: '-1' },
    'an Expires far off': { expires: 'Fri, 31 Dec 9999 23:59:59 GMT' },
    'a Date that is none': { date: 'Invalid Date' },
    '200 cookies': { 'set-cookie': Array.from({ length: 200 }, (_, n) => `c${n}=${'v'.repeat(50)}; Path=/`) },
    'a Link of brackets': { link: '<'.repeat(15_000) },
    'links inside': { link: '<http://127.0.0.1:1/hub>; rel=hub, <http://169.254.169.254/>; rel=self' },
    'a content type of 10 KB': { 'content-type': `text/xml; ${'x=y; '.repeat(2_000)}` },
    'a content type that is none': { 'content-type': '\u0001\u007f/;;;=charset' },
    'a charset that is none': { 'content-type': 'text/xml; charset=__proto__' },
    'an image': { 'content-type': 'image/png' },
    'a page': { 'content-type': 'text/html' },
    'a language that is none': { 'content-language': `${'x-'.repeat(500)}` },
    'a refresh': { refresh: '0; url=http://127.0.0.1:1/' },
    'nothing left of a limit': { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999999999999' },
    'names of the prototype': { __proto__: 'x', constructor: 'x', toString: 'x' },
    alternatives: {
      'alt-svc': 'h3=":443"; ma=99999999',
      'strict-transport-security': 'max-age=99999999',
      'keep-alive': 'timeout=999999999'
    }
  }).map(([name, values]) => ({
    name: `header: ${name}`,
    // A control character in a header is refused by the parser, which is as good.
    expected: name === 'a content type that is none' ? ({ states: ['ok', 'failing'], entries: [0, ITEMS] } as const) : READ,
    play: send(FRAMINGS['length']!(good(`header ${name}`), { ...XML, ...values }))
  }))

// ---------------------------------------------------------------- documents

const WALL = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>'
const LOGIN =
  '<!DOCTYPE html><html><head><title>Log in</title></head><body><form action="/login"><input name="user"><input type="password"></form></body></html>'

interface Content {
  readonly body: Buffer
  readonly type?: string
  readonly expected: Expected
}

const CONTENTS: Readonly<Record<string, Content>> = {
  'a good feed': { body: good('crossed'), expected: READ },
  'a login page': {
    body: Buffer.from(LOGIN),
    type: 'text/html',
    expected: { states: ['not-a-feed', 'blocked'], failures: ['not-a-feed', 'blocked'], entries: [0, 0] }
  },
  'a bot wall': { body: Buffer.from(WALL), expected: BLOCKED },
  nothing: { body: Buffer.from(''), expected: fails('empty', 'truncated') },
  'white space': { body: Buffer.from(' \r\n\t'), expected: fails('empty') },
  'a feed that was cut': { body: Buffer.from(rss(items('cut feed'), { cut: true })), expected: reads(1, ITEMS) },
  'a JSON error': { body: Buffer.from('{"error":"not found","code":404}'), type: 'application/json', expected: NO_FEED },
  'an image': { body: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), type: 'image/png', expected: NO_FEED },
  'a message of a database': { body: Buffer.from('<h1>Error establishing a database connection</h1>'), expected: NO_FEED },
  'another XML': { body: Buffer.from('<?xml version="1.0"?><Envelope><Body/></Envelope>'), expected: NO_FEED },
  text: { body: Buffer.from('The quick brown fox. '.repeat(50)), type: 'text/plain', expected: NO_FEED },
  zeros: { body: Buffer.alloc(50_000), expected: NO_FEED },
  'a feed after warnings': {
    body: Buffer.concat([Buffer.from('<br />\n<b>Warning</b>: mysql_connect() in /x.php on line 3\n'), good('after warnings')]),
    expected: READ
  }
}

const crossed = (): readonly Misbehaviour[] =>
  Object.entries(CONTENTS).flatMap(([content, { body, type, expected }]) =>
    Object.entries(FRAMINGS).map(([framing, frame]) => ({
      name: `${content}, ${framing}`,
      expected,
      play: send(frame(body, { 'content-type': type ?? 'application/rss+xml', etag: '"crossed"' }))
    }))
  )

const dated = (name: string, date: string): Buffer =>
  Buffer.from(rss(items(name)).replaceAll('</title><description>', `</title><pubDate>${date}</pubDate><description>`))

// prettier-ignore
const documents = (size: number): readonly Misbehaviour[] => [
  ...['Fri, 31 Dec 9999 23:59:59 GMT', 'NaN', '-1', '0', 'Thu, 01 Jan 1970 00:00:00 GMT', '+275760-09-13T00:00:00Z', 'Mon, 99 Foo 20260 45:99:00 XYZ', '8640000000000001',
    '1e308', 'tomorrow', '{{date}}', '2026-02-31'].map((date) => ({ name: `dates: ${date}`, expected: READ, play: send(FRAMINGS['length']!(dated(`dates ${date}`, date), XML)) })),
  // A document that was made to cost is read or refused by name, and holds up nobody.
  ...hostileDocuments(size).filter(({ as }) => as === 'feed').map(({ name, make }) => ({
    name: `document: ${name}`,
    expected: { states: ['ok', 'not-a-feed', 'failing'], failures: ['not-a-feed', 'too-costly', 'too-large', 'empty', 'blocked'], entries: [0, 500] } as const,
    play: ((body: Buffer | undefined) => (call: Call) => send(FRAMINGS['length']!(body ??= Buffer.from(make()), XML))(call))(undefined)
  }))
]

const MILLION = 1_000_000
const million = (count: number): Buffer =>
  Buffer.from(
    `<rss version="2.0"><channel><title>x</title>${Array.from({ length: count }, (_, n) => `<item><guid>${n}</guid><title>Notice ${n}</title></item>`).join('')}</channel></rss>`
  )

const floods = (): readonly Misbehaviour[] => {
  const plain = million(MILLION)
  const packed = gzipSync(plain)
  const allowed = million(200_000)
  return named(
    {
      'a million items': [LARGE, send(FRAMINGS['length']!(plain, XML))],
      'a million items, unannounced': [LARGE, send(FRAMINGS['close-delimited']!(plain, XML))],
      'a million items, packed': [LARGE, gz(packed)],
      '200,000 items, packed': [reads(1, 500), gz(gzipSync(allowed))],
      '300 new items at each poll': [
        reads(1, 2_000),
        send(({ count }) => FRAMINGS['length']!(Buffer.from(rss(items('flood', 300, count * 300))), XML))
      ]
    },
    'flood'
  )
}

// ---------------------------------------------------------------- what identifies items

const changing = (make: (count: number) => string | Buffer): Play => send(({ count }) => FRAMINGS['length']!(Buffer.from(make(count)), XML))

const identities = (): readonly Misbehaviour[] =>
  named(
    {
      'new ids at each poll': [
        READ,
        changing((count) => rss(items('new ids').map((item) => ({ ...item, guid: `${item.guid}-${count}` }))))
      ],
      'new links at each poll': [
        READ,
        changing((count) => rss(items('new links').map((item) => ({ ...item, link: `${item.link}?v=${count}` }))))
      ],
      'new text at each poll': [
        READ,
        changing((count) => rss(items('new text').map((item) => ({ ...item, text: `Seen ${count} times.` }))))
      ],
      'one id for all': [READ, changing(() => rss(items('one id').map((item) => ({ ...item, guid: 'same' }))))],
      'one title for all': [READ, changing(() => rss(items('one title').map((item) => ({ ...item, title: 'Notice' }))))],
      'no ids': [READ, changing(() => rss(items('no ids').map((item) => ({ ...item, guid: '' }))))],
      'no ids and no links': [
        READ,
        changing(() =>
          rss(items('no ids and links').map(({ title, text }) => ({ guid: '', title, ...(text === undefined ? {} : { text }) })))
        )
      ],
      'items that vanish': [READ, changing((count) => rss(items('vanish').slice(count > 1 ? 1 : 0)))],
      'every second time empty': [
        { states: ['ok', 'silent-zero'], entries: [ITEMS, ITEMS] },
        changing((count) => rss(count % 2 === 1 ? items('empty at times') : []))
      ],
      'every second time a refusal': [
        { states: ['ok'], entries: [ITEMS, ITEMS] },
        (call) =>
          (call.count % 2 === 1 ? send(FRAMINGS['length']!(good('at times'), XML)) : send([head(500, { 'content-length': '0' })]))(call)
      ],
      'order that changes': [READ, changing((count) => rss(items('order').map((_, index, all) => all[(index + count) % all.length]!)))],
      'another encoding at each poll': [
        READ,
        send(({ count }) => FRAMINGS['length']!(Buffer.from(rss(items('encodings')), count % 2 === 1 ? 'utf8' : 'utf16le'), XML))
      ],
      'ids of others': [
        READ,
        changing(() =>
          rss(items('thief').map((item, index) => ({ ...item, guid: `town${index}-1`, link: `https://town${index}.example/1` })))
        )
      ]
    },
    'identity'
  )

/** The first answer is broken off but has an ETag; who takes that for good gets 304 from then on, and loses its items. */
const traps = (): readonly Misbehaviour[] =>
  Object.entries<(body: Buffer, headers: HeaderValues) => { parts: readonly Bytes[]; end: 'end' | 'reset' }>({
    length: (body, values) => ({
      parts: [head(200, { ...values, 'content-length': String(body.length) }), body.subarray(0, -40)],
      end: 'end'
    }),
    'length, reset': (body, values) => ({
      parts: [head(200, { ...values, 'content-length': String(body.length) }), body.subarray(0, -40)],
      end: 'reset'
    }),
    chunks: (body, values) => ({
      parts: [head(200, { ...values, 'transfer-encoding': 'chunked' }), ...chunks(body.subarray(0, -40), 100)],
      end: 'end'
    }),
    close: (body, values) => ({ parts: [head(200, { ...values, connection: 'close' }), body.subarray(0, -40)], end: 'end' }),
    'close, reset': (body, values) => ({ parts: [head(200, { ...values, connection: 'close' }), body.subarray(0, -40)], end: 'reset' }),
    gzip: (body, values) => ({ parts: [head(200, { ...values, 'content-encoding': 'gzip' }), cut(gzipSync(body))], end: 'end' }),
    br: (body, values) => ({ parts: [head(200, { ...values, 'content-encoding': 'br' }), cut(brotliCompressSync(body))], end: 'end' }),
    zstd: (body, values) => ({ parts: [head(200, { ...values, 'content-encoding': 'zstd' }), cut(zstdCompressSync(body))], end: 'end' }),
    deflate: (body, values) => ({ parts: [head(200, { ...values, 'content-encoding': 'deflate' }), cut(deflateSync(body))], end: 'end' }),
    'a length too small': (body, values) => ({
      parts: [head(200, { ...values, 'content-length': String(body.length - 40) }), body],
      end: 'end'
    }),
    nothing: (_body, values) => ({ parts: [head(200, { ...values, 'content-length': '0' })], end: 'end' }),
    'a page': (_body, values) => ({ parts: [head(200, { ...values, 'content-length': String(LOGIN.length) }), LOGIN], end: 'end' }),
    'a refusal': (_body, values) => ({ parts: [head(500, { ...values, 'content-length': '0' })], end: 'end' })
  }).flatMap(([name, broken]) =>
    [
      { etag: '"v2"' },
      { 'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT' },
      { etag: '"v2"', 'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT' }
    ].map((validators, index) => {
      const title = `trap ${name} ${index}`
      return {
        name: `cut once, ${name}, ${Object.keys(validators).join(' and ')}`,
        expected: reads(5),
        play: (call: Call) => {
          // Two items at first, five from the second poll on, of which the first time only a part comes.
          if (call.count === 1)
            return send(
              FRAMINGS['length']!(good(title, 2), {
                ...XML,
                ...Object.fromEntries(
                  Object.entries(validators).map(([key, value]) => [key, value.replace('v2', 'v1').replace('23', '22')])
                )
              })
            )(call)
          const { parts, end } = broken(good(title, 5), { ...XML, ...validators })
          if (call.count === 2) return send(parts, end)(call)
          const known =
            call.headers.get('if-none-match') === '"v2"' || call.headers.get('if-modified-since') === 'Mon, 23 Nov 2026 00:00:00 GMT'
          return send(known ? [head(304, validators)] : FRAMINGS['length']!(good(title, 5), { ...XML, ...validators }))(call)
        }
      }
    })
  )

/**
 * All misbehaviours.
 * @param size how large the documents are that were made to cost: 40,000 for measuring
 */
export function misbehaviours(size: number): readonly Misbehaviour[] {
  return [
    ...protocol(),
    ...statuses(),
    ...waits(),
    ...redirects(),
    ...codings(),
    ...headers(),
    ...crossed(),
    ...documents(size),
    ...floods(),
    ...identities(),
    ...traps()
  ]
}
