import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

/** Feeds are made anew behind the answers: until then the last ones are given. */
const WITHIN = { timeout: 15_000, interval: 10 }

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

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('pages', () => {
  test.each([
    { url: '/', holds: 'AI native industry' },
    { url: '/topics/ai-native-industry', holds: 'id="subscribe"' },
    { url: '/topics/ai-native-industry/zh-Hans', holds: '河湾开发区' },
    { url: '/topics/ai-native-industry/region/CN-BJ', holds: '河湾开发区' },
    { url: '/topics/ai-native-industry?language=ar&region=AE', holds: 'افتتاح' },
    { url: '/topics/public-health', holds: 'Nothing so far' },
    { url: '/articles/a-en-1', holds: '<mark>AI native industry</mark>' },
    { url: '/stories/s-centre', holds: 'class="timeline"' },
    { url: '/sources', holds: 'Landkreis Seeland' },
    { url: '/status', holds: 'Polls in the last day' },
    { url: '/search?q=%E7%AE%97%E5%8A%9B', holds: '河湾开发区' },
    { url: '/search', holds: 'Search' }
  ])('$url', async ({ url, holds }) => {
    const { statusCode, headers, body } = await get(url, { accept: 'text/html' })
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body).toContain(holds)
    expect(body).not.toMatch(/<script|style="|\son[a-z]+="/)
  })

  test('a summary that is the whole text is shown once, with its words marked', async () => {
    const own = await aFilledStore()
    await bring(own, { ...TEXTS[0]!, id: 'en-8', story: 's-8', title: 'Harbour Town opens a park', term: 'learning models' })
    const config = aConfig()
    const { body } = await createApp({ store: own, config: () => config, now: () => NOON, log: false }).inject('/articles/a-en-8')
    expect(body).toContain('are built around <mark>learning models</mark>')
    expect(body.split('The council opened a park')).toHaveLength(2)
    await own.close()
  })

  test('every headline carries its language and direction', async () => {
    const { body } = await get('/topics/ai-native-industry')
    for (const { title, language, copyOf } of TEXTS) {
      if (copyOf) continue
      const direction = ['ar', 'fa', 'he'].includes(language) ? 'rtl' : 'ltr'
      expect(body).toContain(`<bdi lang="${language}" dir="${direction}">${title}</bdi>`)
    }
  })

  test.each([
    { url: '/nothing', status: 404 },
    { url: '/topics/none', status: 404 },
    { url: '/topics/ai-native-industry/xx', status: 404 },
    { url: '/articles/none', status: 404 },
    { url: '/articles/..%2f..%2fetc', status: 404 },
    { url: '/stories/none', status: 404 },
    { url: '/topics/ai-native-industry?page=0', status: 400 },
    { url: '/topics/ai-native-industry?page=9999999999', status: 400 },
    { url: `/search?q=${'x'.repeat(201)}`, status: 400 },
    { url: `/topics/${'x'.repeat(300)}`, status: 414 },
    { url: '/topics/%ff', status: 400 }
  ])('$url is $status, as a page or as problem details', async ({ url, status }) => {
    const page = await get(url, { accept: 'text/html' })
    expect([page.statusCode, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
    const problem = await get(url)
    expect([problem.statusCode, problem.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(problem.json()).toMatchObject({ status })
    expect(problem.body).not.toMatch(/node_modules|\.ts\b|    at /)
  })

  test.each([
    { url: '/', feeds: ['/topics/ai-native-industry.atom', '/topics/public-health.atom', '/opml.xml'] },
    { url: '/topics/ai-native-industry/en', feeds: ['atom', 'rss', 'json'].map((ending) => `/topics/ai-native-industry/en.${ending}`) },
    { url: '/search?q=park', feeds: ['atom', 'rss', 'json'].map((ending) => `/search.${ending}?q=park`) },
    { url: '/status', feeds: ['/status.atom'] }
  ])('$url names its feeds to readers, and each is there under its type', async ({ url, feeds }) => {
    const { body } = await get(url)
    const links = [...body.matchAll(/<link rel="alternate" type="([^"]+)" title="[^"]+" href="https:\/\/news\.example\.org([^"]+)"/g)]
    expect(links.map(([, , href]) => href)).toEqual(feeds)
    for (const [, type, href] of links) expect((await get(href!)).headers['content-type']).toBe(`${type}; charset=utf-8`)
  })

  test('other methods are told what is possible', async () => {
    for (const method of ['POST', 'DELETE'] as const) {
      const { statusCode, headers } = await app.inject({ url: '/topics/ai-native-industry.atom', method, payload: 'x'.repeat(100) })
      expect([statusCode, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    }
    expect((await app.inject({ url: '/topics/ai-native-industry.atom', method: 'OPTIONS' })).statusCode).toBe(204)
  })

  test('what a request says of the host changes nothing', async () => {
    const { body } = await get('/topics/ai-native-industry', { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
    expect(body).not.toContain('evil.example')
    expect(body).toContain('https://news.example.org/topics/ai-native-industry.atom')
  })
})

describe('topic feeds', () => {
  test.each([
    { url: '/topics/ai-native-industry.atom', type: 'application/atom+xml; charset=utf-8' },
    { url: '/topics/ai-native-industry.rss', type: 'application/rss+xml; charset=utf-8' },
    { url: '/topics/ai-native-industry.json', type: 'application/feed+json; charset=utf-8' },
    { url: '/topics/ai-native-industry/zh-Hans.atom', type: 'application/atom+xml; charset=utf-8' },
    { url: '/topics/ai-native-industry/region/CN-BJ.rss', type: 'application/rss+xml; charset=utf-8' },
    { url: '/topics/public-health.atom', type: 'application/atom+xml; charset=utf-8' },
    { url: '/search.atom?q=park', type: 'application/atom+xml; charset=utf-8' },
    { url: '/status.atom', type: 'application/atom+xml; charset=utf-8' },
    { url: '/opml.xml', type: 'text/x-opml; charset=utf-8' }
  ])('$url', async ({ url, type }) => {
    const first = await get(url)
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, type])
    expect(first.headers['last-modified']).toBeDefined()
    const again = await get(url, { 'if-none-match': String(first.headers.etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    const head = await app.inject({ url, method: 'HEAD' })
    expect([head.statusCode, head.body, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      '',
      String(Buffer.byteLength(first.body)),
      first.headers.etag
    ])
    const zipped = await get(url, { 'accept-encoding': 'br' })
    expect(zipped.headers['content-encoding']).toBe('br')
    expect(zipped.headers.etag).not.toBe(first.headers.etag)
  })

  test.each([
    { accept: '*/*', type: 'text/html' },
    { accept: 'application/atom+xml', type: 'application/atom+xml' },
    { accept: 'application/rss+xml, text/html;q=0.5', type: 'application/rss+xml' },
    { accept: 'application/feed+json', type: 'application/feed+json' },
    { accept: 'text/html;q=0, */*', type: 'application/atom+xml' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', type: 'text/html' }
  ])('/topics/ID for $accept is $type', async ({ accept, type }) => {
    const { headers } = await get('/topics/ai-native-industry', { accept })
    expect(headers['content-type']).toContain(type)
    expect(headers.vary).toMatch(/^Accept, Accept-Encoding(?:, A-IM)?$/)
    const ending = /(?:application\/)(atom|rss|feed)/.exec(type)?.[1]?.replace('feed', 'json')
    expect(headers['content-location']).toBe(ending === undefined ? undefined : `/topics/ai-native-industry.${ending}`)
  })

  test('a search feed says where it is and in what else it can be had', async () => {
    const { headers } = await get('/search.rss?q=park')
    expect(headers['link']).toBe(
      '<https://news.example.org/search.rss?q=park>; rel="self", '
        + '<https://news.example.org/search.atom?q=park>; rel="alternate"; type="application/atom+xml", '
        + '<https://news.example.org/search.json?q=park>; rel="alternate"; type="application/feed+json"'
    )
  })

  test.each(['q=harbour+town', 'q=harbour%20town', 'q=%E7%AE%97%E5%8A%9B'])(
    'a search feed names itself as it was asked: %s',
    async (query) => {
      const { body } = await get(`/search.atom?${query}`)
      expect(body).toContain(`rel="self" type="application/atom+xml" href="https://news.example.org/search.atom?${query}"`)
      expect((await get(`/search.atom?x=1&${query}&q2=<`)).body).not.toContain('x=1')
    }
  )

  test('one item a story, the other articles in its body, the copies named', async () => {
    const { items } = (await get('/topics/ai-native-industry.json')).json()
    const stories = new Set(TEXTS.filter(({ copyOf }) => !copyOf).map(({ id, story }) => story ?? id))
    expect(items).toHaveLength(stories.size)
    const centre = items.find(({ id }: { id: string }) => id.endsWith('a-de-1'))
    expect(centre.content_html).toContain('河湾开发区启动人工智能原生产业园')
  })

  test('a feed stays byte for byte until its topic changes, and says when that was', async () => {
    const own = await aFilledStore()
    const config = aConfig()
    let now = NOON
    const other = createApp({ store: own, config: () => config, now: () => now, log: false })
    const first = await other.inject('/topics/ai-native-industry.atom')
    now += 3_600_000
    const second = await other.inject('/topics/ai-native-industry.atom')
    expect([second.body, second.headers['last-modified']]).toEqual([first.body, first.headers['last-modified']])
    await bring(own, { ...TEXTS[0]!, id: 'en-9', story: 's-9', title: 'A second AI native industry park' }, NOON + 3 * 3_600_000)
    const third = await vi.waitFor(async () => {
      const changed = await other.inject('/topics/ai-native-industry.atom')
      expect(changed.body).toContain('A second AI native industry park')
      return changed
    }, WITHIN)
    expect(Date.parse(String(third.headers['last-modified']))).toBeGreaterThan(Date.parse(String(first.headers['last-modified'])))
    await other.close()
    await own.close()
  })

  test('a store that fails leaves the last good feed', async () => {
    const own = await aFilledStore()
    const config = aConfig()
    let broken = false
    const flaky = new Proxy(own, {
      get: (target, key) => (broken && key === 'shownInTopic' ? () => Promise.reject(new Error('disk')) : Reflect.get(target, key))
    })
    const other = createApp({ store: flaky, config: () => config, now: () => NOON, log: false })
    const good = await other.inject('/topics/ai-native-industry.atom')
    broken = true
    await bring(own, { ...TEXTS[0]!, id: 'en-9', story: 's-9' }, NOON + 3 * 3_600_000)
    const kept = await other.inject('/topics/ai-native-industry.atom')
    expect([kept.statusCode, kept.body]).toEqual([200, good.body])
    await other.close()
    await own.close()
  })

  test('a feed too long for one page leads on (RFC 5005), page by page and in each format', async () => {
    const [topic, ...rest] = aConfig().topics
    const config = { ...aConfig(), topics: [{ ...topic!, feed: { ...topic!.feed, items: 4 } }, ...rest] }
    const other = createApp({ store, config: () => config, now: () => NOON, log: false })
    const ids: string[] = []
    let url: string | undefined = 'https://news.example.org/topics/ai-native-industry.json'
    while (url !== undefined) {
      const page: { feed_url: string; next_url?: string; items: { id: string }[] } = (await other.inject(new URL(url).pathname)).json()
      expect(page.feed_url).toBe(url)
      ids.push(...page.items.map(({ id }) => id))
      url = page.next_url
    }
    const stories = new Set(TEXTS.filter(({ copyOf }) => !copyOf).map(({ id, story }) => story ?? id))
    expect([ids.length, new Set(ids).size]).toEqual([stories.size, stories.size])
    const second = await other.inject('/topics/ai-native-industry/page/2.atom')
    for (const rel of ['first', 'previous', 'next', 'last']) expect(second.body).toContain(`rel="${rel}"`)
    expect(second.headers['x-robots-tag']).toBe('noindex')
    const french = [
      '/topics/ai-native-industry/fr/page/2.atom',
      '/topics/ai-native-industry/page/1.atom',
      '/topics/ai-native-industry/page/99.atom'
    ]
    for (const url of french) expect((await other.inject(url)).statusCode).toBe(404)
    await other.close()
  })

  test('an item dated ahead appeared, for readers, when it was first seen', async () => {
    const own = await aFilledStore()
    await own.database.batch([{ sql: 'update entry set published_at = first_seen_at + 40000000', values: [] }])
    const config = aConfig()
    const other = createApp({ store: own, config: () => config, now: () => NOON, log: false })
    const { items } = (await other.inject('/topics/ai-native-industry.json')).json()
    expect(items.length).toBeGreaterThan(5)
    for (const { id, date_published: published, date_modified: modified } of items) {
      const { lead } = (await own.findArticle(id.split('/').at(-1)))!
      expect(published).toBe(new Date(lead.firstSeenAt).toISOString())
      expect(Date.parse(published)).toBeLessThanOrEqual(Date.parse(modified))
    }
    await other.close()
    await own.close()
  })

  test('who asks for what is new gets just that (RFC 3229)', async () => {
    const own = await aFilledStore()
    const config = aConfig()
    const other = createApp({ store: own, config: () => config, now: () => NOON, log: false })
    const first = await other.inject({ url: '/topics/ai-native-industry.atom', headers: { 'accept-encoding': 'gzip' } })
    await bring(own, { ...TEXTS[0]!, id: 'en-9', story: 's-9', title: 'A second AI native industry park' }, NOON + 3 * 3_600_000)
    const headers = { 'a-im': 'feed', 'if-none-match': String(first.headers.etag) }
    const delta = await vi.waitFor(
      async () => {
        const answer = await other.inject({ url: '/topics/ai-native-industry.atom', headers })
        expect(answer.statusCode).not.toBe(304)
        return answer
      },
      { timeout: 20_000 }
    )
    const whole = await other.inject('/topics/ai-native-industry.atom')
    expect([delta.statusCode, delta.headers['im'], delta.headers.etag]).toEqual([226, 'feed', whole.headers.etag])
    expect(delta.body.match(/<entry/g)).toHaveLength(1)
    expect(delta.body).toContain('A second AI native industry park')
    await other.close()
    await own.close()
  })
})

test('health', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await get('/readyz')).json()).toMatchObject({ status: 'ready' })
})
