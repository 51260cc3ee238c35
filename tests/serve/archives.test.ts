import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAddresses } from '../../src/serve/addresses.ts'
import { createApp } from '../../src/serve/app.ts'
import { findArchiveDocument, freezeArchives } from '../../src/serve/frozen-archives.ts'
import { editStatement } from '../../src/store/edits.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'
import { xmlFault } from '../publish/xml-fault.ts'

const DAY_MS = 86_400_000
const TOPIC = 'ai-native-industry'
const ROUTE = `/topics/${TOPIC}/archive/2026-11.atom`

let now: number
let store: Store
let app: FastifyInstance
beforeEach(async () => {
  now = NOON
  store = await aFilledStore()
  app = anApp()
})
afterEach(async () => {
  await app.close()
  await store.close()
})

function anApp(): FastifyInstance {
  const config = aConfig()
  return createApp({ store, config: () => config, now: () => now, log: false })
}

async function revise(articleId: string): Promise<void> {
  await store.applyArticleUpdate({
    articles: [],
    matches: [],
    forgottenMatches: [],
    published: [],
    withdrawn: [],
    journal: [{ topicId: TOPIC, kind: 'revised', articleId, at: now }]
  })
}

async function hide(articleId: string): Promise<void> {
  const edit = {
    id: `edit-${articleId}`,
    kind: 'hide',
    topicId: null,
    articleId,
    payload: {},
    madeBy: 'ed',
    why: 'taken down',
    madeAt: now
  } as const
  await store.database.batch([editStatement(edit)])
  await store.applyArticleUpdate({
    articles: [],
    matches: [],
    forgottenMatches: [],
    published: [],
    withdrawn: [{ topicId: TOPIC, articleId }],
    journal: [{ topicId: TOPIC, kind: 'withdrawn', articleId, at: now }]
  })
}

test('a month has no archive before it is over, and one named by the feed afterwards', async () => {
  expect((await app.inject(ROUTE)).statusCode).toBe(404)
  now += 10 * DAY_MS
  const archive = await app.inject(ROUTE)
  expect(archive.statusCode).toBe(200)
  expect(xmlFault(archive.body)).toBeNull()
  expect(archive.body).toContain('<fh:archive/>')
  expect(archive.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const named = `rel="prev-archive" href="https://news.example.org${ROUTE}"`
  await vi.waitFor(async () => expect((await app.inject(`/topics/${TOPIC}.atom`)).body).toContain(named), { timeout: 10_000 })
})

test('it stays byte for byte, whatever is published and revised later and whoever asks', async () => {
  now += 10 * DAY_MS
  const first = await app.inject(ROUTE)
  await bring(store, { ...TEXTS[0]!, id: 'en-9', story: 's-9', hoursAgo: 1 }, now)
  await revise('a-en-1')
  now += 40 * DAY_MS
  const again = anApp()
  const second = await again.inject(ROUTE)
  expect([second.body, second.headers.etag]).toEqual([first.body, first.headers.etag])
  expect(second.headers['link']).toBe(`<https://news.example.org/topics/${TOPIC}/archive/2026-12.atom>; rel="next-archive"`)
  const december = await again.inject(`/topics/${TOPIC}/archive/2026-12.atom`)
  expect(december.body).toContain(`rel="prev-archive" href="https://news.example.org${ROUTE}"`)
  expect(december.body).toContain('article/a-en-9')
  await again.close()
})

test('what an editor hides leaves it, and a tombstone says so', async () => {
  now += 10 * DAY_MS
  expect((await app.inject(ROUTE)).body).toContain('<id>tag:news.example.org,2026:article/a-ja-1</id>')
  now += DAY_MS
  await hide('a-ja-1')
  const again = anApp()
  const { body } = await again.inject(ROUTE)
  expect(xmlFault(body)).toBeNull()
  expect(body).not.toContain('<id>tag:news.example.org,2026:article/a-ja-1</id>')
  expect(body).not.toContain('生成AI活用')
  expect(body).toContain(`ref="tag:news.example.org,2026:article/a-ja-1" when="${new Date(now).toISOString()}"`)
  await again.close()
})

test('a month with more than a document may hold keeps the latest', async () => {
  const config = aConfig()
  await freezeArchives(
    { store, config, addresses: createAddresses('https://news.example.org'), now: now + 10 * DAY_MS },
    config.topics[0]!,
    3
  )
  const { body } = (await findArchiveDocument(store, TOPIC, '2026-11'))!
  const entries = [...body.matchAll(/<entry[^]*?<id>(.*?)<\/id>/g)].map(([, id]) => id?.split('/')[1])
  expect(entries).toEqual(['a-en-1', 'a-zh-1', 'a-tw-1'])
})
