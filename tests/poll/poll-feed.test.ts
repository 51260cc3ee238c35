import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CourantError } from '../../src/errors.ts'
import { createDetector } from '../../src/language/detect-language.ts'
import { type BodyReader, inlineReader } from '../../src/poll/body-reader.ts'
import type { FeedUpdate } from '../../src/store/feed-update.ts'
import {
  aDocument,
  aFetchFailure,
  anUnchanged,
  aPollBench,
  MINUTE_MS,
  type PollBench,
  rss,
  type RssItem,
  START
} from '../support/poll-builder.ts'

const BRIDGE: RssItem = {
  guid: '1',
  title: 'Bridge over the Eddon opens',
  text: 'The mayor opened it on Monday.',
  link: 'https://town.example/1',
  at: START - 3_600_000
}
const LIBRARY: RssItem = {
  guid: '2',
  title: 'Library extends its hours',
  text: 'It is open until nine.',
  link: 'https://town.example/2',
  at: START - 7_200_000
}

let bench: PollBench
beforeEach(async () => void (bench = await aPollBench()))
afterEach(() => bench[Symbol.asyncDispose]())

function play(
  items: readonly RssItem[],
  validators: { etag: string | null; lastModified: string | null } = { etag: null, lastModified: null },
  cut = false
): void {
  bench.answer = () => aDocument(rss(items, { cut }), { validators })
}

/** Notes how many items were read of each document. */
function countingReader(read: number[]): BodyReader {
  const reader = inlineReader(createDetector())
  return {
    async read(job) {
      const outcome = await reader.read(job)
      if (outcome.kind === 'read' && 'drafted' in outcome) read.push(outcome.drafted.drafts.length)
      return outcome
    }
  }
}

async function journal(): Promise<readonly string[]> {
  return (await bench.store.journalAfter(0, 100)).map(({ seq, kind }) => `${seq} ${kind}`)
}

async function count(table: 'entry' | 'article' | 'entry_revision' | 'poll'): Promise<number> {
  return Number((await bench.store.database.rows(`select count(*) as n from ${table}`))[0]!.n)
}

async function entries() {
  return (await bench.store.database.rows('select id, title, feed_id, revision, article_id from entry order by title')) as unknown as {
    id: string
    title: string
    feed_id: string
    revision: number
    article_id: string
  }[]
}

describe('a poll', () => {
  test('of a site that was built anew, under other ids and addresses, brings nothing new but the addresses', async () => {
    const old = [BRIDGE, LIBRARY, { guid: '3', title: 'Market moves to Sunday', link: 'https://town.example/3', at: START - 86_400_000 }]
    play(old)
    await bench.poll()
    const before = await entries()
    play(old.map((item) => ({ ...item, guid: `new-${item.guid}`, link: `https://town.example/news/${item.guid}-2026` })))
    expect((await bench.poll()).poll).toMatchObject({ items: 3, added: 0, revised: 3 })
    expect((await entries()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    const urls = await bench.store.database.rows('select url from entry order by url')
    expect(urls.map(({ url }) => url)).toEqual([1, 2, 3].map((id) => `https://town.example/news/${id}-2026`))
    expect((await bench.poll()).poll).toMatchObject({ added: 0, revised: 0 })
  })

  test('brings entries, an article each, and the topic what matches', async () => {
    play([BRIDGE, LIBRARY])
    const update = await bench.poll()
    expect(update.poll).toMatchObject({ outcome: 'updated', items: 2, added: 2, revised: 0, failure: null })
    expect(await entries()).toMatchObject([{ title: BRIDGE.title }, { title: LIBRARY.title }])
    expect(await journal()).toEqual(['1 added'])
    expect(bench.bugs).toEqual([])
  })

  test('repeated adds nothing, by the same bytes and by others of the same meaning', async () => {
    play([BRIDGE, LIBRARY])
    await bench.poll()
    bench.now += 20 * MINUTE_MS
    expect((await bench.poll()).poll).toMatchObject({ outcome: 'same', added: 0, revised: 0 })
    bench.answer = () => aDocument(`${rss([BRIDGE, LIBRARY])}<!-- built anew -->`)
    expect((await bench.poll()).poll).toMatchObject({ outcome: 'same', items: 2, added: 0, revised: 0 })
    expect(await count('entry')).toBe(2)
    expect(await count('article')).toBe(2)
    expect(await journal()).toEqual(['1 added'])
  })

  test('leaves items alone that it saw word for word, for a day, and finds the entries of the others', async () => {
    const read: number[] = []
    await using watched = await aPollBench(undefined, {}, { reader: countingReader(read) })
    const poll = (items: readonly RssItem[]) => {
      watched.answer = () => aDocument(rss(items))
      return watched.poll()
    }
    await poll([BRIDGE, LIBRARY])
    watched.now += 60 * MINUTE_MS
    const edited = { ...LIBRARY, text: 'It is open until ten.' }
    expect((await poll([BRIDGE, edited])).poll).toMatchObject({ outcome: 'updated', items: 2, added: 0, revised: 1 })
    watched.now += 1_500 * MINUTE_MS
    const late = await poll([BRIDGE, edited, { guid: '3', title: 'Market moves to the quay' }])
    expect(late.poll).toMatchObject({ items: 3, added: 1, revised: 0 })
    expect(late.seenAgain).toHaveLength(2)
    expect(read).toEqual([2, 1, 3])
  })

  test('reads items again that a limit kept back', async () => {
    await using limited = await aPollBench(undefined, { newPerSourcePerDayMax: 1 })
    limited.answer = () => aDocument(rss([BRIDGE, LIBRARY]))
    expect((await limited.poll()).poll).toMatchObject({ added: 1, failure: 'limit' })
    limited.now += 1_500 * MINUTE_MS
    expect((await limited.poll()).poll).toMatchObject({ added: 1, failure: null })
  })

  test('applied twice is refused by the lease the second time', async () => {
    play([BRIDGE])
    const update = await bench.poll()
    await expect(bench.store.applyUpdate(update)).rejects.toMatchObject({ code: 'GUARD_FAILED' })
    expect(await journal()).toEqual(['1 added'])
    expect(await count('poll')).toBe(1)
  })

  test('of an edited headline is a revision of the entry, and readers are told', async () => {
    play([BRIDGE])
    await bench.poll()
    const [before] = await entries()
    play([{ ...BRIDGE, title: 'Bridge over the Eddon opens at last' }])
    expect((await bench.poll()).poll).toMatchObject({ outcome: 'updated', added: 0, revised: 1 })
    expect(await entries()).toMatchObject([{ id: before!.id, title: 'Bridge over the Eddon opens at last', revision: 2 }])
    expect(await bench.store.revisionsOf(before!.id)).toMatchObject([{ revision: 1, title: BRIDGE.title }])
    expect(await journal()).toEqual(['1 added', '2 revised'])
  })

  test('of a headline that loses its term withdraws the article', async () => {
    play([BRIDGE])
    await bench.poll()
    play([{ ...BRIDGE, title: 'Crossing over the Eddon opens', text: 'The mayor opened it.' }])
    await bench.poll()
    expect(await journal()).toEqual(['1 added', '2 withdrawn'])
  })

  test.each([
    { name: 'that another item pushed out', items: [LIBRARY] },
    { name: 'of a feed that lists nothing now', items: [] }
  ])('leaves an item $name', async ({ items }) => {
    play([BRIDGE])
    await bench.poll()
    play(items)
    await bench.poll()
    expect((await entries()).map(({ title }) => title)).toContain(BRIDGE.title)
    expect(await journal()).toEqual(['1 added'])
  })
})

test('a feed cannot overwrite, hide or move what another owner published under the same id and address', async () => {
  play([BRIDGE])
  await bench.poll()
  const [before] = await bench.store.articlesWithEntries([(await entries())[0]!.article_id])
  play([{ ...BRIDGE, title: 'Buy watches', text: 'Cheap.', at: START - 90_000_000 }])
  await bench.poll('rival-news')
  play([{ ...BRIDGE, title: BRIDGE.title, text: 'Taken over.' }])
  await bench.poll('rival-news')
  const [after] = await bench.store.articlesWithEntries([before!.id])
  expect(after!.lead).toMatchObject({ feedId: 'town-news', title: BRIDGE.title, summary: before!.lead.summary, revision: 1 })
  expect(after).toMatchObject({ tagUri: before!.tagUri, sortAt: before!.sortAt, revision: 1 })
  expect((await bench.store.publicationsOf([before!.id])).map(({ topicId }) => topicId)).toEqual(['bridges'])
})

describe('validators and entries are one', () => {
  test('a document that was cut off keeps what it brought and is asked for whole again', async () => {
    play([BRIDGE], { etag: '"1"', lastModified: null }, true)
    const update = await bench.poll()
    expect(update.poll.added).toBe(1)
    expect(update.change).toMatchObject({ etag: null, bodyHash: null })
    play([BRIDGE, LIBRARY], { etag: '"1"', lastModified: null })
    expect((await bench.poll()).poll.added).toBe(1)
    await bench.poll()
    expect(bench.asked.map(({ validators }) => validators?.etag)).toEqual([null, null, '"1"'])
  })

  test('a document of more items than are read says so, keeps its validators, and brings what is added at its end', async () => {
    await bench[Symbol.asyncDispose]()
    bench = await aPollBench(undefined, {}, { itemsMax: 2 })
    const oldest = { guid: '0', title: 'Ferry timetable for winter', link: 'https://town.example/0', at: START - 90_000_000 }
    play([oldest, LIBRARY, BRIDGE], { etag: '"1"', lastModified: null })
    const { poll, change } = await bench.poll()
    expect(poll).toMatchObject({ outcome: 'updated', items: 2, added: 2, failure: 'limit' })
    expect(poll.message).toContain('limits.items_per_poll (2) is reached: 1 more')
    expect(change).toMatchObject({ etag: '"1"' })
    play([oldest, LIBRARY, BRIDGE, { guid: '9', title: 'Pool reopens', link: 'https://town.example/9', at: START - 60_000 }])
    expect((await bench.poll()).poll).toMatchObject({ added: 1, failure: 'limit' })
  })

  test('a daily limit takes the oldest, is named, and keeps the old validators', async () => {
    await bench[Symbol.asyncDispose]()
    bench = await aPollBench(undefined, { newPerSourcePerDayMax: 1 })
    play([BRIDGE, LIBRARY], { etag: '"1"', lastModified: null })
    const { poll, change } = await bench.poll()
    expect(poll).toMatchObject({ outcome: 'updated', added: 1, failure: 'limit' })
    expect(poll.message).toContain('limits.new_items_per_source_per_day (1)')
    expect(change).toMatchObject({ etag: null, bodyHash: null })
    expect(await entries()).toMatchObject([{ title: LIBRARY.title }])
    bench.now += 25 * 60 * MINUTE_MS
    expect((await bench.poll()).poll).toMatchObject({ added: 1, failure: null })
    expect(await count('entry')).toBe(2)
  })

  test('a 304 is a success without entries', async () => {
    play([BRIDGE], { etag: '"1"', lastModified: null })
    await bench.poll()
    bench.answer = () => anUnchanged()
    const { change, poll } = await bench.poll()
    expect(poll).toMatchObject({ outcome: 'unchanged', items: 0, added: 0 })
    expect(change).toMatchObject({ etag: '"1"', itemsInLast: 1 })
  })

  test('a failure keeps everything and plans the next poll', async () => {
    play([BRIDGE], { etag: '"1"', lastModified: null })
    await bench.poll()
    bench.answer = () => aFetchFailure({ kind: 'timeout', message: 'too slow', transient: true })
    const { change, poll } = await bench.poll()
    expect(poll).toMatchObject({ outcome: 'failed', failure: 'timeout' })
    expect(change).toMatchObject({ etag: '"1"', failuresInRow: 1 })
    expect(change.nextPollAt).toBeGreaterThan(bench.now)
    expect(await journal()).toEqual(['1 added'])
  })

  test('a document that is no feed is kept for the operator to see', async () => {
    bench.answer = () => aDocument('<!DOCTYPE html><title>Moved</title>', { contentType: 'text/html' })
    const { lastAnswer, poll } = await bench.poll()
    expect(poll).toMatchObject({ outcome: 'failed', status: 200 })
    expect(new TextDecoder().decode(lastAnswer?.body)).toContain('Moved')
  })
})

describe('a bug of ours', () => {
  async function expectInternal(update: FeedUpdate): Promise<void> {
    expect(update.poll).toMatchObject({ outcome: 'failed', failure: 'internal', added: 0 })
    expect(update.poll.message).toContain('boom')
    expect(bench.bugs).toHaveLength(1)
    const feed = (await bench.store.findFeed('town-news'))!
    expect(feed).toMatchObject({ leaseUntil: 0, failuresInRow: 1, lastOutcome: 'failed' })
    expect(feed.nextPollAt).toBeGreaterThan(bench.now)
    expect(await count('entry')).toBe(0)
  }

  test('while reading ends the poll as a failure', async () => {
    bench.answer = () => {
      throw new TypeError('boom')
    }
    await expectInternal(await bench.poll())
  })

  test('while deciding too', async () => {
    play([BRIDGE])
    Object.assign(bench.store, { knownEntries: () => Promise.reject(new TypeError('boom')) })
    await expectInternal(await bench.poll())
  })

  test('in what is to be written too: one feed whose update the store refuses does not hold up the others', async () => {
    play([BRIDGE])
    const write = bench.store.applyUpdate
    Object.assign(bench.store, {
      applyUpdate: (update: FeedUpdate) =>
        update.entries.length > 0 ? Promise.reject(new Error('boom: constraint failed')) : write(update)
    })
    await expectInternal(await bench.poll())
  })

  test('does not follow from a store that fails: that is thrown, and nothing is written', async () => {
    play([BRIDGE])
    Object.assign(bench.store, { applyUpdate: () => Promise.reject(new CourantError('STORE_FULL', 'full')) })
    await expect(bench.poll()).rejects.toMatchObject({ code: 'STORE_FULL' })
    expect(bench.bugs).toEqual([])
  })
})

test('a poll that is ended because the process stops is no failure of the feed', async () => {
  const stopping = new AbortController()
  await bench[Symbol.asyncDispose]()
  bench = await aPollBench(undefined, {}, { signal: stopping.signal })
  bench.answer = () => {
    stopping.abort(new Error('Courant is stopping'))
    throw stopping.signal.reason
  }
  await expect(bench.poll()).rejects.toThrow('Courant is stopping')
  expect(await bench.store.findFeed('town-news')).toMatchObject({ failuresInRow: 0, lastOutcome: null })
  expect(await count('poll')).toBe(0)
  expect(bench.bugs).toEqual([])
})

test('a dry run decides all and writes nothing', async () => {
  await bench[Symbol.asyncDispose]()
  bench = await aPollBench(undefined, {}, { dryRun: true })
  play([BRIDGE])
  const update = await bench.poll()
  expect(update.poll.added).toBe(1)
  expect(update.journal.map(({ kind }) => kind)).toEqual(['added'])
  expect([await count('entry'), await count('poll'), await count('article')]).toEqual([0, 0, 0])
})
