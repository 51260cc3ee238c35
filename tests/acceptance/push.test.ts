import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { startPublisher } from '../support/loopback-publisher.ts'
import { startReceiver } from '../support/loopback-receiver.ts'
import { freePort, type RunningDaemon, startDaemon, until } from '../support/process.ts'

interface Told {
  readonly type: string
  readonly data: { readonly topic: string; readonly article: { readonly title: string } }
}

const KEY = Buffer.alloc(32, 9)

/** Each is in the topic, and none tells what another does. */
const TITLES = {
  first: 'Harbour council opens a bridge for cyclists',
  second: 'Mountain villages wait for repairs after a bridge was flooded',
  third: 'Railway company sells its oldest bridge to a museum',
  fourth: 'Students count swallows under the bridge of the university'
} as const
type Id = keyof typeof TITLES

/** A feed that grows by hand. */
function growing(): { readonly add: (id: Id) => void; readonly body: () => string } {
  const items: string[] = []
  return {
    add: (id) => void items.unshift(`<item><guid isPermaLink="false">${id}</guid><title>${TITLES[id]}</title></item>`),
    body: () =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Town hall</title><link>https://town.example/</link>${items.join('')}</channel></rss>`
  }
}

test('a change goes from a publisher through one instance to another and its webhook, and no kill loses it', async () => {
  const feed = growing()
  feed.add('first')
  const ports = { hub: await freePort(), reader: await freePort() }
  await using receiver = await startReceiver()
  await using publisher = await startPublisher({
    '/news': (_request, response) => void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed.body())
  })
  const service = (port: number, allow: readonly string[], rest: string): string =>
    `server: { port: ${port}, public_url: "http://127.0.0.1:${port}" }\npolling: { min_interval: ${rest}\nfetch: { allow: [${allow.map((address) => `"${address}"`).join(', ')}] }\n`
  using hubConfig = aConfigDir(
    service(ports.hub, [`127.0.0.1:${publisher.port}`, `127.0.0.1:${ports.reader}`], '1s, host_spacing: 0ms }'),
    sourceLine('town', `${publisher.origin}/news`, ', schedule: "every 1s"')
  )
  // Each article an item of its own, whatever story it tells.
  hubConfig.write(
    'config/topics/bridges.yaml',
    'topic: { id: bridges, title: { en: Bridges } }\nterms: { en: { strong: [bridge] } }\nfeed: { collapse: article }\n'
  )
  const topicFeed = `http://127.0.0.1:${ports.hub}/topics/bridges.atom`
  // Polled every quarter of an hour at most: what comes sooner was pushed.
  using readerConfig = aConfigDir(
    service(ports.reader, [`127.0.0.1:${ports.hub}`, receiver.address], '15m, host_spacing: 0ms }')
      + `webhooks: [{ id: desk, url: "${receiver.origin}/hook", secret: "whsec_${KEY.toString('base64')}" }]\n`,
    sourceLine('hub', topicFeed)
  )

  const added = () =>
    receiver
      .posts('/hook')
      .map((event) => ({ event, ...(JSON.parse(event.body.toString()) as Told) }))
      .filter(({ type }) => type === 'article.added')
  const told = (id: Id) => until(async () => added().find(({ data }) => data.article.title === TITLES[id])?.event)
  const running = new AsyncDisposableStack()
  await using ended = running // also when the test fails
  void ended
  const start = async (dir: string): Promise<RunningDaemon> => running.use(await startDaemon(dir))
  let hub = await start(hubConfig.dir)
  await until(async () => hub.stderr().includes('"added":1'))
  let reader = await start(readerConfig.dir)
  await told('first')
  await until(async () => hub.stderr().includes('hub request confirmed'))

  feed.add('second')
  const event = (await told('second'))!
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = event.headers
  expect(signature).toBe(`v1,${createHmac('sha256', KEY).update(`${id}.${timestamp}.${event.body.toString()}`).digest('base64')}`)
  expect(JSON.parse(event.body.toString())).toMatchObject({
    type: 'article.added',
    data: { topic: 'bridges', article: { title: TITLES.second } }
  })

  // The reader dies: the hub keeps what it could not deliver, over its own death too.
  await reader.stop('SIGKILL')
  const polled = hub.stderr().length
  feed.add('third')
  await until(async () => hub.stderr().slice(polled).includes('"added":1'))
  await hub.stop('SIGKILL')
  hub = await start(hubConfig.dir)
  reader = await start(readerConfig.dir)
  await told('third')

  // Killed as soon as it has acknowledged a poll, the reader tells its webhook when it is back.
  feed.add('fourth')
  const before = reader.stderr().length
  await until(async () => /"added":[1-9]/.test(reader.stderr().slice(before)))
  await reader.stop('SIGKILL')
  reader = await start(readerConfig.dir)
  await told('fourth')
  expect([...new Set(added().map(({ data }) => data.article.title))]).toEqual(Object.values(TITLES))
  expect(new Set(added().map(({ event }) => event.headers['webhook-id'])).size).toBe(4)
  expect([await reader.stop(), await hub.stop()]).toEqual([0, 0])
}, 120_000)
