import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { CONNECTION_LIMITS, type ConnectionLimits, createHttpServer, type Handler } from '../../src/serve/http-server.ts'

let server: Server | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server?.closeAllConnections()
  if (server?.listening) await new Promise((resolve) => server!.close(resolve))
})

const hello: Handler = (request, response) => {
  request.resume()
  response.end('hello')
}

async function start(limits: Partial<ConnectionLimits>, handler: Handler = hello, connectionsMax = 10): Promise<void> {
  server = createHttpServer(handler, connectionsMax, { ...CONNECTION_LIMITS, ...limits })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

async function dial(text: string): Promise<Socket> {
  const socket = connect((server!.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** Everything that comes until the other side closes. */
async function heard(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

const SHORT = { requestMsMax: 50, lookMs: 20 }

test.each([
  { name: 'headers that never end', text: 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ' },
  { name: 'a body that never comes', text: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc' },
  { name: 'nothing but a letter', text: 'G' }
])('$name is given up', async ({ text }) => {
  await start(SHORT, (request) => void request.resume())
  expect(await heard(await dial(text))).toContain('408 Request Timeout')
})

test('an answer that nobody takes is given up, in the end', async () => {
  await start({ answerMsMax: 50 }, (_request, response) => void response.end(Buffer.alloc(64_000_000)))
  const socket = await dial('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.pause()
  const [left] = await new Promise<[number]>((resolve) =>
    server!.getConnections(() => {
      const look = (): void => void server!.getConnections((_error, count) => (count === 0 ? resolve([count]) : setImmediate(look)))
      look()
    })
  )
  expect(left).toBe(0)
})

test('a stream of events goes on', async () => {
  await start({ answerMsMax: 20 }, (_request, response) => {
    response.setHeader('content-type', 'text/event-stream')
    response.write('one\n')
    setTimeout(() => response.end('two\n'), 200)
  })
  const text = await heard(await dial('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))
  expect(text).toContain('two')
})

test('a connection that says nothing is closed', async () => {
  await start({ idleMsMax: 50 })
  expect(await heard(await dial(''))).toBe('')
})

test('more connections than are taken are closed at once, and the others go on', async () => {
  await start({}, hello, 2)
  const taken = [await dial(''), await dial('')]
  expect(await heard(await dial(''))).toBe('')
  taken[0]!.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  expect(await heard(taken[0]!)).toContain('hello')
})

test.each([
  { name: 'headers without measure', text: `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, status: 431 },
  { name: 'no host', text: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
  { name: 'two lengths', text: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', status: 400 },
  {
    name: 'a length and chunks',
    text: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    status: 400
  },
  { name: 'a header with a line break in it', text: 'GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n', status: 400 },
  { name: 'no HTTP', text: '\u0016\u0003\u0001 hello\r\n\r\n', status: 400 }
])('$name gets $status and no more', async ({ text, status }) => {
  await start({})
  expect(await heard(await dial(text))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})
