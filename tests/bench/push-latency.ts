/*
 * From a hub's push to the topic feed served: a publisher and its hub on loopback, one daemon. Each feed is pushed to once.
 * Usage: node tests/bench/push-latency.ts [feeds]
 */
import { createHmac } from 'node:crypto'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { startPublisher } from '../support/loopback-publisher.ts'
import { startReceiver } from '../support/loopback-receiver.ts'
import { freePort, startDaemon, until } from '../support/process.ts'

const FEEDS = Number(process.argv[2] ?? 30)
const LOOK_MS = 5
const WORDS = ['granite', 'river', 'market', 'school', 'tower', 'forest', 'station', 'island', 'valley', 'castle']

const port = await freePort()
const callbacks = new Map<string, { readonly url: string; readonly secret: string }>()
const news = new Map<string, string>()
await using hub = await startReceiver((request, response) => {
  const form = new URLSearchParams(request.body.toString())
  const [url, topic] = [form.get('hub.callback')!, form.get('hub.topic')!]
  response.writeHead(202).end()
  const question = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'c', 'hub.lease_seconds': '864000' })
  void fetch(`${url}?${question}`).then((answer) => {
    if (answer.status === 200) callbacks.set(topic, { url, secret: form.get('hub.secret')! })
  })
})
await using publisher = await startPublisher(
  Object.fromEntries(
    Array.from({ length: FEEDS }, (_, n) => [
      `/feed-${n}`,
      (_request, response) => {
        const item = news.get(`/feed-${n}`)
        const link = `<${hub.origin}/hub>; rel="hub", <${publisher.origin}/feed-${n}>; rel="self"`
        response
          .writeHead(200, { 'content-type': 'application/rss+xml', link })
          .end(
            `<?xml version="1.0"?><rss version="2.0"><channel><title>Town ${n}</title>${item ? `<item><guid isPermaLink="false">${n}</guid><title>${item}</title></item>` : ''}`
              + `<item><guid isPermaLink="false">old-${n}</guid><title>Quiet day in town ${n}</title></item></channel></rss>`
          )
      }
    ])
  )
)
using config = aConfigDir(
  `server: { port: ${port}, public_url: "http://127.0.0.1:${port}" }\npolling: { host_spacing: 0ms }\nlog: { level: warn }\n`
    + `fetch: { allow: ["127.0.0.1:${publisher.port}", "${hub.address}"] }`,
  Array.from({ length: FEEDS }, (_, n) => sourceLine(`town-${n}`, `${publisher.origin}/feed-${n}`)).join('\n')
)
await using daemon = await startDaemon(config.dir)
void daemon
await until(async () => callbacks.size === FEEDS)

const times: number[] = []
for (let n = 0; n < FEEDS; n++) {
  const title = `Bridge ${n} of ${WORDS[n % 10]} and ${WORDS[Math.floor(n / 10) % 10]} opens`
  news.set(`/feed-${n}`, title)
  const { url, secret } = callbacks.get(`${publisher.origin}/feed-${n}`)!
  const body = `<news>${n}</news>`
  const startedAt = performance.now()
  await fetch(url, {
    method: 'POST',
    body,
    headers: { 'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  })
  while (!(await (await fetch(`http://127.0.0.1:${port}/topics/bridges.atom`)).text()).includes(title)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  times.push(performance.now() - startedAt)
}
times.sort((one, other) => one - other)
const at = (share: number): string => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0)
console.log(`${FEEDS} pushes, from the push to the topic feed served: median ${at(0.5)} ms, 90 % ${at(0.9)} ms, longest ${at(1)} ms`)
