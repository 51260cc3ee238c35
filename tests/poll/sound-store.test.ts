import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EDIT_KINDS, type EditKind } from '../../src/model/edit.ts'
import { pruneAll } from '../../src/poll/housekeeping.ts'
import { retagArticles } from '../../src/poll/retag-articles.ts'
import { anEditor, anOrder, contextOf } from '../support/editor.ts'
import { aDocument, aFetchFailure, anUnchanged, aPollBench, MINUTE_MS, type PollBench, rss, type RssItem } from '../support/poll-builder.ts'

const DAY_MS = 86_400_000
const RETENTION = { contentMs: 5 * DAY_MS, keysAfterLastSeenMs: 10 * DAY_MS, rejectsMs: 3 * DAY_MS, pollsMs: 3 * DAY_MS }

const text = fc.constantFrom(
  'Bridge over the Eddon opens',
  'Footbridge and bridge closed in March',
  'Notice 5 of the bridge',
  'Notice 7 of the bridge',
  'Library extends its hours until nine',
  'Мост открыт сегодня',
  '桥梁今日开通',
  ''
)
const feed = fc.constantFrom('town-news', 'rival-news')
/** Ids, addresses and dates come again beside other titles, as publishers have it. */
const item = fc.record({
  guid: fc.constantFrom('1', '2', '3', ''),
  title: text,
  text,
  link: fc.constantFrom(undefined, 'https://town.example/1', 'https://town.example/2', 'https://rival.example/1'),
  minutes: fc.option(fc.integer({ min: -100_000, max: 3_000 }))
})
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('poll' as const), feed, items: fc.array(item, { maxLength: 6 }), cut: fc.boolean() })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('say nothing new' as const, 'fail' as const), feed }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      kind: fc.constantFrom<EditKind>(...EDIT_KINDS),
      subject: fc.nat(20),
      other: fc.nat(20),
      everywhere: fc.boolean()
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), subject: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('retag' as const, 'prune' as const), days: fc.nat(30) }) }
)
type Action = typeof action extends fc.Arbitrary<infer One> ? One : never

const neverAborted = new AbortController().signal

async function act(one: Action, of: PollBench): Promise<void> {
  const desk = anEditor(of)
  switch (one.do) {
    case 'poll': {
      const items = one.items.map(({ minutes, link, ...rest }) => ({
        ...rest,
        ...(link === undefined ? {} : { link }),
        ...(minutes === null ? {} : { at: of.now + minutes * MINUTE_MS })
      }))
      of.answer = () => aDocument(rss(items, { cut: one.cut }))
      await of.poll(one.feed)
      break
    }
    case 'say nothing new':
      of.answer = () => anUnchanged()
      await of.poll(one.feed)
      break
    case 'fail':
      of.answer = () => aFetchFailure({ kind: 'http-server', message: 'busy', transient: true, status: 503 })
      await of.poll(one.feed)
      break
    case 'edit': {
      const ids = (await of.store.database.rows('select id from article order by id')).map(({ id }) => String(id))
      const article = ids.length === 0 ? null : await of.store.findArticle(ids[one.subject % ids.length]!)
      if (article === null) break
      const inTopic = one.kind === 'pin' || one.kind === 'add' || (one.kind === 'hide' && !one.everywhere)
      await desk.make(
        anOrder(article.id, {
          kind: one.kind,
          topicId: inTopic ? 'bridges' : null,
          ...(one.kind === 'merge' ? { into: ids[one.other % ids.length]! } : {}),
          ...(one.kind === 'split' ? { entry: article.entries[one.other % article.entries.length]!.id } : {}),
          ...(one.kind === 'retitle' || one.kind === 'summarise' ? { text: 'a bridge' } : {})
        })
      )
      break
    }
    case 'undo': {
      const held = (await of.store.listEdits(100)).filter(({ undoneAt }) => undoneAt === null)
      if (held.length > 0) await desk.undo(held[one.subject % held.length]!.id, { by: 'ed', why: 'no' })
      break
    }
    case 'retag':
      await retagArticles(
        of.store,
        () => contextOf(of),
        () => undefined,
        neverAborted
      )
      break
    case 'prune':
      of.now += one.days * DAY_MS
      await pruneAll(of.store, RETENTION, of.now, () => undefined, neverAborted)
  }
}

/** Every entry stands in an article, every article has entries of which one leads or leads to one that has, and the journal tells what is shown. */
async function expectSound({ store, bugs }: PollBench): Promise<void> {
  expect(bugs).toEqual([])
  const articles = await store.database.rows('select id, merged_into, lead_entry_id from article')
  const entries = await store.database.rows('select id, article_id from entry')
  const articleOf = new Map(entries.map((entry) => [entry.id, entry.article_id]))
  const mergedInto = new Map(articles.map((article) => [article.id, article.merged_into]))
  for (const { article_id: id } of entries) expect(mergedInto.get(id)).toBeNull()
  for (const { id, merged_into: into, lead_entry_id: lead } of articles) {
    if (into === null) expect(articleOf.get(lead)).toBe(id)
    const passed = new Set<unknown>()
    for (let at: unknown = id; at !== null; at = mergedInto.get(at as string)) {
      expect(passed).not.toContain(at)
      expect(mergedInto.has(at as string)).toBe(true)
      passed.add(at)
    }
  }
  const shown = new Set<string>()
  for (const { kind, articleId } of await store.journalAfter(0, 10_000)) {
    expect(shown.has(articleId)).toBe(kind !== 'added')
    if (kind === 'added') shown.add(articleId)
    if (kind === 'withdrawn') shown.delete(articleId)
  }
  expect([...shown].sort()).toEqual((await store.publicationsIn('bridges', 1_000)).map(({ articleId }) => articleId).sort())
}

test('whatever is polled, edited, tagged anew and pruned, the store stays sound', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25, size: 'max' }), async (actions) => {
      await using bench = await aPollBench()
      for (const one of actions) {
        bench.now += 20 * MINUTE_MS
        await act(one, bench)
        await expectSound(bench)
      }
    }),
    { numRuns: 40 }
  )
})

test('a copy that its feed shows again, long after it dropped it, is the entry it was, in its article', async () => {
  await using bench = await aPollBench()
  const bridge = { guid: '1', title: 'Bridge over the Eddon opens', text: 'To traffic on Monday.', link: 'https://rival.example/1' }
  const library = { guid: '2', title: 'Library extends its hours', link: 'https://town.example/2' }
  const poll = async (feedId: string, items: readonly RssItem[]) => {
    bench.answer = () => aDocument(rss(items))
    await bench.poll(feedId)
    bench.now += 20 * MINUTE_MS
  }
  await poll('rival-news', [bridge])
  await poll('town-news', [bridge])
  bench.now += 20 * DAY_MS
  await poll('town-news', [library])
  await pruneAll(bench.store, RETENTION, bench.now, () => undefined, neverAborted)
  const keyed = await bench.store.database.rows(
    `select distinct e.guid from entry_key k join entry e on e.id = k.entry_id where e.feed_id = 'town-news'`
  )
  expect(keyed).toEqual([{ guid: '2' }])
  await poll('town-news', [library, { ...bridge, link: 'https://town.example/1' }])
  expect(await bench.store.countArticles()).toBe(2)
  expect((await bench.store.journalAfter(0, 10)).filter(({ kind }) => kind === 'added')).toHaveLength(1)
  await expectSound(bench)
})
