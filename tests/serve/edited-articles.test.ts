import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { anOrder, aStoreEditor, doneOf } from '../support/editor.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

const TOPIC = 'ai-native-industry'

let store: Store
let app: FastifyInstance
beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig()
  const editor = aStoreEditor(store, config)
  for (const order of [
    anOrder('a-en-1', { topicId: TOPIC, why: 'the first of its kind' }),
    anOrder('a-en-1', { kind: 'retitle', topicId: null, text: 'A park for AI opens', why: 'shorter' }),
    anOrder('a-ja-1', { kind: 'merge', topicId: null, into: 'a-en-1', why: 'the same text' })
  ])
    doneOf(await editor.make(order))
  app = createApp({ store, config: () => config, now: () => NOON, log: false })
})
afterAll(async () => {
  await app.close()
  await store.close()
})

test('an edited title is in the feed, with the reason of the pin and the terms as the source wrote them', async () => {
  const { items } = (await app.inject(`/topics/${TOPIC}.json`)).json()
  expect(items[0].title).toBe('A park for AI opens')
  expect(items[0].content_html).toContain('an editor chose it: the first of its kind')
  expect(new Date(items[0].date_modified).getTime()).toBe(NOON)
})

test("its page names the editor's reason and what the source wrote", async () => {
  const { body } = await app.inject({ url: '/articles/a-en-1', headers: { accept: 'text/html' } })
  expect(body).toMatch(/<h1>.*A park for AI opens.*<\/h1>/)
  expect(body).toMatch(/written by an editor.*shorter.*Its source wrote.*Harbour Town opens AI native industry park/s)
})

test('an article that became part of another leads there, as a page and as a record', async () => {
  for (const [url, to] of [
    ['/articles/a-ja-1', '/articles/a-en-1'],
    ['/api/v1/articles/a-ja-1', 'https://news.example.org/api/v1/articles/a-en-1']
  ]) {
    const { statusCode, headers } = await app.inject(url!)
    expect([statusCode, headers.location]).toEqual([302, to])
  }
  const { copies, title, original } = (await app.inject('/api/v1/articles/a-en-1')).json()
  expect([title, original.title]).toEqual(['A park for AI opens', 'Harbour Town opens AI native industry park'])
  expect(copies.find(({ source }: { source: { id: string } }) => source.id === 'prefecture')).toMatchObject({
    joined: 'an editor: the same text'
  })
})

test('a story that became part of another leads there', async () => {
  await store.database.batch([
    {
      sql: 'insert into story_merge (from_id, into_id, reason, merged_at) values ($1, $2, $3, $4)',
      values: ['s-early', 's-centre', 'title .8', NOON]
    }
  ])
  for (const [url, to] of [
    ['/stories/s-early', '/stories/s-centre'],
    ['/api/v1/stories/s-early', 'https://news.example.org/api/v1/stories/s-centre']
  ]) {
    const { statusCode, headers } = await app.inject(url!)
    expect([statusCode, headers.location]).toEqual([302, to])
  }
})
