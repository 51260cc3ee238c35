import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_OPERATIONS } from '../../src/serve/api-operations.ts'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

let store: Store
let app: FastifyInstance

beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig()
  app = createApp({ store, config: () => config, now: () => NOON, log: false })
})
afterAll(async () => {
  await app.close()
  await store.close()
})

const IDS: Readonly<Record<string, string>> = { getTopic: 'ai-native-industry', getArticle: 'a-en-1', getStory: 's-centre' }
const QUERIES: Readonly<Record<string, string>> = { search: '?q=park', listArticles: '?limit=3&language=en' }

test.each(API_OPERATIONS)('$id answers as its schema says', async ({ id, path, reply }) => {
  const { statusCode, body } = await app.inject(`/api/v1${path.replace('{id}', IDS[id] ?? '')}${QUERIES[id] ?? ''}`)
  expect(statusCode).toBe(200)
  expect(reply.safeParse(JSON.parse(body)).error).toBeUndefined()
})

test.each(API_OPERATIONS)('$id is described', async ({ id, path }) => {
  const { openapi, paths } = (await app.inject('/api/openapi.json')).json()
  expect(openapi).toBe('3.1.0')
  expect(paths[path].get.operationId).toBe(id)
})

test.each([
  { url: '/api/v1/articles?limit=0', status: 400 },
  { url: '/api/v1/articles?limit=1e9', status: 400 },
  { url: '/api/v1/articles?before=x', status: 400 },
  { url: '/api/v1/changes?after=-1', status: 400 },
  { url: '/api/v1/search?q=', status: 400 },
  { url: '/api/v1/search', status: 400 },
  { url: '/api/v1/articles/none', status: 404 },
  { url: '/api/v1/topics/none', status: 404 },
  { url: '/api/v1/nothing', status: 404 },
  { url: '/api/v1/articles?topic=none', status: 400 },
  { url: '/api/v1/changes?topic=none', status: 400 },
  { url: '/api/v1/changes?after=99999999', status: 410 }
])('$url is $status', async ({ url, status }) => {
  const { statusCode, headers } = await app.inject(url)
  expect([statusCode, headers['content-type']]).toEqual([status, 'application/problem+json'])
})

test.each([
  { url: '/api/v1/articles?limit=0', detail: 'limit: write a whole number from 1 to 200, once' },
  { url: '/api/v1/articles?limit=many', detail: 'limit: write a whole number from 1 to 200, once' },
  { url: '/api/v1/articles?limit=1.5', detail: 'limit: write a whole number from 1 to 200, once' },
  { url: '/api/v1/changes?after=1&after=2', detail: `after: write a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, once` },
  { url: '/api/v1/search', detail: 'q: missing; write a text, once' },
  { url: '/api/v1/search?q=a&q=b', detail: 'q: not of the right kind; write a text, once' }
])('$url is told what would be right', async ({ url, detail }) => {
  expect((await app.inject(url)).json()).toMatchObject({ status: 400, detail })
})

test('the interface describes every refusal it gives', async () => {
  const { paths } = (await app.inject('/api/openapi.json')).json()
  for (const { path } of API_OPERATIONS)
    expect(Object.keys(paths[path].get.responses)).toEqual(expect.arrayContaining(['200', '400', '429']))
})

test('articles are paged without gap or repetition', async () => {
  const ids: string[] = []
  for (let url: string | null = '/api/v1/articles?limit=4'; url;) {
    const { articles, next }: { articles: { id: string }[]; next: string | null } = (await app.inject(url)).json()
    ids.push(...articles.map(({ id }) => id))
    url = next && `/api/v1/articles?limit=4&before=${next}`
  }
  expect(ids).toHaveLength(TEXTS.filter(({ copyOf }) => !copyOf).length)
  expect(new Set(ids).size).toBe(ids.length)
})

test('an article tells why, and who else published it', async () => {
  const { topics, copies, title } = (await app.inject('/api/v1/articles/a-en-1')).json()
  const [{ why }] = topics
  expect(title.slice(why[0].offset, why[0].offset + why[0].length)).toBe('AI native industry')
  expect(copies.map(({ source }: { source: { id: string } }) => source.id)).toEqual(['harbour', 'gazette'])
})

describe('changes', () => {
  test('go on from a cursor', async () => {
    const { changes, next, more } = (await app.inject('/api/v1/changes?limit=10')).json()
    expect([changes.length, more]).toEqual([10, true])
    const rest = (await app.inject(`/api/v1/changes?after=${next}`)).json()
    expect(rest.changes[0].seq).toBe(next + 1)
    expect(rest.more).toBe(false)
  })

  test.each(['application/x-ndjson', 'text/event-stream'])('as %s a number the journal has not reached is refused', async (accept) => {
    const ahead = await app.inject({ url: '/api/v1/changes?after=99999999', headers: { accept } })
    expect(ahead.statusCode).toBe(410)
    expect(ahead.json().detail).toMatch(/^The journal ends at \d+; 99999999 belongs to another database/)
    const unknown = await app.inject({ url: '/api/v1/changes?topic=none', headers: { accept } })
    expect(unknown.json().detail).toBe('topic: no topic has the id "none"; /api/v1/topics lists them')
  })

  test('as lines are as many as were asked for', async () => {
    const { body } = await app.inject({ url: '/api/v1/changes?after=1&limit=3', headers: { accept: 'application/x-ndjson' } })
    expect(
      body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).seq)
    ).toEqual([2, 3, 4])
  })

  test('a last event that is no number is told by its header', async () => {
    const headers = { accept: 'text/event-stream', 'last-event-id': 'abc' }
    expect((await app.inject({ url: '/api/v1/changes', headers })).json().detail).toMatch(/^last-event-id: write a whole number/)
  })

  test('come as lines', async () => {
    const { headers, body } = await app.inject({ url: '/api/v1/changes?after=5', headers: { accept: 'application/x-ndjson' } })
    expect(headers['content-type']).toBe('application/x-ndjson')
    expect(
      body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).seq)[0]
    ).toBe(6)
  })

  test('come as events, what happens later too, and end with the server', async () => {
    const own = await aFilledStore()
    const config = aConfig()
    const server = createApp({ store: own, config: () => config, now: () => NOON, log: false })
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const head = await own.journalHead()
    const answer = await fetch(`${address}/api/v1/changes`, { headers: { accept: 'text/event-stream', 'last-event-id': String(head - 1) } })
    const seen: string[] = []
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of answer.body!) {
        seen.push(decoder.decode(chunk as Uint8Array, { stream: true }))
        if (seen.join('').includes(`id: ${head + 1}`)) return
      }
    })()
    await bring(own, { ...TEXTS[0]!, id: 'en-9', story: 's-9' }, NOON + 3 * 3_600_000)
    await reading
    expect(seen.join('')).toContain(`id: ${head}\nevent: added`)
    await server.close()
    await own.close()
  })
})
