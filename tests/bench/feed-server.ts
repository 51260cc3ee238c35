import { createServer } from 'node:http'
import { generatedFeed } from './generated-feeds.ts'

/** Serves generated feeds at /feed/N with an ETag, as a process of its own: prints its port, ends with its standard input. */
const count = Number(process.argv[2])
const bytes = Number(process.argv[3])
const bodies = Array.from({ length: count }, (_, index) => Buffer.from(generatedFeed(index, bytes)))

const server = createServer((request, response) => {
  const index = Number(/^\/feed\/(\d+)$/.exec(request.url ?? '')?.[1] ?? Number.NaN)
  const body = bodies[index]
  if (!body) return response.writeHead(404).end()
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
