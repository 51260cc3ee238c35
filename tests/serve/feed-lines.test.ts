import { describe, expect, test } from 'vitest'
import { type FeedLine, feedPages, pagesOf } from '../../src/serve/feed-lines.ts'
import { aConfig, aFilledStore, TEXTS } from '../support/store-builder.ts'

const line = (id: string, sourceId: string, pinned = false): FeedLine => ({
  lead: { article: { id, storyId: id, sortAt: 0 }, addedAt: 0, pinned },
  sourceId,
  others: []
})
const ids = (pages: readonly (readonly FeedLine[])[]) => pages.map((page) => page.map(({ lead }) => lead.article.id).join(''))

describe('pages', () => {
  const lines = [line('a', 'x'), line('b', 'x'), line('c', 'x'), line('d', 'y'), line('e', 'z'), line('f', 'x')]

  test.each([
    { name: 'all on one', items: 10, cap: 10, pages: ['abcdef'] },
    { name: 'no line is lost', items: 2, cap: 10, pages: ['ab', 'cd', 'ef'] },
    { name: 'a source that publishes much leaves room on the first, and goes on behind it', items: 4, cap: 2, pages: ['abde', 'cf'] },
    { name: 'a cap of one', items: 3, cap: 1, pages: ['ade', 'bcf'] }
  ])('$name', ({ items, cap, pages }) => {
    expect(ids(pagesOf(lines, items, cap))).toEqual(pages)
  })

  test('what editors pinned is not counted out', () => {
    expect(ids(pagesOf([line('p', 'x', true), line('q', 'x', true), line('a', 'x')], 5, 1))).toEqual(['pq', 'a'])
  })

  test('there is one where there is nothing', () => {
    expect(pagesOf([], 5, 1)).toEqual([[]])
  })
})

test.each([
  { collapse: 'story' as const, lines: new Set(TEXTS.filter(({ copyOf }) => !copyOf).map(({ id, story }) => story ?? id)).size },
  { collapse: 'article' as const, lines: TEXTS.filter(({ copyOf }) => !copyOf).length },
  { collapse: 'none' as const, lines: TEXTS.length }
])('collapsed by $collapse, a feed has $lines lines', async ({ collapse, lines }) => {
  const [topic] = aConfig().topics
  const store = await aFilledStore()
  const pages = await feedPages(store, { ...topic!, feed: { ...topic!.feed, collapse, items: 500, max_per_source: 500 } }, {})
  expect(pages.map((page) => page.length)).toEqual([lines])
  await store.close()
})
