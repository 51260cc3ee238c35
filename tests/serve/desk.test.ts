import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/schema.ts'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aStoreEditor } from '../support/editor.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

const TOKEN = 'd'.repeat(30)
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

let store: Store
let app: FastifyInstance
let config: Config
let now: number
beforeEach(async () => {
  now = NOON
  store = await aFilledStore()
  config = configWith(TOKEN)
  app = createApp({ store, config: () => config, now: () => now, log: false, curation: aStoreEditor(store, config) })
})
afterEach(async () => {
  await app.close()
  await store.close()
})

function configWith(token: string, scopes = ['curate']): Config {
  return aConfig(
    {},
    {
      tokens: [
        { name: 'desk', token, scopes },
        { name: 'reader', token: 'r'.repeat(30), scopes: ['read'] }
      ]
    }
  )
}

const post = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, headers: { ...FORM, ...headers }, payload: new URLSearchParams(form).toString() })

async function opened() {
  const { headers, statusCode } = await post('/desk/login', { token: TOKEN })
  expect([statusCode, headers.location]).toEqual([303, '/desk'])
  const cookie = String(headers['set-cookie']).split(';')[0]!
  const { body } = await app.inject({ url: '/desk', headers: { cookie } })
  return { cookie, body, csrf: /name="csrf" value="([^"]+)"/.exec(body)![1]!, setCookie: String(headers['set-cookie']) }
}

describe('the door', () => {
  test('shows a form to who has no session, and nothing else', async () => {
    const { statusCode, headers, body } = await app.inject('/desk')
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store'])
    expect(body).toContain('name="token"')
    expect(body).not.toContain('csrf')
  })

  test('opens to a token that may curate, with a cookie that no script and no other site gets', async () => {
    const { setCookie, body } = await opened()
    expect(setCookie).toMatch(/^courant_desk=[\w.-]+; Path=\/desk; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/)
    expect(setCookie).not.toContain(TOKEN)
    expect(body).toContain('You edit as <bdi>desk</bdi>')
    expect(body).not.toContain('<script')
  })

  test.each([
    { name: 'an unknown token', token: 'wrong', status: 401, says: 'This token is not known here.' },
    { name: 'one that may only read', token: 'r'.repeat(30), status: 403, says: 'it needs the scope &quot;curate&quot;' },
    { name: 'none', token: '', status: 401, says: 'not known' }
  ])('stays shut for $name', async ({ token, status, says }) => {
    const { statusCode, headers, body } = await post('/desk/login', { token })
    expect([statusCode, headers['set-cookie']]).toEqual([status, undefined])
    expect(body).toContain(says)
  })

  test('is shut for a minute after ten guesses', async () => {
    for (let n = 0; n < 10; n++) await post('/desk/login', { token: 'wrong' })
    expect((await post('/desk/login', { token: TOKEN })).statusCode).toBe(429)
    now += 60_000
    expect((await post('/desk/login', { token: TOKEN })).statusCode).toBe(303)
  })
})

test.each([
  { method: 'PUT' as const, url: '/desk', allow: 'GET, HEAD' },
  { method: 'POST' as const, url: '/desk', allow: 'GET, HEAD' },
  { method: 'GET' as const, url: '/desk/edits', allow: 'POST' },
  { method: 'DELETE' as const, url: '/desk/login', allow: 'POST' }
])('$method is not possible at $url', async ({ method, url, allow }) => {
  const { statusCode, headers } = await app.inject({ method, url })
  expect([statusCode, headers.allow]).toEqual([405, allow])
})

describe('a session', () => {
  test.each([
    { name: 'its time is over', change: () => void (now += 12 * 3_600_000) },
    { name: 'its token is another one', change: () => void (config = configWith('x'.repeat(30))) },
    { name: 'its token may no longer', change: () => void (config = configWith(TOKEN, ['read'])) },
    { name: 'its token is gone', change: () => void (config = aConfig()) }
  ])('ends when $name', async ({ change }) => {
    const { cookie, csrf } = await opened()
    change()
    expect((await app.inject({ url: '/desk', headers: { cookie } })).body).toContain('name="token"')
    expect((await post('/desk/edits', { csrf, kind: 'hide-everywhere', article: 'a-en-1', why: 'so' }, { cookie })).statusCode).toBe(401)
    expect(await store.listEdits(5)).toEqual([])
  })

  test('that was altered is none', async () => {
    const { cookie } = await opened()
    const [, name, ends, nonce, signature] = /^courant_desk=(.*)\.(.*)\.(.*)\.(.*)$/.exec(cookie)!
    for (const forged of [
      `${Buffer.from('reader').toString('base64url')}.${ends}.${nonce}.${signature}`,
      `${name}.${Number(ends) + 1}.${nonce}.${signature}`,
      'x',
      '...'
    ]) {
      expect((await app.inject({ url: '/desk', headers: { cookie: `courant_desk=${forged}` } })).body).toContain('name="token"')
    }
  })

  test('is closed by its editor', async () => {
    const { cookie, csrf } = await opened()
    const { headers } = await post('/desk/logout', { csrf }, { cookie })
    expect(headers['set-cookie']).toContain('courant_desk=; Path=/desk; Max-Age=0')
  })
})

describe('a form', () => {
  test('pins, and can be undone', async () => {
    const { cookie, csrf } = await opened()
    const done = await post(
      '/desk/edits',
      { csrf, kind: 'pin', article: 'a-en-1', topic: 'ai-native-industry', why: 'the first of its kind' },
      { cookie }
    )
    expect([done.statusCode, done.headers.location]).toEqual([303, expect.stringMatching(/^\/desk\?topic=ai-native-industry&done=\w+$/)])
    const { body } = await app.inject({ url: done.headers.location!, headers: { cookie } })
    expect(body).toContain('Done. Feeds and pages show it')
    expect(body).toContain('<span class="pinned">Pinned</span>')
    const [edit] = await store.listEdits(1)
    expect(edit).toMatchObject({ kind: 'pin', madeBy: 'desk', why: 'the first of its kind' })
    expect((await post('/desk/undo', { csrf, edit: edit!.id, why: 'no' }, { cookie })).statusCode).toBe(303)
    expect(await store.findEdit(edit!.id)).toMatchObject({ undoneBy: 'desk' })
  })

  test.each([
    { kind: 'retitle', fields: { title: 'A park opens' }, holds: { kind: 'retitle', topicId: null, payload: { text: 'A park opens' } } },
    {
      kind: 'summarise',
      fields: { summary: 'Forty hectares.' },
      holds: { kind: 'summarise', topicId: null, payload: { text: 'Forty hectares.' } }
    },
    { kind: 'hide-everywhere', fields: {}, holds: { kind: 'hide', topicId: null } },
    { kind: 'merge', fields: { into: 'https://prefecture.example/ja-1' }, holds: { kind: 'merge', payload: { into: 'a-ja-1' } } },
    { kind: 'split', fields: { entry: 'e-en-2' }, holds: { kind: 'split', payload: expect.objectContaining({ entry: 'e-en-2' }) } }
  ])('for $kind', async ({ kind, fields, holds }) => {
    const { cookie, csrf } = await opened()
    const form = { csrf, kind, article: 'a-en-1', topic: 'ai-native-industry', why: 'so', ...fields }
    expect((await post('/desk/edits', form as unknown as Record<string, string>, { cookie })).statusCode).toBe(303)
    expect((await store.listEdits(1))[0]).toMatchObject(holds)
  })

  test('that is refused says why, beside all else', async () => {
    const { cookie, csrf } = await opened()
    const { statusCode, body } = await post(
      '/desk/edits',
      { csrf, kind: 'merge', article: 'a-en-1', into: 'a-en-1', why: 'so' },
      { cookie }
    )
    expect(statusCode).toBe(409)
    expect(body).toContain('Not done: these are one article already.')
    expect(body).toContain('Lately edited')
  })

  test('without the word of its session, or from another site, does nothing', async () => {
    const { cookie, csrf } = await opened()
    const form = { kind: 'hide-everywhere', article: 'a-en-1', why: 'so' }
    expect((await post('/desk/edits', form, { cookie })).statusCode).toBe(403)
    expect((await post('/desk/edits', { ...form, csrf: `${csrf}x` }, { cookie })).statusCode).toBe(403)
    expect((await post('/desk/edits', { ...form, csrf }, { cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await post('/desk/edits', { ...form, csrf })).statusCode).toBe(401)
    expect(
      (
        await app.inject({
          method: 'POST',
          url: '/desk/edits',
          headers: { cookie, 'content-type': 'application/json' },
          payload: { ...form, csrf }
        })
      ).statusCode
    ).toBe(415)
    expect(await store.listEdits(5)).toEqual([])
  })
})

test('an article is found by its id or address, a near miss stands with its reason', async () => {
  const why = [{ term: 'park', field: 'title' as const, offset: 0, length: 4, language: 'en', rule: 'supporting' as const }]
  const { cookie } = await opened()
  await store.applyArticleUpdate({
    articles: [],
    forgottenMatches: [],
    published: [],
    withdrawn: [],
    journal: [],
    matches: [{ topicId: 'public-health', articleId: 'a-en-1', score: 1, matched: false, why, configHash: 'c', decidedAt: NOON }]
  })
  const desk = async (query: string) => (await app.inject({ url: `/desk?${query}`, headers: { cookie } })).body
  expect(await desk('topic=public-health')).toMatch(/Near misses.*Harbour Town opens.*supporting term/s)
  expect(await desk('article=https%3A%2F%2Friver.example%2Fzh-1')).toContain('河湾开发区启动')
  expect(await desk('article=none')).toContain('No article is known by that id or address.')
})
