import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHousekeeping, pruneSlice } from '../../src/poll/housekeeping.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

const DAY_MS = 86_400_000
const NOW = 1_000 * DAY_MS
const RETENTION = { contentMs: 100 * DAY_MS, keysAfterLastSeenMs: 10 * DAY_MS, rejectsMs: DAY_MS, pollsMs: 5 * DAY_MS }

describe.each(ENGINES)('pruning on $name', ({ open }) => {
  let store: Store
  beforeEach(async () => {
    store = createStore(await open())
    await store.syncFeeds([{ id: 'feed-1', sourceId: 'source-1', owner: 'owner-1', url: 'https://example.org/feed' }], 0)
    const [feed] = await store.claimDueFeeds(1, 't', 0, 1)
    const entries = [
      anEntry({ id: 'old', firstSeenAt: NOW - 200 * DAY_MS, lastSeenAt: NOW - 50 * DAY_MS }),
      anEntry({ id: 'still-listed', firstSeenAt: NOW - 200 * DAY_MS, lastSeenAt: NOW - DAY_MS })
    ]
    await store.applyUpdate(
      anUpdate(feed!, {
        entries,
        keys: entries.map(({ id }) => ({ key: `id:${id}`, entryId: id })),
        articles: [anArticle({ leadEntryId: 'old' })],
        matches: [
          { topicId: 'near-miss', articleId: 'article-1', score: 1, matched: false, why: [], configHash: 'c', decidedAt: NOW - 2 * DAY_MS },
          { topicId: 'matched', articleId: 'article-1', score: 3, matched: true, why: [], configHash: 'c', decidedAt: NOW - 2 * DAY_MS }
        ]
      })
    )
    await pruneSlice(store, 0, RETENTION, NOW)
  })
  afterEach(() => store.close())

  test('what a feed still lists keeps text and keys, and so never comes back as new', async () => {
    expect(await store.knownEntries('feed-1', ['id:still-listed'])).toHaveLength(1)
    expect((await store.entriesById(['still-listed']))[0]!.contentHtml).not.toBe('')
  })

  test('what is gone from its feed loses its text and keys, but stays an entry', async () => {
    expect(await store.knownEntries('feed-1', ['id:old'])).toEqual([])
    expect(await store.entriesById(['old'])).toMatchObject([{ contentHtml: '', title: anEntry().title }])
  })

  test('records of polls go with every slice, texts once a day', async () => {
    const [feed] = await store.claimDueFeeds(1, 't', 20_000, 1)
    await store.applyUpdate(anUpdate(feed!, { entries: [anEntry({ id: 'old-too', firstSeenAt: NOW - 200 * DAY_MS, lastSeenAt: NOW - 50 * DAY_MS })] }))
    expect(await store.pollsOf('feed-1', 10)).toHaveLength(1)
    await pruneSlice(store, 7, RETENTION, NOW)
    expect(await store.pollsOf('feed-1', 10)).toEqual([])
    expect((await store.entriesById(['old-too']))[0]!.contentHtml).not.toBe('')
  })

  test('old polls and near misses go, matches stay', async () => {
    expect(await store.pollsOf('feed-1', 10)).toEqual([])
    expect((await store.matchesOf(['article-1'])).map(({ topicId }) => topicId)).toEqual(['matched'])
  })
})

test('the housekeeping does one slice at a time, also after the clock was put back', async () => {
  let now = NOW
  const batches: number[] = []
  const database = openSqlite(':memory:')
  await migrate(database, readMigrations(), 0)
  const counting = { ...database, batch: async () => void (batches.at(-1) === now || batches.push(now)) }
  const store = { ...createStore(database), database: counting } as unknown as Store
  const tick = createHousekeeping(store, () => RETENTION, () => now)
  await tick()
  expect(batches).toEqual([])
  now += DAY_MS
  await tick()
  await tick()
  expect(batches).toEqual([now])
  now -= 30 * DAY_MS
  await tick()
  expect(batches).toHaveLength(2)
})

describe.each(ENGINES)('jobs on $name', ({ open }) => {
  test('of several processes that find one due, one does it', async () => {
    const store = createStore(await open())
    const asked = (now: number) => Promise.all([1, 2, 3, 4].map(() => store.takeJob('sweep', now, 1_000)))
    expect(await asked(0)).toEqual([null, null, null, null])
    expect((await asked(1_000)).toSorted()).toEqual([1, null, null, null])
    expect(await asked(1_999)).toEqual([null, null, null, null])
    expect((await asked(9_000)).toSorted()).toEqual([2, null, null, null])
    await store.close()
  })
})
