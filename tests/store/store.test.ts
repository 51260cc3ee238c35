import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import { moveEntryStatement } from '../../src/store/edits.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

const FEED = { id: 'feed-1', sourceId: 'source-1', owner: 'owner-1', url: 'https://example.org/feed' }
const LEASE_MS = 1_000

describe.each(ENGINES)('the store on $name', ({ open }) => {
  let store: Store

  beforeEach(async () => {
    store = createStore(await open())
    await store.syncFeeds([FEED], 1_000)
  })
  afterEach(() => store.close())

  async function claim(now = 1_000, token = 'worker-a:1'): Promise<ClaimedFeed> {
    const [feed] = await store.claimDueFeeds(1, token, now, LEASE_MS)
    if (!feed) throw new Error('nothing was due')
    return feed
  }

  test('a due feed is claimed by one worker at a time', async () => {
    await claim()
    expect(await store.claimDueFeeds(5, 'worker-b:1', 1_500, LEASE_MS)).toEqual([])
    expect(await store.claimFeed('feed-1', 'worker-b:1', 1_500, LEASE_MS)).toBeNull()
  })

  test('some feeds are claimed at once, without those that another holds or nobody knows', async () => {
    await store.syncFeeds([FEED, { ...FEED, id: 'feed-2' }, { ...FEED, id: 'feed-3' }], 1_000)
    await store.claimFeed('feed-2', 'worker-a:1', 1_500, LEASE_MS)
    const claimed = await store.claimFeeds(['feed-1', 'feed-2', 'feed-3', 'feed-4'], 'worker-b:1', 1_500, LEASE_MS)
    expect(claimed.map(({ id, leaseToken }) => `${id} ${leaseToken}`).sort()).toEqual(['feed-1 worker-b:1', 'feed-3 worker-b:1'])
  })

  test('what an update names twice is written once, as it was named last', async () => {
    const [first, last] = [anEntry({ title: 'First' }), anEntry({ title: 'Last' })]
    const keys = ['entry-0', 'entry-1'].map((entryId) => ({ key: 'id:1', entryId }))
    await store.applyUpdate(
      anUpdate(await claim(), { entries: [first, last], keys, articles: [anArticle({ language: 'en' }), anArticle({ language: 'fr' })] })
    )
    expect(await store.knownEntries('feed-1', ['id:1'])).toMatchObject([{ entry: { title: 'Last' } }])
    expect(await store.findArticle('article-1')).toMatchObject({ language: 'fr' })
  })

  test('what a clock that ran ahead put off is due again, and nothing else', async () => {
    const DAY_MS = 86_400_000
    await store.syncFeeds([FEED, { ...FEED, id: 'feed-2' }, { ...FEED, id: 'feed-3' }], 1_000)
    const poll = async (id: string, at: number, nextPollAt: number) => {
      const feed = await store.claimFeed(id, 'worker-a:1', at, LEASE_MS)
      await store.applyUpdate(anUpdate(feed!, { change: { ...anUpdate(feed!).change, lastPolledAt: at, nextPollAt } }))
    }
    await poll('feed-1', 2 * DAY_MS, 2 * DAY_MS + 60_000)
    await poll('feed-2', 1_000, 7 * DAY_MS)
    await store.claimFeed('feed-3', 'worker-b:1', 2 * DAY_MS, LEASE_MS)
    expect(await store.recallFeeds(5_000, 3_600_000)).toBe(2)
    expect((await store.claimDueFeeds(5, 'worker-c:1', 5_000, LEASE_MS)).map(({ id }) => id).sort()).toEqual(['feed-1', 'feed-3'])
    expect(await store.recallFeeds(5_000, 3_600_000)).toBe(0)
  })

  test('a claim that goes on from an instant passes over what was due before it', async () => {
    expect(await store.claimDueFeeds(1, 'worker-a:1', 5_000, LEASE_MS, 1_001)).toEqual([])
    expect(await store.claimDueFeeds(1, 'worker-a:1', 5_000, LEASE_MS, 1_000)).toMatchObject([{ id: 'feed-1', nextPollAt: 1_000 }])
  })

  test('a lease ends by itself, and then the old worker can write nothing any more', async () => {
    const lost = await claim()
    const taken = await claim(2_001, 'worker-b:1')
    await expect(store.applyUpdate(anUpdate(lost, { entries: [anEntry()] }))).rejects.toMatchObject({ code: 'GUARD_FAILED' })
    expect(await store.entriesById(['entry-1'])).toEqual([])
    await store.applyUpdate(anUpdate(taken))
    expect(await store.findFeed('feed-1')).toMatchObject({ nextPollAt: 10_000, etag: '"v1"', leaseUntil: 0 })
  })

  test('a released lease frees its feeds, and only its own', async () => {
    await claim(1_000, 'worker-a:1')
    await store.releaseLeases('worker-b:')
    expect(await store.claimDueFeeds(1, 'worker-c:1', 1_000, LEASE_MS)).toEqual([])
    await store.releaseLeases('worker-a:')
    expect(await store.claimDueFeeds(1, 'worker-c:1', 1_000, LEASE_MS)).toHaveLength(1)
  })

  test('a poll is written whole: entry, keys, article, publication, journal', async () => {
    const entry = anEntry()
    await store.applyUpdate(
      anUpdate(await claim(), {
        entries: [entry],
        keys: [
          { key: 'id:1', entryId: entry.id },
          { key: 'url:1', entryId: entry.id }
        ],
        articles: [anArticle()],
        matches: [{ topicId: 'ai', articleId: 'article-1', score: 3, matched: true, why: [], configHash: 'c', decidedAt: 2_000 }],
        published: [{ topicId: 'ai', articleId: 'article-1', sortAt: 1_000, addedAt: 2_000, pinned: false }],
        journal: [{ topicId: 'ai', kind: 'added', articleId: 'article-1', at: 2_000 }]
      })
    )
    expect(await store.knownEntries('feed-1', ['url:1'])).toEqual([{ entry, keys: expect.arrayContaining(['id:1', 'url:1']) }])
    expect(await store.findArticle('article-1')).toMatchObject({ ...anArticle(), lead: entry, entries: [entry] })
    expect(await store.publicationsIn('ai', 10)).toHaveLength(1)
    expect(await store.journalAfter(0, 10)).toEqual([{ seq: 1, topicId: 'ai', kind: 'added', articleId: 'article-1', at: 2_000 }])
    expect(await store.listArticles({ topicId: 'ai', language: 'en', sourceId: 'source-1' }, 5)).toHaveLength(1)
    expect(await store.listArticles({ before: { sortAt: 1_000, id: 'article-1' } }, 5)).toEqual([])
    expect(await store.pollsOf('feed-1', 5)).toHaveLength(1)
  })

  test("a source's articles are listed newest first, though many came late, and one by way of an editor", async () => {
    const ids = Array.from({ length: 90 }, (_, index) => `n${String(index).padStart(2, '0')}`)
    // The first ten seen are the newest but for one; the others came in one document, far out of order.
    const sortAt = (index: number) => (index < 10 ? 500 + index : (index * 37) % 100)
    await store.applyUpdate(
      anUpdate(await claim(), {
        entries: ids.map((id, index) => anEntry({ id, articleId: `a-${id}`, firstSeenAt: index < 10 ? 600 + index : 1_000 })),
        articles: ids.map((id, index) => anArticle({ id: `a-${id}`, leadEntryId: id, sortAt: sortAt(index) }))
      })
    )
    const listed = async (limit: number) => (await store.listArticles({ sourceId: 'source-1' }, limit)).map(({ id }) => id)
    const newest = ids
      .map((id, index) => ({ id: `a-${id}`, at: sortAt(index) }))
      .sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1))
      .map(({ id }) => id)
    expect(await listed(5)).toEqual(newest.slice(0, 5))
    expect(await listed(100)).toEqual(newest)

    await store.applyUpdate(
      anUpdate(await claim(20_000), {
        entries: [anEntry({ id: 'later', articleId: 'a-later', sourceId: 'other' })],
        articles: [anArticle({ id: 'a-later', leadEntryId: 'later', sortAt: 2_000 })]
      })
    )
    await store.database.batch([
      moveEntryStatement(
        { entryId: 'n42', placedIn: 'a-n42', articleId: 'a-n42', because: null },
        { articleId: 'a-later', because: 'the same' }
      )
    ])
    expect(await listed(2)).toEqual(['a-later', newest[0]])
  })

  test('keys of one feed say nothing about another', async () => {
    await store.applyUpdate(anUpdate(await claim(), { entries: [anEntry()], keys: [{ key: 'id:1', entryId: 'entry-1' }] }))
    expect(await store.knownEntries('feed-2', ['id:1'])).toEqual([])
  })

  test('the journal is numbered without gaps, also after a batch that failed', async () => {
    const draft = { topicId: 'ai', kind: 'added', articleId: 'x', at: 1 } as const
    await store.applyUpdate(anUpdate(await claim(), { journal: [draft, draft] }))
    const late = { ...(await claim(20_000)), leaseToken: 'nobody' }
    await expect(store.applyUpdate(anUpdate(late, { journal: [draft] }))).rejects.toMatchObject({ code: 'GUARD_FAILED' })
    await store.applyArticleUpdate({ ...anUpdate(late), journal: [draft] })
    expect((await store.journalAfter(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect((await store.journalHeads()).seq).toBe(3)
  })

  test('a feed keeps its plan over a restart, forgets validators when its address changes, and stays known when removed', async () => {
    await store.applyUpdate(anUpdate(await claim()))
    await store.syncFeeds([FEED], 5_000)
    expect(await store.findFeed('feed-1')).toMatchObject({ nextPollAt: 10_000, etag: '"v1"' })
    await store.syncFeeds([{ ...FEED, url: 'https://example.org/moved' }], 6_000)
    expect(await store.findFeed('feed-1')).toMatchObject({ nextPollAt: 6_000, etag: null, url: 'https://example.org/moved' })
    await store.syncFeeds([], 7_000)
    expect(await store.findFeed('feed-1')).toMatchObject({ active: false })
    expect(await store.claimDueFeeds(1, 'worker-a:2', 9_000, LEASE_MS)).toEqual([])
  })

  test('a poll of an address that was changed meanwhile writes nothing', async () => {
    const feed = await claim()
    await store.syncFeeds([{ ...FEED, url: 'https://example.org/new' }], 1_000)
    await expect(store.applyUpdate(anUpdate(feed))).rejects.toMatchObject({ code: 'GUARD_FAILED' })
    expect(await claim(1_000, 'worker-b:1')).toMatchObject({ url: 'https://example.org/new', etag: null })
  })

  test.each([
    ['updated', 7_000],
    ['unchanged', 7_000],
    ['rate-limited', 10_000],
    ['failed', 10_000]
  ] as const)('what was pushed during a poll that was %s has the feed due at %i', async (lastOutcome, dueAt) => {
    const feed = await claim()
    await store.notePush(FEED.id, 1_500)
    const update = anUpdate(feed)
    await store.applyUpdate({ ...update, change: { ...update.change, lastOutcome } })
    expect(await store.findFeed(FEED.id)).toMatchObject({ nextPollAt: dueAt })
  })

  test('what waits its turn sees what was written before it', async () => {
    const seen: number[] = []
    await Promise.all(
      [1, 2, 3].map(() =>
        store.inTurn(async () => {
          seen.push((await store.journalAfter(0, 10)).length)
          await store.applyArticleUpdate({
            ...anUpdate({ id: 'x', leaseToken: 'x' } as ClaimedFeed),
            journal: [{ topicId: 't', kind: 'added', articleId: 'a', at: 1 }]
          })
        })
      )
    )
    expect(seen).toEqual([0, 1, 2])
  })
})
