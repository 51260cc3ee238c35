import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHousekeeping, pruneAll, pruneSlice } from '../../src/poll/housekeeping.ts'
import { pruneEntries } from '../../src/poll/prune-entries.ts'
import { editStatement } from '../../src/store/edits.ts'
import type { FeedUpdate } from '../../src/store/feed-update.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

const DAY_MS = 86_400_000
const NOW = 1_000 * DAY_MS
const RETENTION = { contentMs: 100 * DAY_MS, keysAfterLastSeenMs: 10 * DAY_MS, rejectsMs: DAY_MS, pollsMs: 5 * DAY_MS }

interface Aged {
  readonly id: string
  readonly firstSeenDays: number
  readonly lastSeenDays: number
  readonly articleId?: string
  readonly feedId?: 'feed-1' | 'feed-2'
}

describe.each(ENGINES)('pruning on $name', ({ open }) => {
  let store: Store
  beforeEach(async () => {
    store = createStore(await open())
    await store.syncFeeds(
      ['feed-1', 'feed-2'].map((id) => ({ id, sourceId: id, owner: 'owner-1', url: `https://example.org/${id}` })),
      0
    )
  })
  afterEach(() => store.close())

  /** Entries that were first and last seen so many days ago, each an article of its own unless it says which. */
  async function bring(entries: readonly Aged[], part: Partial<FeedUpdate> = {}): Promise<void> {
    for (const feedId of ['feed-1', 'feed-2'] as const) {
      const [feed] = await store.claimFeeds([feedId], 't', 20_000, 1)
      const own = entries.filter((entry) => (entry.feedId ?? 'feed-1') === feedId)
      const brought = own.map(({ id, articleId = `a-${id}`, firstSeenDays, lastSeenDays }) =>
        anEntry({
          id,
          articleId,
          feedId,
          sourceId: feedId,
          firstSeenAt: NOW - firstSeenDays * DAY_MS,
          lastSeenAt: NOW - lastSeenDays * DAY_MS
        })
      )
      await store.applyUpdate(
        anUpdate(feed!, {
          entries: brought,
          keys: brought.map(({ id }) => ({ key: `id:${id}`, entryId: id })),
          articles: brought
            .filter(({ articleId }) => articleId.startsWith('a-'))
            .map(({ id, articleId }) => anArticle({ id: articleId, leadEntryId: id })),
          ...(feedId === 'feed-1' ? part : {})
        })
      )
    }
  }
  const prune = (retention = RETENTION, now = NOW) => pruneAll(store, retention, now, () => undefined, new AbortController().signal)
  const known = async (feedId: string, ids: readonly string[]) =>
    (
      await store.knownEntries(
        feedId,
        ids.map((id) => `id:${id}`)
      )
    )
      .map(({ entry }) => entry.id)
      .sort()
  const shown = { id: 'shown', firstSeenDays: 0, lastSeenDays: 0 }
  const old = { id: 'old', firstSeenDays: 200, lastSeenDays: 50 }

  test('what a feed still lists keeps text and keys, and so never comes back as new', async () => {
    await bring([shown, { id: 'still-listed', firstSeenDays: 200, lastSeenDays: 1 }])
    await prune({ ...RETENTION, contentMs: DAY_MS, keysAfterLastSeenMs: DAY_MS })
    expect(await known('feed-1', ['still-listed'])).toEqual(['still-listed'])
    expect((await store.entriesById(['still-listed']))[0]).toMatchObject({ contentHtml: anEntry().contentHtml })
  })

  test('a feed that fails or says nothing new for long still has its last items known', async () => {
    await bring([old, { id: 'older', firstSeenDays: 201, lastSeenDays: 90 }, { ...old, id: 'left', feedId: 'feed-2' }])
    await store.syncFeeds([{ id: 'feed-1', sourceId: 'feed-1', owner: 'owner-1', url: 'https://example.org/feed-1' }], NOW)
    await prune()
    expect(await known('feed-1', ['old', 'older'])).toEqual(['old'])
    expect(await known('feed-2', ['left'])).toEqual([])
  })

  test('an article whose copies lost texts and keys goes, and nothing of it stays', async () => {
    await bring([shown, old, { ...old, id: 'copy', articleId: 'a-old', feedId: 'feed-2' }, { ...shown, id: 'shown-2', feedId: 'feed-2' }], {
      revisions: [{ entryId: 'old', revision: 1, title: 'before', summary: '', contentHtml: '', seenAt: NOW }],
      matches: [{ topicId: 'matched', articleId: 'a-old', score: 3, matched: true, why: [], configHash: 'c', decidedAt: NOW }]
    })
    while (await store.indexTexts(10));
    await prune()
    while (await store.indexTexts(10));
    for (const table of ['entry', 'article', 'entry_key', 'searched']) {
      const rows = await store.database.rows(`select * from ${table}`)
      expect(rows, table).toHaveLength(table === 'searched' && !store.database.textIndex ? 0 : 2)
      expect(JSON.stringify(rows), table).not.toMatch(/"(a-)?(old|copy)"/)
    }
    expect(await store.revisionsOf('old')).toEqual([])
    expect(await store.matchesOf(['a-old'])).toEqual([])
    expect((await store.searchArticles('computing', 10)).map(({ id }) => id).sort()).toEqual(['a-shown', 'a-shown-2'])
  })

  test('a copy that a feed still shows keeps the article, until it goes too', async () => {
    await bring([shown, old, { id: 'copy', articleId: 'a-old', feedId: 'feed-2', firstSeenDays: 150, lastSeenDays: 0 }])
    await prune()
    expect((await store.findArticle('a-old'))!.entries.map(({ id, expiredAt }) => [id, expiredAt !== undefined]).sort()).toEqual([
      ['copy', false],
      ['old', true]
    ])
    await bring([{ id: 'later', feedId: 'feed-2', firstSeenDays: -100, lastSeenDays: -100 }])
    await prune(RETENTION, NOW + 100 * DAY_MS)
    expect(await store.findArticle('a-old')).toBeNull()
    expect(await store.entriesById(['old', 'copy'])).toEqual([])
  })

  test('what stood in a topic keeps its title and its place there, and is found by its title alone', async () => {
    const place = { topicId: 'topic', articleId: 'a-old' }
    await bring([shown, old], {
      published: [{ ...place, sortAt: 1_000, addedAt: 1_000, pinned: false }],
      journal: [{ ...place, kind: 'added', at: 1_000 }]
    })
    while (await store.indexTexts(10));
    await prune()
    while (await store.indexTexts(10));
    expect(await store.findArticle('a-old')).toMatchObject({
      lead: { title: anEntry().title, summary: '', contentHtml: '', expiredAt: NOW }
    })
    expect(await store.publicationsOf(['a-old'])).toHaveLength(1)
    expect((await store.searchArticles('computing', 10)).map(({ id }) => id).sort()).toEqual(['a-old', 'a-shown'])
    expect((await store.searchArticles('monday', 10)).map(({ id }) => id)).toEqual(['a-shown'])
  })

  test('what an editor decided about stays', async () => {
    await bring([shown, old])
    await store.database.batch([
      editStatement({ id: 'e', kind: 'hide', topicId: null, articleId: 'a-old', payload: {}, madeBy: 'x', why: 'y', madeAt: 1 })
    ])
    await prune()
    expect(await store.findArticle('a-old')).not.toBeNull()
  })

  test('an entry whose feed writes it anew has its text back', async () => {
    await bring([shown, { ...old, lastSeenDays: 20 }, { ...shown, id: 'later' }], {
      journal: [{ topicId: 't', articleId: 'a-old', kind: 'added', at: 1 }]
    })
    await prune({ ...RETENTION, keysAfterLastSeenMs: 30 * DAY_MS })
    expect((await store.entriesById(['old']))[0]).toMatchObject({ expiredAt: NOW })
    await bring([old])
    expect((await store.entriesById(['old']))[0]!.expiredAt).toBeUndefined()
  })

  test('goes on where it ended, a few at a time', async () => {
    await bring([
      shown,
      ...Array.from({ length: 450 }, (_, index) => ({
        id: `e${index}`,
        firstSeenDays: 200 + index,
        lastSeenDays: 50 + Math.floor(index / 2)
      }))
    ])
    const left: number[] = []
    for (let call = 0; call < 8; call++) {
      await pruneEntries(store, RETENTION, NOW, { groups: 1, steps: 1 })
      left.push(Number((await store.database.rows('select count(*) as n from entry'))[0]!.n))
    }
    expect(left.slice(0, 3)).toEqual([251, 51, 1])
    expect(left.at(-1)).toBe(1)
  })

  test('old polls and near misses go, matches stay', async () => {
    const decided = { articleId: 'a-shown', score: 1, why: [], configHash: 'c', decidedAt: NOW - 2 * DAY_MS }
    await bring([shown], {
      matches: [
        { ...decided, topicId: 'near-miss', matched: false },
        { ...decided, topicId: 'matched', matched: true }
      ]
    })
    expect(await store.pollsOf('feed-1', 10)).toHaveLength(1)
    await pruneSlice(store, 7, RETENTION, NOW)
    expect(await store.pollsOf('feed-1', 10)).toEqual([])
    expect((await store.matchesOf(['a-shown'])).map(({ topicId }) => topicId)).toEqual(['matched'])
  })
})

test('the housekeeping does one slice at a time, also after the clock was put back', async () => {
  let now = NOW
  const batches: number[] = []
  const database = openSqlite(':memory:')
  await migrate(database, readMigrations(), 0)
  const counting = { ...database, batch: async () => void (batches.at(-1) === now || batches.push(now)) }
  const store = { ...createStore(database), database: counting } as unknown as Store
  const tick = createHousekeeping(
    store,
    () => RETENTION,
    () => now
  )
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
