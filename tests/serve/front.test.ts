import type { FastifyInstance } from 'fastify'
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Config } from '../../src/config/schema.ts'
import { createApp, storedFeeds } from '../../src/serve/app.ts'
import { type Front, openFront } from '../../src/serve/front.ts'
import { createServing, type Serving } from '../../src/serve/serving.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

const FEED = '/topics/ai-native-industry.atom'

let config: Config
let store: Store
let serving: Serving
let app: FastifyInstance
let front: Front
beforeEach(async () => {
  config = aConfig({ search_per_minute: 2 })
  store = await aFilledStore(config)
  serving = createServing({ store, config: () => config, now: () => NOON, log: false, isBehindFront: true })
  const stored = storedFeeds(serving)
  app = createApp(serving, serving, stored)
  front = await openFront(app, serving, { host: '127.0.0.1', port: 0, stored })
})
afterEach(async () => {
  await front[Symbol.asyncDispose]()
  await store.close()
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Answers of the thread are counted by what it tells once a second. */
async function countOf(status: number): Promise<number> {
  const { body } = await app.inject('/metrics')
  return Number(new RegExp(`courant_http_requests_total\\{route="/topics/:name",status="${status}"\\} (\\d+)`).exec(body)?.[1] ?? 0)
}

test('feeds and pages are answered as the application answers them', async () => {
  for (const path of [FEED, '/topics/ai-native-industry', '/articles/a-ar-1', '/none', '/api/v1/topics', '/healthz']) {
    const { status, headers } = await fetch(front.origin + path, { headers: { accept: 'text/html' } })
    const inner = await app.inject({ url: path, headers: { accept: 'text/html' } })
    expect([status, headers.get('content-type'), headers.get('etag')?.slice(0, 23)]).toEqual([
      inner.statusCode,
      inner.headers['content-type'],
      inner.headers.etag === undefined ? undefined : String(inner.headers.etag).slice(0, 23)
    ])
  }
})

test('what is stored is answered while this thread does nothing but wait for the asker', async () => {
  await fetch(front.origin + FEED)
  const before = await countOf(200)
  const ask = `fetch(${JSON.stringify(front.origin + FEED)}).then(async (answer) => console.log(answer.status, (await answer.text()).length))`
  const { stdout } = spawnSync(process.execPath, ['-e', ask], { encoding: 'utf8', timeout: 20_000 })
  expect(stdout).toMatch(/^200 \d{4,}/)
  await until(async () => (await countOf(200)) > before)
})

test('a new state is answered from the moment it is stored, and the old tag gets the new document', async () => {
  const first = await fetch(front.origin + FEED)
  await first.text()
  for (let round = 0; round < 5; round++) {
    await bring(store, { ...TEXTS[0]!, id: `en-new-${round}`, story: `s-new-${round}` })
    await serving.feeds.find({ topicId: 'ai-native-industry', format: 'atom', variant: {} })
    const answer = await fetch(front.origin + FEED, { headers: { 'if-none-match': first.headers.get('etag')! } })
    expect(answer.status).toBe(200)
    expect((await answer.text()).match(/a-en-new-\d/g)).toContain(`a-en-new-${round}`)
  }
})

test('who asks for what is new gets just that, from where earlier states are known', async () => {
  const first = await fetch(front.origin + FEED)
  await first.text()
  const asked = { 'if-none-match': first.headers.get('etag')!, 'a-im': 'feed' }
  expect((await fetch(front.origin + FEED, { headers: asked })).status).toBe(304)
  await bring(store, { ...TEXTS[0]!, id: 'en-new', story: 's-new', hoursAgo: 0.5 })
  await serving.feeds.find({ topicId: 'ai-native-industry', format: 'atom', variant: {} })
  const answer = await fetch(front.origin + FEED, { headers: asked })
  expect([answer.status, (await answer.text()).match(/<entry/g)?.length]).toEqual([226, 1])
})

test('a topic that leaves the configuration leaves the thread', async () => {
  expect((await fetch(front.origin + FEED)).status).toBe(200)
  config = { ...config, topics: config.topics.slice(1), hash: 'config-2' }
  await until(async () => (await fetch(front.origin + FEED)).status === 404)
})

test('limits count who asks, not the thread, and nobody can ask in another name', async () => {
  const search = (headers: Record<string, string>) => fetch(`${front.origin}/search?q=park`, { headers }).then(({ status }) => status)
  expect([
    await search({ 'x-forwarded-for': '192.0.2.1' }),
    await search({ 'x-forwarded-for': '192.0.2.2' }),
    await search({ 'x-forwarded-for': '192.0.2.3' })
  ]).toEqual([200, 200, 429])
})

test('a port that is taken is refused with its code', async () => {
  const other = createServing({ store, config: () => config, now: () => NOON, log: false, isBehindFront: true })
  const stored = storedFeeds(other)
  const opening = openFront(createApp(other, other, stored), other, { host: '127.0.0.1', port: Number(new URL(front.origin).port), stored })
  await expect(opening).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
