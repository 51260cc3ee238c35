import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '../../src/fetch/send-request.ts'
import { createLog } from '../../src/log.ts'
import { distributeTopics } from '../../src/push/distribute-topics.ts'
import { PushLoop } from '../../src/push/push-loop.ts'
import { verifyCallbacks } from '../../src/push/verify-callbacks.ts'
import { createApp } from '../../src/serve/app.ts'
import { createServing, type Serving } from '../../src/serve/serving.ts'
import { topicContent } from '../../src/serve/topic-content.ts'
import type { Store } from '../../src/store/store.ts'
import { type Received, type Receiver, type Reply, startReceiver, willing } from '../support/loopback-receiver.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

const TOPIC = 'https://news.example.org/topics/ai-native-industry.atom'
const SECOND_MS = 1_000
const DAY_MS = 86_400_000

let now: number
let store: Store
let serving: Serving
let app: FastifyInstance
let receiver: Receiver
let reply: Reply
let sender: Sender
let loop: PushLoop
let topicRemoved: boolean
let errors: unknown[]

beforeEach(async () => {
  now = NOON
  reply = willing
  topicRemoved = false
  errors = []
  store = await aFilledStore()
  const config = aConfig()
  const without = { ...config, topics: config.topics.slice(1), hash: 'config-2' }
  receiver = await startReceiver((request, response, incoming) => reply(request, response, incoming))
  serving = createServing({ store, config: () => (topicRemoved ? without : config), now: () => now, log: false })
  app = createApp(serving, serving)
  sender = createSender({
    version: '1',
    contact: 'https://courant.example',
    allow: [receiver.address],
    ports: [80, 443],
    connectTimeoutMs: 1_000,
    totalTimeoutMs: 2_000,
    now: () => now
  })
  loop = aLoop()
  await store.hubCursor() // as the daemon does at its start
})
afterEach(async () => {
  await loop.stop(0)
  await sender.close()
  await app.close()
  await receiver[Symbol.asyncDispose]()
  await store.close()
  expect(errors).toEqual([])
})

let tokens = 0
function aLoop(): PushLoop {
  const log = createLog('silent')
  const common = { store, send: sender.send, now: () => now, random: () => 0, log }
  const newToken = (): string => `token-${++tokens}`
  return new PushLoop({
    duties: [
      verifyCallbacks({ ...common, newChallenge: newToken }),
      distributeTopics({
        ...common,
        newToken,
        topicIds: () => serving.config().topics.map(({ topic }) => topic.id),
        contentOf: (topicUrl) => topicContent(serving, topicUrl)
      })
    ],
    now: () => now,
    onError: (error) => void errors.push(error)
  })
}

/** Lets everything happen that is due within this time. */
async function pass(ms: number): Promise<void> {
  now += ms
  await loop.tick()
  while (loop.running > 0) await new Promise((resolve) => setImmediate(resolve))
  await loop.tick()
  while (loop.running > 0) await new Promise((resolve) => setImmediate(resolve))
}

function ask(changes: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) {
  const fields = {
    'hub.mode': 'subscribe',
    'hub.callback': `${receiver.origin}/reader?key=a%2Fb`,
    'hub.topic': TOPIC,
    'hub.secret': 'geheim',
    ...changes
  }
  return app.inject({
    method: 'POST',
    url: '/hub',
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  })
}

const publish = (id: string, topicId: string | null = 'ai-native-industry') =>
  bring(store, { ...TEXTS[0]!, id, title: `Harbour Town opens AI native industry park ${id}` }, now + 2 * 3_600_000 - 600_000, topicId)

describe('a subscription', () => {
  test('is taken, confirmed by the callback, and gets the whole feed when it changes', async () => {
    const answer = await ask({ 'hub.lease_seconds': '3600' })
    expect([answer.statusCode, receiver.received.length]).toEqual([202, 0])
    await pass(0)
    const [question] = receiver.received as [Received]
    expect(question.method).toBe('GET')
    expect(question.path.startsWith('/reader?key=a%2Fb&hub.mode=subscribe')).toBe(true)
    expect(Object.fromEntries(question.query)).toMatchObject({ 'hub.topic': TOPIC, 'hub.lease_seconds': '3600' })
    await pass(60 * SECOND_MS)
    expect(receiver.posts()).toEqual([]) // nothing changed since it was asked for

    await publish('new-1')
    await pass(SECOND_MS)
    const [delivery] = receiver.posts() as [Received]
    const feed = await app.inject({ url: new URL(TOPIC).pathname, headers: { 'accept-encoding': 'identity' } })
    expect(delivery.path).toBe('/reader?key=a%2Fb')
    expect(delivery.body.toString()).toBe(feed.body)
    expect(delivery.body.toString()).toContain('park new-1')
    expect(feed.headers['link']).toContain(`<https://news.example.org/hub>; rel="hub", <${TOPIC}>; rel="self"`)
    expect(delivery.headers).toMatchObject({
      'content-type': feed.headers['content-type'],
      link: feed.headers['link'],
      'x-hub-signature': `sha256=${createHmac('sha256', 'geheim').update(delivery.body).digest('hex')}`
    })
  })

  test.each(['ai-native-industry.rss', 'ai-native-industry.json', 'ai-native-industry/en.atom', 'ai-native-industry/region/SG.json'])(
    'to %s gets that very document',
    async (path) => {
      const topic = `https://news.example.org/topics/${path}`
      expect((await ask({ 'hub.topic': topic })).statusCode).toBe(202)
      await pass(0)
      await publish('new-1')
      await pass(SECOND_MS)
      const feed = await app.inject({ url: new URL(topic).pathname, headers: { 'accept-encoding': 'identity' } })
      expect(receiver.posts().map(({ body }) => body.toString())).toEqual([feed.body])
      expect(receiver.posts()[0]!.headers['content-type']).toBe(feed.headers['content-type'])
    }
  )

  test("gets what changed between its request and the callback's word", async () => {
    await ask()
    await publish('meanwhile')
    await pass(0)
    await pass(0)
    expect(receiver.posts().map(({ body }) => body.includes('park meanwhile'))).toEqual([true])
  })

  test('gets a burst of changes as one delivery, and the next not before five seconds', async () => {
    await ask()
    await pass(0)
    for (const id of ['b1', 'b2', 'b3']) {
      await publish(id)
      await pass(100)
    }
    await pass(SECOND_MS)
    expect(receiver.posts().map(({ body }) => body.includes('park b3'))).toEqual([true])
    await publish('b4')
    await pass(SECOND_MS)
    expect(receiver.posts()).toHaveLength(1)
    await pass(4 * SECOND_MS)
    expect(receiver.posts().map(({ body }) => body.includes('park b4'))).toEqual([false, true])
  })

  test('ends with its lease, which is never for ever', async () => {
    await ask({ 'hub.lease_seconds': '60' })
    await pass(0)
    await pass(60 * SECOND_MS)
    await publish('late')
    await pass(SECOND_MS)
    expect([receiver.posts(), await store.hubSubscriptions(now)]).toEqual([[], []])
    await ask({ 'hub.lease_seconds': '999999999999' })
    await pass(0)
    expect((await store.hubSubscriptions(now))[0]!.endsAt).toBe(now + 30 * DAY_MS)
  })

  test('asked for again takes the new secret and lease, once the callback confirms', async () => {
    await ask({ 'hub.secret': 'old', 'hub.lease_seconds': '60' })
    await pass(0)
    await ask({ 'hub.secret': 'new', 'hub.lease_seconds': '7200' })
    expect((await store.hubSubscriptions(now)).map(({ secret }) => secret)).toEqual(['old'])
    await pass(0)
    expect((await store.hubSubscriptions(now)).map(({ secret, endsAt }) => [secret, endsAt])).toEqual([['new', now + 7_200_000]])
  })

  test('ends when the callback confirms that it should', async () => {
    await ask()
    await pass(0)
    await ask({ 'hub.mode': 'unsubscribe' })
    reply = (_request, response) => void response.writeHead(404).end()
    await pass(0)
    expect(await store.hubSubscriptions(now)).toHaveLength(1)
    reply = willing
    await ask({ 'hub.mode': 'unsubscribe' })
    await pass(0)
    expect(await store.hubSubscriptions(now)).toEqual([])
  })

  test('of a topic that is published no more is told so and ends', async () => {
    await ask()
    await pass(0)
    topicRemoved = true
    await pass(60 * SECOND_MS)
    await pass(SECOND_MS)
    expect(receiver.posts()).toEqual([])
    const told = receiver.received.at(-1)!
    expect([told.method, told.query.get('hub.mode'), told.query.get('hub.topic')]).toEqual(['GET', 'denied', TOPIC])
    expect(await store.hubSubscriptions(now)).toEqual([])
  })
})

describe('a callback that does not mean it', () => {
  const answers: readonly { readonly name: string; readonly reply: Reply }[] = [
    { name: '404', reply: (_request, response) => void response.writeHead(404).end() },
    { name: 'another challenge', reply: (_request, response) => void response.writeHead(200).end('something else') },
    { name: 'the challenge and more', reply: ({ query }, response) => void response.writeHead(200).end(`${query.get('hub.challenge')} `) },
    { name: 'the challenge with 500', reply: ({ query }, response) => void response.writeHead(500).end(query.get('hub.challenge')) },
    {
      name: 'a redirect to who would confirm',
      reply: ({ path }, response) => void response.writeHead(302, { location: path.replace('/reader', '/willing') }).end()
    },
    {
      name: 'a page without end',
      reply: ({ query }, response) => void response.writeHead(200).end(query.get('hub.challenge')! + 'x'.repeat(1_000_000))
    }
  ]
  test.each(answers)('and answers $name is not subscribed', async ({ reply: given }) => {
    await ask()
    reply = (request, response, incoming) => (request.path.startsWith('/willing') ? willing : given)(request, response, incoming)
    await pass(0)
    expect([receiver.received.length, await store.hubSubscriptions(now), (await store.hubLoad('', now)).pending]).toEqual([1, [], 0])
  })

  test('and does not answer at all is asked three times', async () => {
    reply = (_request, _response, incoming) => void incoming.socket.destroy()
    await ask()
    for (let round = 0; round < 5; round++) await pass(10 * SECOND_MS)
    expect([receiver.received.length, (await store.hubLoad('', now)).pending]).toEqual([3, 0])
  })

  test.each([
    'http://127.0.0.1:1/',
    'http://localhost/',
    'http://169.254.169.254/latest',
    'http://[::1]/',
    'http://10.0.0.1/',
    'http://0x7f.1/'
  ])('at the private address %s is never asked', async (callback) => {
    expect((await ask({ 'hub.callback': callback })).statusCode).toBe(202)
    await pass(0)
    for (let round = 0; round < 5; round++) await pass(10 * SECOND_MS)
    expect([receiver.received.length, await store.hubSubscriptions(now)]).toEqual([0, []])
  })
})

describe('a delivery that is not taken', () => {
  async function subscribed(): Promise<void> {
    await ask()
    await pass(0)
    await publish('new-1')
  }

  test('is tried again after longer and longer gaps, with what the feed is then, and given up until the next change', async () => {
    await subscribed()
    reply = (_request, response) => void response.writeHead(500).end()
    await pass(SECOND_MS)
    const gaps = [1, 5, 25, 125, 625, 3_125].map((seconds) => seconds * SECOND_MS)
    for (const [index, gap] of gaps.entries()) {
      await pass(gap - 1)
      expect(receiver.posts()).toHaveLength(index + 1)
      await pass(1)
    }
    expect(receiver.posts()).toHaveLength(7)
    await pass(DAY_MS)
    expect(receiver.posts()).toHaveLength(7)
    reply = willing
    await publish('new-2')
    await pass(SECOND_MS)
    expect(receiver.posts().at(-1)!.body.toString()).toContain('park new-2')
    expect((await store.hubSubscriptions(now))[0]!.lastFailure).toBeNull()
  })

  test('because of 410 ends the subscription', async () => {
    await subscribed()
    reply = (_request, response) => void response.writeHead(410).end()
    await pass(SECOND_MS)
    expect([receiver.posts().length, await store.hubSubscriptions(now)]).toEqual([1, []])
  })

  test('because of a redirect follows it nowhere', async () => {
    await subscribed()
    reply = (_request, response) => void response.writeHead(307, { location: '/elsewhere' }).end()
    await pass(SECOND_MS)
    expect(receiver.posts().map(({ path }) => path)).toEqual(['/reader?key=a%2Fb'])
    expect((await store.hubCounts(now)).retrying).toBe(1)
  })

  test('survives the end of the process, and comes with what changed meanwhile', async () => {
    await subscribed()
    reply = (_request, _response, incoming) => void incoming.socket.destroy()
    await pass(SECOND_MS)
    await publish('new-2')
    loop = aLoop() // another process: nothing but the store knows
    reply = willing
    await pass(60 * SECOND_MS)
    expect(receiver.posts().at(-1)!.body.toString()).toContain('park new-2')
    expect((await store.hubCounts(now)).waiting).toBe(0)
  })
})

describe('a request that cannot be taken', () => {
  test.each([
    { name: 'for a topic that is none', changes: { 'hub.topic': 'https://news.example.org/topics/nothing.atom' }, status: 404 },
    { name: 'for another site', changes: { 'hub.topic': 'https://other.example/topics/ai-native-industry.atom' }, status: 404 },
    { name: 'for a page', changes: { 'hub.topic': 'https://news.example.org/topics/ai-native-industry' }, status: 404 },
    {
      name: 'for a variant that nobody publishes',
      changes: { 'hub.topic': 'https://news.example.org/topics/ai-native-industry/fi.atom' },
      status: 404
    },
    {
      name: 'for an archive',
      changes: { 'hub.topic': 'https://news.example.org/topics/ai-native-industry/archive/2026-10.atom' },
      status: 404
    },
    {
      name: 'for the way round',
      changes: { 'hub.topic': 'https://news.example.org/topics/../topics/ai-native-industry.atom' },
      status: 404
    },
    { name: 'with a long secret', changes: { 'hub.secret': 'x'.repeat(200) }, status: 400 }
  ])('$name is told so in plain text', async ({ changes, status }) => {
    const answer = await ask(changes)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'text/plain; charset=utf-8'])
    expect((await store.hubLoad('', now)).pending).toBe(0)
  })

  test('is told as a problem to who prefers that', async () => {
    const answer = await ask({ 'hub.mode': 'x' }, { accept: 'application/problem+json' })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json'])
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('hub.mode') as string })
  })

  test('is limited in size, in form and in method', async () => {
    expect((await ask({ 'hub.x': 'x'.repeat(10_000) })).statusCode).toBe(413)
    expect((await app.inject({ method: 'POST', url: '/hub', payload: { 'hub.mode': 'subscribe' } })).statusCode).toBe(415)
    const got = await app.inject('/hub')
    expect([got.statusCode, got.headers['allow']]).toEqual([405, 'POST'])
  })

  test('comes too often: the address has to wait', async () => {
    for (let request = 0; request < 120; request++) expect((await ask({ 'hub.mode': 'x' })).statusCode).toBe(400)
    const answer = await ask()
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '60'])
    now += 60_000
    expect((await ask()).statusCode).toBe(202)
  })
})

test('a hub that is switched off takes nothing and is named nowhere', async () => {
  const config = aConfig()
  const off = { ...config, service: { ...config.service, push: { ...config.service.push, hub: false } } }
  const other = createApp({ store, config: () => off, now: () => now, log: false })
  const feed = await other.inject('/topics/ai-native-industry.atom')
  expect([String(feed.headers['link']).includes('rel="hub"'), feed.body.includes('rel="hub"')]).toEqual([false, false])
  const answer = await other.inject({
    method: 'POST',
    url: '/hub',
    payload: 'hub.mode=subscribe',
    headers: { 'content-type': 'application/x-www-form-urlencoded' }
  })
  expect(answer.statusCode).toBe(404)
  await other.close()
})
