import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Received {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface Receiver extends AsyncDisposable {
  readonly origin: string
  /** For `fetch.allow`. */
  readonly address: string
  readonly received: readonly Received[]
  /** The bodies posted so far. */
  posts(path?: string): readonly Received[]
}

export type Reply = (request: Received, response: ServerResponse, incoming: IncomingMessage) => void

/** What a callback of WebSub does that means it: echoes the challenge, takes what is delivered. */
export const willing: Reply = ({ query }, response) =>
  void response.writeHead(200, { 'content-type': 'text/plain' }).end(query.get('hub.challenge') ?? '')

/** Starts an HTTP server on a free loopback port that plays a callback or a webhook's receiver. */
export async function startReceiver(reply: Reply = willing): Promise<Receiver> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('error', () => undefined)
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const path = incoming.url ?? '/'
      const request = {
        method: incoming.method ?? '',
        path,
        query: new URL(path, 'http://receiver').searchParams,
        headers: incoming.headers as Record<string, string | undefined>,
        body: Buffer.concat(chunks)
      }
      received.push(request)
      reply(request, response, incoming)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    received,
    posts: (path) => received.filter((request) => request.method === 'POST' && (path === undefined || request.path === path)),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}
