import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Three articles of one topic, two of them telling one story. */
const ROWS = [
  { id: 'one', language: 'zh-Hans', regions: ['CN-BJ'], story: 's-1', owner: 'o-1', at: 1 * DAY_MS, pinned: false },
  { id: 'two', language: 'zh-Hant', regions: ['TW'], story: 's-1', owner: 'o-2', at: 2 * DAY_MS, pinned: true },
  { id: 'three', language: 'zha', regions: ['CN', 'TW'], story: 's-3', owner: 'o-1', at: 3 * DAY_MS, pinned: false }
] as const

describe.each(ENGINES)('what pages ask of the store on $name', ({ open }) => {
  let store: Store

  beforeAll(async () => {
    store = createStore(await open())
    await store.syncFeeds([{ id: 'feed-1', sourceId: 'source-1', owner: 'owner-1', url: 'https://example.org/feed' }], 0)
    const feed = await store.claimFeed('feed-1', 'worker:1', 0, 1_000)
    await store.applyUpdate(
      anUpdate(feed!, {
        poll: { ...anUpdate(feed!).poll, polledAt: 5 * HOUR_MS + 7 },
        entries: ROWS.map(({ id, language, owner, at }) =>
          anEntry({ id: `e-${id}`, articleId: id, language, owner, publishedAt: at - HOUR_MS, firstSeenAt: at })
        ),
        articles: ROWS.map(({ id, language, regions, story, at }) =>
          anArticle({ id, leadEntryId: `e-${id}`, language, regions, storyId: story, sortAt: at, firstSeenAt: at })
        ),
        published: ROWS.map(({ id, at, pinned }) => ({ topicId: 'ai', articleId: id, sortAt: at, addedAt: at, pinned })),
        journal: ROWS.map(({ id, at }) => ({ topicId: 'ai', kind: 'added', articleId: id, at }))
      })
    )
  })
  afterAll(() => store.close())

  test.each([
    { name: 'pinned first, then newest', filter: {}, ids: ['two', 'three', 'one'] },
    { name: 'a language with its ways of writing, and no other that begins alike', filter: { language: 'zh' }, ids: ['two', 'one'] },
    { name: 'one way of writing', filter: { language: 'zh-Hans' }, ids: ['one'] },
    { name: 'a country with its regions', filter: { region: 'CN' }, ids: ['three', 'one'] },
    { name: 'one region', filter: { region: 'CN-BJ' }, ids: ['one'] },
    { name: 'a span of time', filter: { addedBetween: [1 * DAY_MS, 2 * DAY_MS] as const }, ids: ['one'] }
  ])('articlesInTopic: $name', async ({ filter, ids }) => {
    expect((await store.articlesInTopic('ai', filter, 10)).map(({ article }) => article.id)).toEqual(ids)
    expect((await store.articlesInTopic('ai', filter, 1, 1)).map(({ article }) => article.id)).toEqual(ids.slice(1, 2))
  })

  test('facets, heads and times', async () => {
    expect(await store.topicFacets('ai')).toEqual({
      languages: [
        ['zh-Hans', 1],
        ['zh-Hant', 1],
        ['zha', 1]
      ],
      regions: [
        ['TW', 2],
        ['CN', 1],
        ['CN-BJ', 1]
      ]
    })
    expect(await store.journalHeadOf('ai')).toEqual({ seq: 3, at: 3 * DAY_MS })
    expect(await store.journalHeadOf('none')).toBeNull()
    expect(await store.journalHead()).toBe(3)
    expect(await store.storeCreatedAt()).toBe(0)
  })

  test('a story is counted by publishers, not by feeds', async () => {
    expect((await store.storySummaries(['s-1', 's-none'])).get('s-1')).toEqual({
      storyId: 's-1',
      articles: 2,
      languages: ['zh-Hans', 'zh-Hant'],
      owners: ['o-1', 'o-2']
    })
  })

  test('activity by hour and by day', async () => {
    expect(await store.pollsByHour(0)).toEqual([{ startsAt: 5 * HOUR_MS, polls: 1, failed: 0, added: 1, revised: 0 }])
    expect(await store.entriesByDay('source-1', 2 * DAY_MS)).toEqual([
      { startsAt: 2 * DAY_MS, entries: 1 },
      { startsAt: 3 * DAY_MS, entries: 1 }
    ])
    expect((await store.lagsSince(0, 10)).map(({ lagMs }) => lagMs)).toEqual([HOUR_MS, HOUR_MS, HOUR_MS])
    expect(await store.countEntriesBySource()).toEqual(new Map([['source-1', 3]]))
  })
})
