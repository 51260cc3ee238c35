import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { generatedFeed } from './generated-feeds.ts'

/**
 * Serves generated feeds at /feed/N with an ETag, as a process of its own: prints its port, ends with its standard input. At /grown/N the
 * same feed has one item more each time it is asked for; between /still and /grow it stays as it is.
 */
const count = Number(process.argv[2])
const bytes = Number(process.argv[3])
const bodies = Array.from({ length: count }, (_, index) => Buffer.from(generatedFeed(index, bytes)))

const server = createServer((request, response) => {
  if (request.url === '/still' || request.url === '/grow') {
    still = request.url === '/still'
    return response.end()
  }
  const [, kind, number] = /^\/(feed|grown)\/(\d+)$/.exec(request.url ?? '') ?? []
  const index = Number(number ?? Number.NaN)
  const body = bodies[index]
  if (!body) return response.writeHead(404).end()
  if (kind === 'grown') return sendGrown(request, response, index, body.toString())
  const etag = `"feed-${index}"`
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', 'content-length': body.length, etag }).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.stdout.write(`${address.port}\n`)
})
process.stdin.resume().on('end', () => {
  server.close()
  server.closeAllConnections()
})

const asked = new Map<number, number>()
let still = false

function sendGrown(request: IncomingMessage, response: ServerResponse, index: number, body: string): void {
  const count = (asked.get(index) ?? 0) + (still ? 0 : 1)
  asked.set(index, count)
  const etag = `"grown-${index}-${count}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(grown(count, body))
}

/** The newest item says in other order what an old one of the feed said. */
function grown(count: number, body: string): string {
  const items = body.match(/<item>.*<\/item>/g)!
  const added = items[count % items.length]!.replace(
    /(<title>)(.*?)( \d+-\d+<\/title>)/,
    (_whole, open: string, words: string, close: string) => open + words.split(' ').reverse().join(' ') + count + close
  )
    .replace(/\/(\d+)\.html/, `/n${count}.html`)
    .replace(/(2026:)\d+/, `$1n${count}`)
  return body.replace('<item>', `${added}\n<item>`)
}
