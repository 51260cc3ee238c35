import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request as send, type RequestOptions, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPassOn } from '../../src/serve/pass-on.ts'

let dir: string
let inner: Server
let outer: Server
let passing: ReturnType<typeof createPassOn>
let answer: (request: IncomingMessage, response: ServerResponse) => void
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'courant-pass-'))
  const path = join(dir, 'app.sock')
  inner = createServer((request, response) => answer(request, response)).listen(path)
  passing = createPassOn(path)
  outer = createServer(passing.handler).listen(0, '127.0.0.1')
  await Promise.all([once(inner, 'listening'), once(outer, 'listening')])
})
afterEach(() => {
  passing.close()
  for (const server of [inner, outer]) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(dir, { recursive: true })
})

async function ask(
  options: RequestOptions,
  body?: string
): Promise<{ readonly status: number; readonly headers: readonly string[]; readonly body: string }> {
  const asking = send({ host: '127.0.0.1', port: (outer.address() as AddressInfo).port, agent: false, ...options }).end(body)
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode!, headers: response.rawHeaders, body: text }
}

/** What the inner server was asked, as it got it. */
function echo(): void {
  answer = async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    response
      .writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
      .end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }))
  }
}

test('method, address, headers and body go on as they are, and the answer comes back so', async () => {
  echo()
  const { status, headers, body } = await ask(
    { method: 'POST', path: '/a?b=%20c', headers: { host: 'news.example.org', 'x-own': 'ü', cookie: 's=1' } },
    'some text'
  )
  expect(status).toBe(201)
  expect(headers.filter((_, index) => headers[index - 1]?.toLowerCase() === 'set-cookie')).toEqual(['a=1', 'b=2'])
  expect(JSON.parse(body)).toMatchObject({
    method: 'POST',
    url: '/a?b=%20c',
    body: 'some text',
    headers: { host: 'news.example.org', cookie: 's=1', 'x-forwarded-for': '127.0.0.1' }
  })
})

test('who asks is added to whom others asked for, and nothing of the connection goes on', async () => {
  echo()
  const { body } = await ask({
    headers: {
      'x-forwarded-for': ['192.0.2.1', '192.0.2.2'],
      te: 'trailers',
      expect: '100-continue',
      upgrade: 'websocket',
      connection: 'upgrade, te'
    } as never
  })
  const { headers } = JSON.parse(body) as { headers: Record<string, string> }
  expect(headers['x-forwarded-for']).toBe('192.0.2.1, 192.0.2.2, 127.0.0.1')
  for (const name of ['te', 'expect', 'upgrade']) expect(headers).not.toHaveProperty(name)
})

test.each([
  {
    name: 'HEAD',
    options: { method: 'HEAD' },
    reply: (response: ServerResponse) => response.writeHead(200, { 'content-length': '5' }).end()
  },
  { name: 'nothing to tell', options: {}, reply: (response: ServerResponse) => response.writeHead(304, { etag: '"a"' }).end() },
  { name: 'no content', options: { method: 'DELETE' }, reply: (response: ServerResponse) => response.writeHead(204).end() }
])('$name has no body either way', async ({ options, reply }) => {
  answer = (_request, response) => void reply(response)
  const { body, headers } = await ask(options)
  expect(body).toBe('')
  expect(headers.map((name) => name.toLowerCase())).not.toContain('transfer-encoding')
})

test('a request of an older HTTP without a host gets its answer', async () => {
  echo()
  const socket = connect((outer.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET /old HTTP/1.0\r\n\r\n')
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  expect(text).toContain('"url":"/old"')
})

test('a stream comes as it is made, and ends at its maker when nobody reads it any more', async () => {
  const ended = Promise.withResolvers<void>()
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    setTimeout(() => response.write('one\n\n'), 20)
    response.once('close', ended.resolve)
  }
  const asking = send({ host: '127.0.0.1', port: (outer.address() as AddressInfo).port, agent: false }).end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  const [chunk] = (await once(response, 'data')) as [Buffer]
  expect(String(chunk)).toBe('one\n\n')
  response.destroy()
  await ended.promise
})

test('an answer that breaks off is no whole one', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half')
    setTimeout(() => response.destroy(), 20)
  }
  await expect(ask({})).rejects.toThrow()
})

test('where nobody listens any more, it says so', async () => {
  inner.close()
  await once(inner, 'close')
  expect(await ask({})).toMatchObject({ status: 503, body: expect.stringContaining('try again') })
})

test('a large body is read no faster than it is taken', async () => {
  answer = (request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => response.end(String(bytes)))
  }
  expect((await ask({ method: 'PUT' }, 'x'.repeat(3_000_000))).body).toBe('3000000')
})
