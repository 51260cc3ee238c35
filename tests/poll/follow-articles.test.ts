import { afterEach, describe, expect, test } from 'vitest'
import type { Item } from '../../src/model/item.ts'
import { type FollowDeps, followArticles } from '../../src/poll/follow-articles.ts'
import { aDocument, aFetchFailure, aPollBench, aSource, MINUTE_MS, type PollBench } from '../support/poll-builder.ts'

const item = (name: string, part: Partial<Item> = {}): Item =>
  ({ url: `https://town.example/${name}`, title: name, authors: [], categories: [], enclosures: [], ...part })
const NOTHING = { seen: new Set<string>(), done: new Set<string>() }
const A = new Set(['https://town.example/a'])
const DONE_A = { seen: A, done: A }
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
    const { items, deferred } = await followArticles([item('a'), item('b')], DONE_A, 1, {}, used)
    expect(items).toHaveLength(2)
    expect(deferred).toBe(0)
    expect(used.asked).toEqual(['https://town.example/b'])
  })

  test('takes new links before those it could not have before, and keeps the order of the list', async () => {
    const used = deps()
    const { items, deferred, missed } = await followArticles([item('a'), item('b')], { seen: A, done: new Set() }, 1, {}, used)
    expect(used.asked).toEqual(['https://town.example/b'])
    expect(items.map(({ title }) => title)).toEqual(['a', 'b'])
    expect([deferred, missed]).toEqual([0, 1])
  })

  test('keeps an item whose page robots.txt forbids, without its text', async () => {
    const used = deps({ mayFetch: async (url) => !url.endsWith('/a') })
    const { items, missed } = await followArticles([item('a'), item('b')], NOTHING, 5, {}, used)
    expect(items.map(({ content }) => content)).toEqual([undefined, PAGE.content])
    expect(used.asked).toEqual(['https://town.example/b'])
    expect(missed).toBe(0)
  })

  test.each([
    { name: 'for now is missed', transient: true, missed: 1 },
    { name: 'for good is not', transient: false, missed: 0 }
  ])('a page that fails $name', async ({ transient, missed }) => {
    const used = deps({ fetchPage: async () => aFetchFailure({ kind: 'http-server', message: 'no', transient }) })
    const followed = await followArticles([item('a')], NOTHING, 5, {}, used)
    expect(followed).toMatchObject({ missed, items: [{ title: 'a' }] })
  })

  test.each([
    { name: 'what the list says stands', listed: { published: '2026-11-20T00:00:00.000Z' }, published: '2026-11-20T00:00:00.000Z', from: undefined },
    { name: 'a date that only the address told gives way to the page', listed: { published: '2026-11-01T00:00:00.000Z', publishedFrom: 'url' as const }, published: PAGE.published, from: 'page' },
    { name: 'a missing date is the page\'s', listed: {}, published: PAGE.published, from: 'page' }
  ])('$name', async ({ listed, published, from }) => {
    const { items: [completed] } = await followArticles([item('a', listed)], NOTHING, 5, {}, deps())
    expect(completed).toMatchObject({ title: 'a', published, content: PAGE.content })
    expect(completed!.publishedFrom).toBe(from)
  })
})

describe('a list page that is polled again and again', () => {
  let bench: PollBench
  afterEach(() => bench[Symbol.asyncDispose]())

  const LIST = `<!DOCTYPE html><title>News</title><ul class="list">${['a', 'b', 'c'].map((name) => `<li><a href="/${name}">Bridge ${name} opens to traffic today</a></li>`).join('')}</ul>`
  const SOURCES = [aSource({
    source: { id: 'town', name: 'Town hall' },
    feeds: [{ id: 'town-news', url: 'https://town.example/list', page: { item: 'ul.list li', article: { follow: true } } }]
  })]
  const article = (name: string): string =>
    `<!DOCTYPE html><title>${name}</title><article><h1>Bridge ${name} opens to traffic today</h1>${[1, 2, 3].map((year) => `<p>The council opened bridge ${name} after ${year + 1} years of work on its piers and its roadway, thanked all who had waited for it so long, and named the firms that built it in turn.</p>`).join('')}</article>`

  async function start(articlesMax: number, failing: () => boolean): Promise<void> {
    bench = await aPollBench(SOURCES, {}, { articlesMax })
    bench.answer = ({ url, accept }) => {
      if (url.endsWith('/list')) return aDocument(LIST, { finalUrl: url, contentType: 'text/html', validators: { etag: '"list"', lastModified: null } })
      expect(accept).toBe('page')
      if (failing()) return aFetchFailure({ kind: 'http-server', message: 'no', transient: true })
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

  test('tries failing pages again for a day, without their items missing meanwhile', async () => {
    await start(5, () => true)
    expect((await bench.poll()).poll.added).toBe(3)
    bench.now += 60 * MINUTE_MS
    await bench.poll()
    expect(pages()).toHaveLength(6)
    bench.now += 24 * 60 * MINUTE_MS
    const last = await bench.poll()
    expect(pages()).toHaveLength(6)
    expect(last.change.etag).toBe('"list"')
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
