import { afterEach, describe, expect, test } from 'vitest'
import type { Item } from '../../src/model/item.ts'
import { type FollowDeps, followArticles } from '../../src/poll/follow-articles.ts'
import type { MissedPage } from '../../src/store/article-pages.ts'
import { aDocument, aFetchFailure, aPollBench, aSource, MINUTE_MS, type PollBench, START } from '../support/poll-builder.ts'

const item = (name: string, part: Partial<Item> = {}): Item => ({
  url: `https://town.example/${name}`,
  title: name,
  authors: [],
  categories: [],
  enclosures: [],
  ...part
})
const LIST_URL = 'https://town.example/list'
const NOTHING = { seen: new Set<string>(), missed: new Map<string, MissedPage>(), now: START, listUrl: LIST_URL }
const A = 'https://town.example/a'
const SEEN_A = { ...NOTHING, seen: new Set([A]) }
const missedA = (tries: number, nextAt = START) => ({ ...SEEN_A, missed: new Map([[A, { url: A, tries, nextAt }]]) })
const PAGE = { content: '<p>The text of the page.</p>', published: '2026-11-24T08:00:00.000Z', title: 'From the page', author: 'A. Author' }

function deps(part: Partial<FollowDeps> = {}): FollowDeps & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    fetchPage: async ({ url }) => {
      asked.push(url)
      return aDocument('<p>page</p>', { finalUrl: url })
    },
    mayFetch: async () => true,
    readPage: async () => PAGE,
    ...part
  }
}

describe('followArticles', () => {
  test('fetches the first links up to the limit and leaves the rest for the next poll', async () => {
    const used = deps()
    const { items, deferred } = await followArticles([item('a'), item('b'), item('c')], NOTHING, 2, {}, used)
    expect(items.map(({ title }) => title)).toEqual(['a', 'b'])
    expect(deferred).toBe(1)
    expect(used.asked).toHaveLength(2)
  })

  test('does not fetch what is known, nor count it', async () => {
    const used = deps()
    const { items, deferred } = await followArticles([item('a'), item('b')], SEEN_A, 1, {}, used)
    expect(items).toHaveLength(2)
    expect(deferred).toBe(0)
    expect(used.asked).toEqual(['https://town.example/b'])
  })

  test('knows an entry again whatever way the list writes its address', async () => {
    const used = deps()
    const seen = new Set(['https://town.example/%E6%96%B0', A])
    await followArticles([item('x', { url: 'https://TOWN.example/新' }), item('y', { url: 'a' })], { ...NOTHING, seen }, 5, {}, used)
    expect(used.asked).toEqual([])
  })

  test('takes new links before those it could not have before, and keeps the order of the list', async () => {
    const used = deps()
    const { items, deferred, visits } = await followArticles([item('a'), item('b')], missedA(1), 1, {}, used)
    expect(used.asked).toEqual(['https://town.example/b'])
    expect(items.map(({ title }) => title)).toEqual(['a', 'b'])
    expect([deferred, visits]).toEqual([0, []])
  })

  test('keeps an item whose page robots.txt forbids, without its text', async () => {
    const used = deps({ mayFetch: async (url) => !url.endsWith('/a') })
    const { items, visits } = await followArticles([item('a'), item('b')], NOTHING, 5, {}, used)
    expect(items.map(({ content }) => content)).toEqual([undefined, PAGE.content])
    expect(used.asked).toEqual(['https://town.example/b'])
    expect(visits).toEqual([])
  })

  test.each([
    { name: 'that may pass, first', transient: true, tries: 0, againMs: 15 * MINUTE_MS },
    { name: 'that may pass, third', transient: true, tries: 2, againMs: 240 * MINUTE_MS },
    { name: 'that may pass, fifth', transient: true, tries: 4, againMs: null },
    { name: 'for good, first', transient: false, tries: 0, againMs: 60 * MINUTE_MS },
    { name: 'for good, third', transient: false, tries: 2, againMs: null }
  ])('a failure $name', async ({ transient, tries, againMs }) => {
    const used = deps({ fetchPage: async () => aFetchFailure({ kind: 'http-server', message: 'no', transient }) })
    const { items, visits } = await followArticles([item('a')], tries === 0 ? NOTHING : missedA(tries), 5, {}, used)
    expect(items).toMatchObject([{ title: 'a' }])
    const missed = againMs === null ? null : { tries: tries + 1, nextAt: START + againMs }
    expect(visits).toEqual([{ url: A, missed }])
  })

  test('does not fetch files, and keeps their items however many pages there are', async () => {
    const used = deps()
    const { items, deferred } = await followArticles([item('a'), item('b.pdf'), item('c.DOCX?x=1')], NOTHING, 1, {}, used)
    expect([items.length, deferred, used.asked]).toEqual([3, 0, [A]])
  })

  test('waits for as long as the server asks, a day at most', async () => {
    const fail = (retryAfterMs: number) =>
      deps({ fetchPage: async () => aFetchFailure({ kind: 'rate-limited', message: 'no', transient: true, retryAfterMs }) })
    for (const [asked, waited] of [
      [7_200_000, 7_200_000],
      [9e9, 86_400_000]
    ] as const) {
      const { visits } = await followArticles([item('a')], NOTHING, 5, {}, fail(asked))
      expect(visits[0]?.missed?.nextAt).toBe(START + waited)
    }
  })

  test('does not try before its time, and forgets what came or is listed no longer', async () => {
    const early = deps()
    expect((await followArticles([item('a')], missedA(1, START + 1), 5, {}, early)).visits).toEqual([])
    expect(early.asked).toEqual([])
    expect((await followArticles([item('a')], missedA(1), 5, {}, deps())).visits).toEqual([{ url: A, missed: null }])
    expect((await followArticles([item('b')], missedA(1, START + 1), 5, {}, deps())).visits).toEqual([{ url: A, missed: null }])
  })

  test.each([
    {
      name: 'what the list says stands',
      listed: { published: '2026-11-20T00:00:00.000Z' },
      published: '2026-11-20T00:00:00.000Z',
      from: undefined
    },
    {
      name: 'a date that only the address told gives way to the page',
      listed: { published: '2026-11-01T00:00:00.000Z', publishedFrom: 'url' as const },
      published: PAGE.published,
      from: 'page'
    },
    { name: "a missing date is the page's", listed: {}, published: PAGE.published, from: 'page' }
  ])('$name', async ({ listed, published, from }) => {
    const {
      items: [completed]
    } = await followArticles([item('a', listed)], NOTHING, 5, {}, deps())
    expect(completed).toMatchObject({ title: 'a', published, content: PAGE.content })
    expect(completed!.publishedFrom).toBe(from)
  })
})

describe('a list page that is polled again and again', () => {
  let bench: PollBench
  afterEach(() => bench[Symbol.asyncDispose]())

  const LIST = `<!DOCTYPE html><title>News</title><ul class="list">${['a', 'b', 'c'].map((name) => `<li><a href="/${name}">Bridge ${name} opens to traffic today</a></li>`).join('')}</ul>`
  const SOURCES = [
    aSource({
      source: { id: 'town', name: 'Town hall' },
      feeds: [{ id: 'town-news', url: 'https://town.example/list', page: { item: 'ul.list li', article: { follow: true } } }]
    })
  ]
  const article = (name: string): string =>
    `<!DOCTYPE html><title>${name}</title><article><h1>Bridge ${name} opens to traffic today</h1>${[1, 2, 3].map((year) => `<p>The council opened bridge ${name} after ${year + 1} years of work on its piers and its roadway, thanked all who had waited for it so long, and named the firms that built it in turn.</p>`).join('')}</article>`

  async function start(articlesMax: number, failing: () => boolean, transient = true): Promise<void> {
    bench = await aPollBench(SOURCES, {}, { articlesMax })
    bench.answer = ({ url, accept }) => {
      if (url.endsWith('/list'))
        return aDocument(LIST, { finalUrl: url, contentType: 'text/html', validators: { etag: '"list"', lastModified: null } })
      expect(accept).toBe('page')
      if (failing()) return aFetchFailure({ kind: 'http-server', message: 'no', transient })
      return aDocument(article(url.slice(-1)), { finalUrl: url, contentType: 'text/html' })
    }
  }

  const pages = (): string[] => bench.asked.flatMap(({ url }) => (url.endsWith('/list') ? [] : [url.slice(-1)]))

  test('takes a page each time until all are there, then keeps the validators and fetches none again', async () => {
    await start(1, () => false)
    const added: number[] = []
    for (let poll = 0; poll < 5; poll++) {
      const update = await bench.poll()
      added.push(update.poll.added)
      expect(update.poll.revised).toBe(0)
      bench.now += 30 * MINUTE_MS
    }
    expect(added).toEqual([1, 1, 1, 0, 0])
    expect(pages()).toEqual(['a', 'b', 'c'])
    expect((await bench.store.findFeed('town-news'))?.etag).toBe('"list"')
  })

  test('brings new items in though the first pages never give a text', async () => {
    await start(1, () => true)
    const added: number[] = []
    for (let poll = 0; poll < 4; poll++) {
      added.push((await bench.poll()).poll.added)
      bench.now += 30 * MINUTE_MS
    }
    expect(added).toEqual([1, 1, 1, 0])
  })

  test.each([
    { transient: true, tries: 5 },
    { transient: false, tries: 3 }
  ])('tries failing pages at growing distances, and asks for the list as usual meanwhile: $transient', async ({ transient, tries }) => {
    await start(5, () => true, transient)
    for (let poll = 0; poll < 4 * 48; poll++) {
      await bench.poll()
      bench.now += 15 * MINUTE_MS
    }
    expect(pages()).toHaveLength(3 * tries)
    const lists = bench.asked.filter(({ url }) => url.endsWith('/list'))
    expect(lists.filter(({ validators }) => validators?.etag !== '"list"')).toHaveLength(tries)
    expect((await bench.store.findFeed('town-news'))?.etag).toBe('"list"')
  })

  test('completes an item when its page is there again', async () => {
    let failing = true
    await start(5, () => failing)
    await bench.poll()
    failing = false
    bench.now += 60 * MINUTE_MS
    expect((await bench.poll()).poll).toMatchObject({ added: 0, revised: 3 })
    const rows = await bench.store.database.rows(`select count(*) as n from entry where content_html like '%2 years of work%'`)
    expect(rows[0]!.n).toBe(3)
  })
})
