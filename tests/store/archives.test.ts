import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'

const journalled = (articleId: string, at: number, topicId = 'ai') => ({
  articles: [],
  matches: [],
  forgottenMatches: [],
  published: [],
  withdrawn: [],
  journal: [{ topicId, kind: 'added' as const, articleId, at }]
})

describe.each(ENGINES)('archives on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = createStore(await open())
  })
  afterAll(() => store.close())

  test('a document stays as it was first kept, until one takes its place', async () => {
    const first = { topicId: 'ai', month: '2026-10', document: 'first', changedAt: 5 }
    await store.keepArchive(first, ['a', 'b'])
    await store.keepArchive({ ...first, document: 'second', changedAt: 6 }, ['a', 'b'])
    await store.keepArchive({ ...first, month: '2026-09' }, ['b'])
    await store.keepArchive({ ...first, topicId: 'other' }, ['b'])
    expect(await store.findArchive('ai', '2026-10')).toEqual(first)
    expect(await store.findArchive('ai', '2026-11')).toBeNull()
    expect(await store.archivedMonths('ai')).toEqual(['2026-09', '2026-10'])

    await store.replaceArchive({ ...first, document: 'without b', changedAt: 7 }, 'b')
    expect(await store.findArchive('ai', '2026-10')).toMatchObject({ document: 'without b', changedAt: 7 })
    expect(await store.articlesInArchive('ai', '2026-10')).toEqual(['a'])
    expect(await store.archivesHolding('ai', ['b', 'c'])).toEqual([{ month: '2026-09', articleId: 'b' }])
  })

  test('the journal of a span, and the last change before it', async () => {
    for (const [articleId, at] of [
      ['a', 10],
      ['b', 20],
      ['c', 30]
    ] as const)
      await store.applyArticleUpdate(journalled(articleId, at))
    await store.applyArticleUpdate(journalled('d', 25, 'other'))
    expect((await store.journalBetween('ai', 10, 30)).map(({ articleId }) => articleId)).toEqual(['a', 'b'])
    expect(await store.lastChangeBefore('ai', 30)).toBe(20)
    expect(await store.lastChangeBefore('ai', 10)).toBeNull()
  })

  test('whoever watches the journal hears of a change, and of none after it ended', async () => {
    let heard = 0
    const watch = store.watchJournal(() => void heard++)
    await vi.waitUntil(
      async () => {
        if (heard === 0) await store.applyArticleUpdate(journalled('e', 40))
        return heard > 0
      },
      { timeout: 10_000 }
    )
    await watch[Symbol.asyncDispose]()
    const before = heard
    await store.applyArticleUpdate(journalled('f', 50))
    expect(heard).toBe(before)
  })
})
