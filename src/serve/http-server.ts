import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What one connection may take, in time and room. */
export const CONNECTION_LIMITS = {
  /** From the first byte of a request to the last of its body. */
  requestMsMax: 10_000,
  /** How often requests that take longer are looked for. */
  lookMs: 2_000,
  /** Without a byte either way. */
  idleMsMax: 30_000,
  /** Between two requests. */
  keepAliveMs: 10_000,
  /** From a request to the last byte of its answer, however slowly it is taken; a stream of events ends by itself. */
  answerMsMax: 120_000,
  headerBytesMax: 16_384,
  headersMax: 100
} as const

export type ConnectionLimits = Readonly<Record<keyof typeof CONNECTION_LIMITS, number>>

/** Of the server behind the thread in front, which holds all the limits above: none of time here, and room for what it adds. */
export const INNER_LIMITS: ConnectionLimits = {
  requestMsMax: 0,
  lookMs: CONNECTION_LIMITS.lookMs,
  idleMsMax: 0,
  keepAliveMs: 0,
  answerMsMax: 2 * CONNECTION_LIMITS.answerMsMax,
  headerBytesMax: 2 * CONNECTION_LIMITS.headerBytesMax,
  headersMax: 2 * CONNECTION_LIMITS.headersMax
}

/**
 * The server under the application.
 * @param connectionsMax more are closed at once
 */
export function createHttpServer(handler: Handler, connectionsMax: number, limits: ConnectionLimits = CONNECTION_LIMITS): Server {
  const server = createServer(
    {
      requestTimeout: limits.requestMsMax,
      headersTimeout: limits.requestMsMax,
      connectionsCheckingInterval: limits.lookMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.headerBytesMax
    },
    (request, response) => {
      if (namesTwoHosts(request)) return void response.writeHead(400, TWO_HOSTS_HEADERS).end(TWO_HOSTS)
      handler(request, response)
      if (!response.writableFinished) endInTime(response, limits.answerMsMax)
    }
  )
  server.maxHeadersCount = limits.headersMax
  server.maxConnections = connectionsMax
  server.setTimeout(limits.idleMsMax)
  return server
}

const TWO_HOSTS_HEADERS = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', connection: 'close' }
const TWO_HOSTS = JSON.stringify({
  type: 'about:blank',
  title: 'This request cannot be read',
  status: 400,
  detail: 'It names two hosts; a request has one Host field (RFC 9112, section 3.2).'
})

/** Node.js refuses a request without a host; of two it takes the first, where a proxy in front may have gone by the other. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  const isHost = (field: string, index: number): boolean => index % 2 === 0 && field.toLowerCase() === 'host'
  return rawHeaders.filter(isHost).length > 1
}

/** Who takes a byte a minute would hold a connection for ever: being idle is measured between two bytes. */
function endInTime(response: ServerResponse, answerMsMax: number): void {
  const timer = setTimeout(() => {
    if (response.getHeader('content-type') !== 'text/event-stream') response.destroy()
  }, answerMsMax).unref()
  response.once('close', () => clearTimeout(timer))
}
