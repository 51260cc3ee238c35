import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '../../src/fetch/send-request.ts'
import { createLog } from '../../src/log.ts'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import { PushLoop } from '../../src/push/push-loop.ts'
import { tendSubscriptions } from '../../src/push/tend-subscriptions.ts'
import { createApp } from '../../src/serve/app.ts'
import type { PushSubscription } from '../../src/store/push-subscriptions.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { type Receiver, type Reply, startReceiver } from '../support/loopback-receiver.ts'
import { anUpdate } from '../support/records.ts'
import { aConfig } from '../support/store-builder.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TOPIC = 'https://town.example/feed.xml'
const accepts: Reply = (_request, response) => void response.writeHead(202).end()

describe.each(ENGINES)('the subscriber on $name', ({ open }) => {
  let now: number
  let store: Store
  let hub: Receiver
  let reply: Reply
  let sender: Sender
  let app: FastifyInstance
  let loop: PushLoop
  let pushed: number
  let errors: unknown[]

  beforeEach(async () => {
    now = 1_700_000_000_000
    reply = accepts
    pushed = 0
    errors = []
    store = createStore(await open())
    hub = await startReceiver((request, response, incoming) => reply(request, response, incoming))
    sender = createSender({
      version: '1',
      contact: 'https://courant.example',
      allow: [hub.address],
      ports: [80],
      connectTimeoutMs: 1_000,
      totalTimeoutMs: 2_000,
      now: () => now
    })
    const config = aConfig()
    app = createApp({ store, config: () => config, now: () => now, log: false, onPushedFeed: () => pushed++ })
    let secrets = 0
    const duty = tendSubscriptions({
      store,
      send: sender.send,
      maySubscribe: (hubUrl) => hubUrl.startsWith(hub.origin),
      now: () => now,
      random: () => 0,
      log: createLog('silent'),
      callbackUrl: (id) => `https://news.example.org/websub/${id}`,
      newSecret: () => String(++secrets).padStart(32, '0')
    })
    loop = new PushLoop({ duties: [duty], now: () => now, onError: (error) => void errors.push(error) })
    await store.syncFeeds([{ id: 'town-news', sourceId: 'town', owner: 'town', url: TOPIC }], now)
  })
  afterEach(async () => {
    await loop.stop(0)
    await sender.close()
    await app.close()
    await hub[Symbol.asyncDispose]()
    await store.close()
    expect(errors).toEqual([])
  })

  async function pass(ms = 0): Promise<void> {
    now += ms
    await loop.tick()
    while (loop.running > 0) await new Promise((resolve) => setImmediate(resolve))
  }

  const claim = async (): Promise<ClaimedFeed> => (await store.claimFeed('town-news', 'worker:1', now, 60_000))!
  async function poll(
    hints: object | null = { hub: `${hub.origin}/hub`, topic: TOPIC },
    feed?: ClaimedFeed,
    pushMissed = false
  ): Promise<void> {
    const claimed = feed ?? (await claim())
    const update = anUpdate(claimed)
    await store.applyUpdate({
      ...update,
      pushMissed,
      change: { ...update.change, nextPollAt: now + DAY_MS, lastPolledAt: now, hints: JSON.stringify(hints) },
      poll: { ...update.poll, polledAt: now }
    })
  }
  const standing = async (): Promise<PushSubscription | undefined> => (await store.pushSubscriptions())[0]
  const feed = async () => (await store.findFeed('town-news'))!

  function verify(changes: Readonly<Record<string, string>> = {}, id = '0'.repeat(31) + '1') {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.challenge': 'c<h>',
      'hub.lease_seconds': '864000',
      ...changes
    })
    return app.inject(`/websub/${id}?${query}`)
  }
  async function subscribed(): Promise<void> {
    await poll()
    await pass()
    expect((await verify()).statusCode).toBe(200)
  }
  function push(body = '<feed/>', headers: Record<string, string> = {}) {
    const signature = `sha512=${createHmac('sha512', '0'.repeat(31) + '2')
      .update(body)
      .digest('hex')}`
    return app.inject({
      method: 'POST',
      url: `/websub/${'0'.repeat(31)}1`,
      payload: body,
      headers: { 'content-type': 'application/atom+xml', 'x-hub-signature': signature, ...headers }
    })
  }

  test('asks the hub that a feed offers, and agrees to just what it asked for', async () => {
    await poll()
    await pass()
    const [asked] = hub.posts()
    expect(asked!.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(asked!.body.toString()))).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.callback': `https://news.example.org/websub/${'0'.repeat(31)}1`,
      'hub.secret': `${'0'.repeat(31)}2`,
      'hub.lease_seconds': '864000'
    })
    for (const wrong of [
      { 'hub.topic': 'https://other.example/' },
      { 'hub.mode': 'unsubscribe' },
      { 'hub.lease_seconds': '0' },
      { 'hub.challenge': '' }
    ]) {
      expect((await verify(wrong)).statusCode).toBe(404)
    }
    expect((await verify({}, 'f'.repeat(32))).statusCode).toBe(404)
    expect((await standing())!.state).toBe('asked')
    const agreed = await verify()
    expect([agreed.statusCode, agreed.body, agreed.headers['content-type']]).toEqual([200, 'c<h>', 'text/plain; charset=utf-8'])
    expect(await standing()).toMatchObject({ state: 'active', leaseEndsAt: now + 10 * DAY_MS })
    expect((await feed()).pushedUntil).toBe(now + 10 * DAY_MS)
    expect(await store.pushSubscriptionCounts()).toEqual(new Map([['active', 1]]))
  })

  test('a signed push has the feed polled now; a forged one, or one of an unknown hub, nothing', async () => {
    await subscribed()
    now += HOUR_MS
    const due = (await feed()).nextPollAt
    for (const headers of [{ 'x-hub-signature': 'sha256=' + '0'.repeat(64) }, { 'x-hub-signature': '' }]) {
      expect((await push('<feed/>', headers)).statusCode).toBe(202)
    }
    expect([(await feed()).nextPollAt, pushed]).toEqual([due, 0])
    expect((await push()).statusCode).toBe(202)
    expect([(await feed()).nextPollAt, pushed]).toEqual([now, 1])
    expect((await app.inject({ method: 'POST', url: `/websub/${'f'.repeat(32)}`, payload: 'x' })).statusCode).toBe(410)
  })

  test('a push repeated again and again has the feed polled every five seconds at most', async () => {
    await subscribed()
    now += HOUR_MS
    await poll()
    await push()
    now += 1_000
    await push()
    expect((await feed()).nextPollAt).toBe(now + 4_000)
  })

  test('a push that comes while the feed is being polled is not lost', async () => {
    await subscribed()
    now += HOUR_MS
    const claimed = await claim()
    await push()
    await poll(undefined, claimed)
    expect((await feed()).nextPollAt).toBe(now + 5_000)
    now += 5_000
    await poll()
    expect((await feed()).nextPollAt).toBe(now + DAY_MS)
  })

  test('renews before the lease ends, with the same callback', async () => {
    await subscribed()
    await pass(8 * DAY_MS - 1)
    expect(hub.posts()).toHaveLength(1)
    await pass(1)
    expect(hub.posts().map(({ body }) => new URLSearchParams(body.toString()).get('hub.callback'))).toEqual(
      Array(2).fill(`https://news.example.org/websub/${'0'.repeat(31)}1`)
    )
    await verify()
    expect((await standing())!.leaseEndsAt).toBe(now + 10 * DAY_MS)
  })

  test.each([
    { name: 'the lease ends', change: async () => void (now += 10 * DAY_MS), dueNow: true },
    { name: 'the hub denies', change: async () => void (await verify({ 'hub.mode': 'denied' })), dueNow: true },
    // That poll has planned the next one by the usual rhythm already.
    { name: 'a poll finds what no push announced', change: () => poll(undefined, undefined, true), dueNow: false }
  ])('when $name, the usual rhythm returns at once', async ({ change, dueNow }) => {
    await subscribed()
    now += HOUR_MS
    await store.database.rows('update feed set next_poll_at = $1 returning id', [now + 20 * DAY_MS])
    await change()
    reply = (_request, response) => void response.writeHead(500).end()
    await pass(15_000)
    const { pushedUntil, nextPollAt } = await feed()
    expect([pushedUntil, nextPollAt <= now]).toEqual([null, dueNow])
  })

  test('pushes are relied on again a week after one was missed', async () => {
    await subscribed()
    await poll(undefined, undefined, true)
    await pass(7 * DAY_MS - 1)
    expect((await feed()).pushedUntil).toBeNull()
    await pass(15_000)
    expect((await feed()).pushedUntil).toBe((await standing())!.leaseEndsAt)
  })

  test('a hub that refuses or is silent is asked again after longer gaps', async () => {
    reply = (_request, response) => void response.writeHead(503).end()
    await poll()
    await pass()
    await pass(59_999)
    expect(hub.posts()).toHaveLength(1)
    await pass(1)
    expect([hub.posts().length, (await standing())!.lastFailure]).toEqual([2, expect.stringContaining('503')])
  })

  test('a hub may send us on by 307, to a guarded address', async () => {
    reply = ({ path }, response) => void (path === '/hub' ? response.writeHead(307, { location: '/moved' }) : response.writeHead(202)).end()
    await poll()
    await pass()
    expect(hub.posts().map(({ path }) => path)).toEqual(['/hub', '/moved'])
    const other = await startReceiver()
    reply = (_request, response) => void response.writeHead(307, { location: `${other.origin}/canary` }).end()
    await poll({ hub: `${hub.origin}/other`, topic: TOPIC })
    await pass(15_000)
    expect(other.received).toEqual([])
    await other[Symbol.asyncDispose]()
  })

  test('leaves when the feed offers no hub any more, and is gone once the hub asks', async () => {
    await subscribed()
    await poll({})
    await pass(15_000)
    expect(new URLSearchParams(hub.posts().at(-1)!.body.toString()).get('hub.mode')).toBe('unsubscribe')
    expect((await push()).statusCode).toBe(410)
    expect((await verify({ 'hub.mode': 'unsubscribe' })).body).toBe('c<h>')
    expect(await standing()).toBeUndefined()
  })

  test('a hub that cannot reach us is not asked', async () => {
    await poll({ hub: 'https://far.example/hub', topic: TOPIC })
    await pass()
    expect([hub.received, await standing()]).toEqual([[], undefined])
  })
})
