import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import { pruneAll } from '../../src/poll/housekeeping.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

const TOPIC = 'ai-native-industry'
const DAY_MS = 86_400_000
const LATER = NOON + 400 * DAY_MS
const RETENTION = { contentMs: 30 * DAY_MS, keysAfterLastSeenMs: 30 * DAY_MS, rejectsMs: DAY_MS, pollsMs: DAY_MS }

let store: Store
let app: FastifyInstance
let before: string
beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig()
  app = createApp({ store, config: () => config, now: () => LATER, log: false })
  before = (await app.inject(`/topics/${TOPIC}.json`)).json().items.map(({ id }: { id: string }) => id)
  await store.syncFeeds([], LATER) // nobody shows them any more
  await pruneAll(store, RETENTION, LATER, () => undefined, new AbortController().signal)
})
afterAll(async () => {
  await app.close()
  await store.close()
})

test('its record says so, and keeps title, address and reasons', async () => {
  expect((await app.inject('/api/v1/articles/a-en-1')).json()).toMatchObject({
    title: 'Harbour Town opens AI native industry park',
    summary: '',
    contentHtml: '',
    textExpired: new Date(LATER).toISOString(),
    topics: [expect.objectContaining({ topic: TOPIC, shown: true })]
  })
})

test('its page says so, and leads to where it was published', async () => {
  const { statusCode, body } = await app.inject({ url: '/articles/a-en-1', headers: { accept: 'text/html' } })
  expect(statusCode).toBe(200)
  expect(body).toContain('Its text was kept until')
  expect(body).toContain('Read it where it was published')
})

test('topic feeds, made anew, hold the same items by the same ids', async () => {
  const again = createApp({ store, config: () => aConfig(), now: () => LATER, log: false })
  for (const format of ['json', 'atom', 'rss']) expect((await again.inject(`/topics/${TOPIC}.${format}`)).statusCode).toBe(200)
  expect((await again.inject(`/topics/${TOPIC}.json`)).json().items.map(({ id }: { id: string }) => id)).toEqual(before)
  await again.close()
})

test('a search finds it by its title', async () => {
  const { articles } = (await app.inject('/api/v1/search?q=harbour')).json()
  expect(articles.map(({ id }: { id: string }) => id)).toContain('a-en-1')
})
