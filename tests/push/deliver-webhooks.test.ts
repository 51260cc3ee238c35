import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '../../src/fetch/send-request.ts'
import { createLog } from '../../src/log.ts'
import { deliverWebhooks, type WebhookTarget } from '../../src/push/deliver-webhooks.ts'
import { PushLoop } from '../../src/push/push-loop.ts'
import { webhookHeaders } from '../../src/push/webhook-signature.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { journalStatements } from '../../src/store/topics.ts'
import { ENGINES } from '../support/databases.ts'
import { type Receiver, type Reply, startReceiver } from '../support/loopback-receiver.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const DAY_MS = 86_400_000
const answers =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (_request, response) =>
    void response.writeHead(status, headers).end()

describe.each(ENGINES)('webhooks on $name', ({ open }) => {
  let now: number
  let store: Store
  let receiver: Receiver
  let reply: Reply
  let sender: Sender
  let loop: PushLoop
  let target: WebhookTarget
  let errors: unknown[]

  beforeEach(async () => {
    now = 1_700_000_000_000
    reply = answers(204)
    errors = []
    store = createStore(await open())
    receiver = await startReceiver((request, response, incoming) => reply(request, response, incoming))
    target = { id: 'desk', url: `${receiver.origin}/hook`, topics: ['bridges'], events: ['added', 'revised', 'withdrawn'], secret: SECRET }
    sender = createSender({
      version: '1',
      contact: 'https://courant.example',
      allow: [receiver.address],
      ports: [80],
      connectTimeoutMs: 1_000,
      totalTimeoutMs: 2_000,
      now: () => now
    })
    loop = aLoop()
    await publish('before')
    await store.syncWebhooks([target], now)
  })
  afterEach(async () => {
    await loop.stop(0)
    await sender.close()
    await receiver[Symbol.asyncDispose]()
    await store.close()
    expect(errors).toEqual([])
  })

  function aLoop(): PushLoop {
    const duty = deliverWebhooks({
      store,
      send: sender.send,
      targets: () => [target],
      dataOf: async ({ seq, articleId }) => ({ seq, articleId }),
      now: () => now,
      random: () => 0,
      log: createLog('silent')
    })
    return new PushLoop({ duties: [duty], now: () => now, onError: (error) => void errors.push(error) })
  }

  async function publish(articleId: string, topicId = 'bridges', kind: 'added' | 'revised' | 'withdrawn' = 'added'): Promise<void> {
    await store.database.batch(journalStatements([{ topicId, kind, articleId, at: now }]))
  }

  async function pass(ms = 0): Promise<void> {
    now += ms
    await loop.tick()
    while (loop.running > 0) await new Promise((resolve) => setImmediate(resolve))
  }

  const articles = (): readonly string[] =>
    receiver.posts().map(({ body }) => (JSON.parse(body.toString()) as { data: { articleId: string } }).data.articleId)

  test('each change since the webhook was configured comes once, in order, signed', async () => {
    await publish('a')
    await publish('elsewhere', 'tunnels')
    await publish('a', 'bridges', 'revised')
    await publish('b', 'bridges', 'withdrawn')
    await pass()
    expect(articles()).toEqual(['a', 'a', 'b'])
    const [first] = receiver.posts()
    const body = first!.body.toString()
    expect(JSON.parse(body)).toEqual({ type: 'article.added', timestamp: new Date(now).toISOString(), data: { seq: 2, articleId: 'a' } })
    expect(first!.headers).toMatchObject({
      'content-type': 'application/json',
      ...webhookHeaders(first!.headers['webhook-id']!, body, SECRET, now)
    })
    expect(new Set(receiver.posts().map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    await pass(DAY_MS)
    expect(articles()).toHaveLength(3)
    expect((await store.webhookStates())[0]).toMatchObject({ behind: 0, deadLetters: 0 })
  })

  test('only the events that are asked for come', async () => {
    target = { ...target, topics: ['*'], events: ['withdrawn'] }
    await publish('a', 'tunnels')
    await publish('a', 'tunnels', 'withdrawn')
    await pass()
    expect(receiver.posts().map(({ body }) => (JSON.parse(body.toString()) as { type: string }).type)).toEqual(['article.withdrawn'])
  })

  test('what is not taken is sent again under the same id, and those behind it wait', async () => {
    reply = answers(500)
    await publish('a')
    await publish('b')
    await pass()
    await pass(999)
    expect(articles()).toEqual(['a'])
    await pass(1)
    reply = answers(200)
    await pass(5_000)
    expect(articles()).toEqual(['a', 'a', 'a', 'b'])
    expect(
      new Set(
        receiver
          .posts()
          .slice(0, 3)
          .map(({ headers }) => headers['webhook-id'])
      ).size
    ).toBe(1)
    expect((await store.webhookStates())[0]).toMatchObject({ behind: 0, lastFailure: expect.stringContaining('500') as string })
  })

  test('a receiver that asks for time gets it', async () => {
    reply = answers(429, { 'retry-after': '60' })
    await publish('a')
    await pass()
    await pass(59_999)
    expect(articles()).toHaveLength(1)
    await pass(1)
    expect(articles()).toHaveLength(2)
  })

  test('a redirect is followed nowhere', async () => {
    reply = answers(308, { location: '/elsewhere' })
    await publish('a')
    await pass()
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook'])
  })

  test('what is refused seven times is a dead letter, the rest goes on, and an operator may send it once more', async () => {
    await publish('poison')
    await publish('fine')
    reply = ({ body }, response) => void response.writeHead(body.includes('poison') ? 400 : 200).end()
    for (let round = 0; round < 12; round++) await pass(3_600_000)
    expect(articles().filter((id) => id === 'poison')).toHaveLength(7)
    expect(articles().at(-1)).toBe('fine')
    expect(await store.deadLetters('desk', 10)).toMatchObject([{ seq: 2, attempts: 7, retry: false }])

    expect(await store.retryDeadLetters('desk')).toBe(1)
    await pass(1_000)
    expect([articles().filter((id) => id === 'poison').length, (await store.deadLetters('desk', 10)).map(({ retry }) => retry)]).toEqual([
      8,
      [false]
    ])
    reply = answers(200)
    await store.retryDeadLetters(null)
    await pass(1_000)
    expect([articles().at(-1), await store.deadLetters('desk', 10)]).toEqual(['poison', []])
  })

  test('a receiver that is down for ten attempts leaves one dead letter, and the rest waits for it', async () => {
    await publish('a')
    await publish('b')
    reply = (_request, _response, incoming) => void incoming.socket.destroy()
    for (let round = 0; round < 10; round++) await pass(2 * DAY_MS)
    expect([articles().filter((id) => id === 'a').length, (await store.webhookStates())[0]!.deadLetters]).toEqual([10, 1])
    reply = answers(200)
    await pass(2 * DAY_MS)
    expect(articles().at(-1)).toBe('b')
  })

  test('410 disables it, visibly, until it is resumed; nothing is lost meanwhile', async () => {
    reply = answers(410)
    await publish('a')
    await pass()
    await publish('b')
    await pass(DAY_MS)
    expect([articles(), (await store.webhookStates())[0]!.disabledAt]).toEqual([['a'], now - DAY_MS])
    reply = answers(200)
    await store.resumeWebhook('desk', now)
    await pass()
    expect(articles()).toEqual(['a', 'a', 'b'])
  })

  test('a new address goes on where the old one was; one that is gone is forgotten', async () => {
    reply = answers(410)
    await publish('a')
    await pass()
    reply = answers(200)
    target = { ...target, url: `${receiver.origin}/new` }
    await store.syncWebhooks([target], now)
    await pass()
    expect([articles(), receiver.posts().at(-1)!.path]).toEqual([['a', 'a'], '/new'])
    await store.syncWebhooks([], now)
    expect(await store.webhookStates()).toEqual([])
  })

  test('a process that ends in the middle repeats an event at most: the next one goes on from the store', async () => {
    await publish('a')
    await publish('b')
    reply = (request, response, incoming) =>
      request.body.includes('"a"') ? answers(200)(request, response, incoming) : void incoming.socket.destroy()
    await pass()
    loop = aLoop()
    reply = answers(200)
    await pass(120_000)
    expect(articles()).toEqual(['a', 'b', 'b'])
  })

  test('a private address that nobody allowed is never reached', async () => {
    const other = await startReceiver()
    target = { ...target, url: `${other.origin}/hook` }
    await publish('a')
    await pass()
    expect([other.received, (await store.webhookStates())[0]!.lastFailure]).toEqual([[], expect.stringContaining('only public addresses')])
    await other[Symbol.asyncDispose]()
  })
})
