import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStoredAnswers } from '../../src/serve/answer-stored.ts'
import { encodeRepresentation } from '../../src/serve/encode-representation.ts'
import { CONNECTION_LIMITS, type ConnectionLimits, createHttpServer } from '../../src/serve/http-server.ts'
import { answerQuickly } from '../../src/serve/quick-answers.ts'

const BODY = 'a feed of some length. '.repeat(40)
const AROUND = { 'x-content-type-options': 'nosniff' }

let server: Server
let closeWaiting: () => void
/** By the quick way, and by Node's. */
let counts: { quick: number[]; slow: number }
const sockets: Socket[] = []

async function start(body: string = BODY, own: Partial<ConnectionLimits> = {}): Promise<void> {
  const limits = { ...CONNECTION_LIMITS, ...own }
  const stored = await encodeRepresentation(body, {
    contentType: 'application/atom+xml; charset=utf-8',
    changedAt: Date.UTC(2026, 10, 24),
    maxAgeMs: 300_000
  })
  const answers = createStoredAnswers((route) => (route === '/topics/x.atom' ? { stored, around: AROUND } : undefined))
  counts = { quick: [], slow: 0 }
  server = createHttpServer(
    (request, response) => {
      counts.slow++
      if (!answers.answer(request, response)) response.end(`routed ${request.method} ${request.url}`)
    },
    10,
    limits
  )
  closeWaiting = answerQuickly(server, answers, { onAnswer: (status) => counts.quick.push(status), limits, now: Date.now })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}
beforeEach(() => start())
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.closeAllConnections()
  if (server.listening) await new Promise((resolve) => server.close(resolve))
})

async function dial(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

function ask(path: string, headers = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`
}

/** What comes until it ends as given. */
async function heard(socket: Socket, end: string): Promise<string> {
  let text = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.endsWith(end)) break
  }
  return text
}

/** Status line, headers by name, body; without the date. */
function parts(answer: string): readonly [string, Readonly<Record<string, string>>, string] {
  const [head, body] = [answer.slice(0, answer.indexOf('\r\n\r\n')), answer.slice(answer.indexOf('\r\n\r\n') + 4)]
  const [status, ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])
  )
  expect(new Date(headers['date']!).getTime()).toBeGreaterThan(Date.UTC(2020, 0))
  delete headers['date']
  return [status!, headers, body]
}

test.each([
  { name: 'the whole', headers: '', end: BODY },
  { name: 'what a reader has since', headers: 'If-Modified-Since: Wed, 24 Nov 2032 00:00:00 GMT\r\n', end: '\r\n\r\n' },
  { name: 'no coding that we have', headers: 'Accept-Encoding: identity;q=0\r\n', end: '\r\n\r\n' }
])('$name is answered as Node writes it, again and again on one connection', async ({ headers, end }) => {
  const quick = await dial()
  const slow = await dial()
  slow.write(ask('/routed'))
  await heard(slow, 'routed GET /routed')
  for (let times = 0; times < 3; times++) {
    quick.write(ask('/topics/x.atom', headers))
    slow.write(ask('/topics/x.atom', headers))
    const [one, other] = [parts(await heard(quick, end)), parts(await heard(slow, end))]
    expect(one).toEqual(other)
  }
  expect(counts.quick).toHaveLength(3)
  expect(counts.slow).toBe(4)
})

test('what is unusual goes to Node with all that has arrived, and what comes later too', async () => {
  const socket = await dial()
  socket.write(ask('/topics/x.atom'))
  await heard(socket, BODY)
  socket.write('GET /rou')
  await new Promise((resolve) => setTimeout(resolve, 30))
  socket.write(`ted HTTP/1.1\r\nHost: a\r\n\r\n${ask('/second')}`)
  expect(await heard(socket, 'routed GET /second')).toContain('routed GET /routed')
  socket.write(ask('/topics/x.atom'))
  expect(await heard(socket, BODY)).toContain('HTTP/1.1 200 OK')
  expect(counts).toEqual({ quick: [200], slow: 3 })
})

test('an address with letters as they were typed is answered too', async () => {
  const socket = await dial()
  socket.write(ask('/topics/x.atom'))
  await heard(socket, BODY)
  socket.write(ask('/routed?q=北京'))
  expect(await heard(socket, 'routed GET /routed?q=%E5%8C%97%E4%BA%AC')).toContain('HTTP/1.1 200 OK')
})

test('several requests at once are all answered, in their order', async () => {
  const socket = await dial()
  socket.write(ask('/one') + ask('/topics/x.atom') + ask('/two'))
  const text = await heard(socket, 'routed GET /two')
  expect(text.indexOf('routed GET /one')).toBeLessThan(text.indexOf(BODY))
})

test('who does not take an answer is given up, in the end', async () => {
  server.close()
  await start('x'.repeat(64_000_000), { answerMsMax: 50 })
  const socket = await dial()
  socket.pause()
  socket.write(ask('/topics/x.atom'))
  await new Promise<void>((resolve) => {
    const look = (): void => void server.getConnections((_error, count) => (count === 0 ? resolve() : setImmediate(look)))
    setTimeout(look, 20)
  })
  expect(counts.quick).toEqual([200])
})

test('a connection that says nothing is closed, one that asked once too', async () => {
  server.close()
  await start(BODY, { requestMsMax: 50, keepAliveMs: 50, idleMsMax: 100 })
  const [silent, asking] = [await dial(), await dial()]
  asking.write(ask('/topics/x.atom'))
  expect(await heard(silent, 'never')).toBe('')
  expect(await heard(asking, 'never')).toContain(BODY)
})

test('closing ends connections that wait', async () => {
  const socket = await dial()
  socket.write(ask('/topics/x.atom'))
  await heard(socket, BODY)
  const closed = new Promise((resolve) => server.close(resolve))
  closeWaiting()
  expect(await heard(socket, 'never')).toBe('')
  await closed
})
