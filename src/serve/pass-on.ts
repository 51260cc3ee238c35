import { Agent, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { Handler } from './http-server.ts'

/** What holds for one connection only (RFC 9110 section 7.6.1), and what Node has answered already. */
const OF_ONE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect'
])
const FORWARDED_FOR = 'x-forwarded-for'
const UNAVAILABLE = 'Not available now; try again in a moment.\n'

/**
 * Passes requests on to another server, as they are, with the address of who asks at the end of X-Forwarded-For, and its answers back as they
 * come. A broken connection on one side ends that on the other.
 * @param socketPath where the other server listens
 */
export function createPassOn(socketPath: string): { readonly handler: Handler; readonly close: () => void } {
  const agent = new Agent({ keepAlive: true })
  return { handler: passOn, close: () => agent.destroy() }

  function passOn(request: IncomingMessage, response: ServerResponse): void {
    const address = request.socket.remoteAddress
    if (address === undefined) return void response.destroy() // gone already
    const { method, url: path } = request
    const onward = ask(
      { socketPath, agent, method, path, setDefaultHeaders: false, headers: onwardHeaders(request, address) as never },
      (answer) => {
        response.statusCode = answer.statusCode!
        const list = withoutConnection(answer.rawHeaders)
        for (let at = 0; at < list.length; at += 2) response.appendHeader(list[at]!, list[at + 1]!)
        // What stands behind the head may be long in coming: a stream of events says first that it is one.
        response.flushHeaders()
        answer.pipe(response)
        answer.once('aborted', () => response.destroy())
      }
    )
    onward.once('error', () => {
      if (response.headersSent) response.destroy()
      else
        response
          .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' })
          .end(UNAVAILABLE)
    })
    response.once('close', () => void onward.destroy())
    request.once('aborted', () => void onward.destroy())
    request.pipe(onward)
  }
}

function onwardHeaders({ rawHeaders, headers }: IncomingMessage, address: string): string[] {
  const list = withoutConnection(rawHeaders, FORWARDED_FOR)
  if (headers['transfer-encoding'] !== undefined) list.push('Transfer-Encoding', 'chunked')
  if (headers.host === undefined) list.push('Host', 'localhost') // HTTP/1.0 needs none
  const before = headers[FORWARDED_FOR]
  return [...list, FORWARDED_FOR, before === undefined ? address : `${String(before)}, ${address}`, 'Connection', 'keep-alive']
}

function withoutConnection(rawHeaders: readonly string[], but?: string): string[] {
  const list: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase()
    if (!OF_ONE_CONNECTION.has(name) && name !== but) list.push(rawHeaders[at]!, rawHeaders[at + 1]!)
  }
  return list
}
