import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Curation } from '../../src/curate/curation.ts'
import { EDIT_KINDS, type EditKind } from '../../src/model/edit.ts'
import { retagArticles } from '../../src/poll/retag-articles.ts'
import { readMigrations } from '../../src/store/migrate.ts'
import { anEditor, anOrder, contextOf, doneOf } from '../support/editor.ts'
import { aDocument, aPollBench, MINUTE_MS, type PollBench, rss } from '../support/poll-builder.ts'

/** The second source copies the first item of the first one; the rest stand alone. */
const TOWN = [
  {
    guid: '1',
    title: 'Bridge over the Eddon opens to traffic on Monday',
    text: 'The mayor opened the new bridge by the old mill.',
    link: 'https://town.example/1'
  },
  { guid: '2', title: 'Library extends its hours', text: 'It is open until nine.', link: 'https://town.example/2' },
  { guid: '3', title: 'Footbridge and bridge closed in March', text: 'Repairs take four weeks.', link: 'https://town.example/3' }
]
const RIVAL = [{ guid: 'r1', title: TOWN[0]!.title, text: TOWN[0]!.text, link: 'https://rival.example/1' }]

let bench: PollBench
let editor: Curation
beforeEach(async () => {
  bench = await aBench()
  editor = anEditor(bench)
})
afterEach(() => bench[Symbol.asyncDispose]())

async function aBench(): Promise<PollBench> {
  const made = await aPollBench()
  made.answer = ({ url }) => aDocument(rss(url.includes('rival') ? RIVAL : TOWN))
  await made.poll()
  await made.poll('rival-news')
  made.now += 60 * MINUTE_MS
  return made
}

const articleOf = async (number: number): Promise<string> =>
  (await bench.store.entriesAtUrl(`https://town.example/${number}`))[0]!.articleId
const rivalEntry = async (of = bench) => (await of.store.entriesAtUrl('https://rival.example/1'))[0]!
const signed = { by: 'ed', why: 'no' }

async function urlsOf(articleId: string): Promise<readonly (string | null)[]> {
  return (await bench.store.entriesOfArticles([articleId])).map(({ url }) => url).sort()
}

describe('a merge', () => {
  test('joins the entries, withdraws the one and leads its id to the other; undone, both stand as before', async () => {
    const [one, three] = [await articleOf(1), await articleOf(3)]
    const { edit, journal } = doneOf(await editor.make(anOrder(three, { kind: 'merge', topicId: null, into: one, why: 'same closure' })))
    expect(journal).toMatchObject([{ kind: 'withdrawn', articleId: three }])
    expect(await urlsOf(one)).toEqual(['https://rival.example/1', 'https://town.example/1', 'https://town.example/3'])
    expect(await bench.store.findArticle(three)).toMatchObject({ id: three, mergedInto: one })
    expect((await bench.store.entriesAtUrl('https://town.example/3'))[0]).toMatchObject({ joinReason: 'an editor: same closure' })
    expect((await bench.store.listArticles({}, 10)).map(({ id }) => id)).not.toContain(three)
    expect((await bench.store.publicationsIn('bridges', 10)).map(({ articleId }) => articleId)).toEqual([one])
    const undone = doneOf(await editor.undo(edit.id, signed))
    expect(undone.journal).toMatchObject([{ kind: 'added', articleId: three }])
    expect([await urlsOf(one), await urlsOf(three)]).toEqual([
      ['https://rival.example/1', 'https://town.example/1'],
      ['https://town.example/3']
    ])
    expect((await bench.store.entriesAtUrl('https://town.example/3'))[0]).toMatchObject({ joinReason: null })
    expect(await bench.store.findArticle(three)).toMatchObject({ mergedInto: null })
  })

  test('holds over a revision and a retag; what is ordered of the merged one goes to the survivor', async () => {
    const [one, two] = [await articleOf(1), await articleOf(2)]
    await editor.make(anOrder(one, { kind: 'merge', topicId: null, into: two }))
    bench.answer = () => aDocument(rss(TOWN.map((item) => ({ ...item, text: `${item.text} More soon.` }))))
    await bench.poll()
    await retagArticles(
      bench.store,
      () => contextOf(bench),
      () => undefined,
      new AbortController().signal
    )
    expect((await urlsOf(two)).length).toBe(3)
    expect(await urlsOf(one)).toEqual([])
    const { edit } = doneOf(await editor.make(anOrder(one)))
    expect(edit.articleId).toBe(two)
  })

  test('takes later copies of the merged one along', async () => {
    const [two, three] = [await articleOf(2), await articleOf(3)]
    await editor.make(anOrder(three, { kind: 'merge', topicId: null, into: two }))
    bench.answer = ({ url }) =>
      aDocument(rss(url.includes('rival') ? [...RIVAL, { ...TOWN[2]!, guid: 'r3', link: 'https://rival.example/3' }] : TOWN))
    await bench.poll('rival-news')
    expect(await urlsOf(two)).toEqual(['https://rival.example/3', 'https://town.example/2', 'https://town.example/3'])
    expect(await urlsOf(three)).toEqual([])
    expect((await bench.store.publicationsIn('bridges', 10)).map(({ articleId }) => articleId)).not.toContain(three)
  })

  test('of a merged one goes on to where that leads, and is refused where it would come back', async () => {
    const [one, two, three] = [await articleOf(1), await articleOf(2), await articleOf(3)]
    doneOf(await editor.make(anOrder(one, { kind: 'merge', topicId: null, into: two })))
    doneOf(await editor.make(anOrder(two, { kind: 'merge', topicId: null, into: three })))
    expect((await urlsOf(three)).length).toBe(4)
    for (const into of [one, two, three]) {
      expect(await editor.make(anOrder(three, { kind: 'merge', topicId: null, into }))).toMatchObject({
        reason: 'conflict',
        message: 'these are one article already'
      })
    }
    expect(await editor.make(anOrder(three, { kind: 'merge', topicId: null, into: 'none' }))).toMatchObject({ reason: 'unknown' })
    expect(await editor.make(anOrder(three, { kind: 'merge', topicId: null }))).toMatchObject({ reason: 'invalid' })
  })
})

describe('a split', () => {
  test('makes an entry an article of its own with a new id; undone, that id leads back', async () => {
    const one = await articleOf(1)
    const entry = await rivalEntry()
    expect(entry.articleId).toBe(one)
    const { edit, journal } = doneOf(
      await editor.make(anOrder(one, { kind: 'split', topicId: null, entry: entry.id, why: 'another bridge' }))
    )
    const own = (await rivalEntry()).articleId
    expect(journal).toMatchObject([{ kind: 'added', articleId: own }])
    expect(await bench.store.findArticle(own)).toMatchObject({ tagUri: `tag:news.example.org,2026:article/${own}`, revision: 1 })
    expect(await urlsOf(one)).toEqual(['https://town.example/1'])
    expect(await editor.make(anOrder(own, { kind: 'split', topicId: null, entry: entry.id }))).toMatchObject({ reason: 'conflict' })
    expect(await editor.make(anOrder(one, { kind: 'split', topicId: null, entry: entry.id }))).toMatchObject({ reason: 'unknown' })
    await editor.undo(edit.id, signed)
    expect((await rivalEntry()).articleId).toBe(one)
    expect(await bench.store.findArticle(own)).toMatchObject({ mergedInto: one })
  })

  test('and a merge of the same go together, in any order of undoing', async () => {
    const [one, three] = [await articleOf(1), await articleOf(3)]
    const entry = await rivalEntry()
    const split = doneOf(await editor.make(anOrder(one, { kind: 'split', topicId: null, entry: entry.id }))).edit
    const own = (await rivalEntry()).articleId
    const merge = doneOf(await editor.make(anOrder(own, { kind: 'merge', topicId: null, into: three }))).edit
    expect((await rivalEntry()).articleId).toBe(three)
    await editor.undo(split.id, signed)
    expect((await rivalEntry()).articleId).toBe(one)
    await editor.undo(merge.id, signed)
    expect((await rivalEntry()).articleId).toBe(one)
  })
})

test("an entry split off and merged back is its article's own again, once either is undone", async () => {
  const one = await articleOf(1)
  const before = await bench.store.findArticle(one)
  const own = before!.lead.id
  const split = doneOf(await editor.make(anOrder(one, { kind: 'split', topicId: null, entry: own }))).edit
  const merge = doneOf(
    await editor.make(anOrder((await bench.store.entriesById([own]))[0]!.articleId, { kind: 'merge', topicId: null, into: one }))
  ).edit
  for (const { id } of [split, merge]) doneOf(await editor.undo(id, signed))
  expect((await bench.store.findArticle(one))!.lead).toEqual(before!.lead)
})

describe('an article whose only entry was split off after a merge, once the merge is undone', () => {
  async function splitThenUnmerged(): Promise<{ readonly left: string; readonly own: string }> {
    const [two, three] = [await articleOf(2), await articleOf(3)]
    const entry = (await bench.store.entriesAtUrl('https://town.example/3'))[0]!.id
    const merge = doneOf(await editor.make(anOrder(three, { kind: 'merge', topicId: null, into: two }))).edit
    await editor.make(anOrder(two, { kind: 'split', topicId: null, entry }))
    doneOf(await editor.undo(merge.id, signed))
    return { left: three, own: await articleOf(3) }
  }

  test('leads to where that entry stands', async () => {
    const { left, own } = await splitThenUnmerged()
    expect(own).not.toBe(left)
    expect((await bench.store.findArticleBy(left))!.id).toBe(own)
    expect(doneOf(await editor.make(anOrder(left))).edit.articleId).toBe(own)
  })

  test('is led there by a migration, where an older version had led it to itself', async () => {
    const { left, own } = await splitThenUnmerged()
    const { database } = bench.store
    await database.batch([{ sql: 'update article set merged_into = id where id = $1', values: [left] }])
    const { sql } = readMigrations().find(({ name }) => name.includes('led-to-themselves'))!
    await database.batch([{ sql, values: [] }])
    expect((await bench.store.findArticleBy(left))!.id).toBe(own)
  })
})

/** What readers can see, but for numbers that only grow. */
async function visible(of: PollBench) {
  const articles = await of.store.listArticles({}, 100)
  const entries = Map.groupBy(await of.store.entriesOfArticles(articles.map(({ id }) => id)), ({ articleId }) => articleId)
  const publications = await of.store.publicationsIn('bridges', 100)
  return {
    articles: articles
      .map(({ id, tagUri, lead, storyId }) => ({
        id,
        tagUri,
        storyId,
        lead: lead.id,
        title: lead.title,
        summary: lead.summary,
        entries: (entries.get(id) ?? []).map(({ id: entry }) => entry).sort()
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    shown: publications.map(({ articleId, pinned }) => `${articleId} ${pinned}`).sort()
  }
}

const step = fc.record({
  kind: fc.constantFrom<EditKind | 'undo' | 'poll'>(...EDIT_KINDS, 'undo', 'poll'),
  subject: fc.nat(20),
  other: fc.nat(20),
  everywhere: fc.boolean(),
  text: fc.string({ minLength: 1, maxLength: 8 })
})

test('any edits, all undone in any order, leave what readers see as if there had been none', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), fc.nat(), async (steps, turn) => {
      await using own = await aBench()
      const desk = anEditor(own)
      const before = await visible(own)
      for (const { kind, subject, other, everywhere, text } of steps) {
        const held = (await own.store.listEdits(100)).filter(({ undoneAt }) => undoneAt === null)
        if (kind === 'poll') await own.poll(everywhere ? 'town-news' : 'rival-news')
        else if (kind === 'undo') await desk.undo(held[subject % (held.length || 1)]?.id ?? '', signed)
        else {
          const ids = (await own.store.database.rows('select id from article order by id')).map(({ id }) => String(id))
          const [articleId, into] = [ids[subject % ids.length]!, ids[other % ids.length]!]
          const article = await own.store.findArticle(articleId)
          await desk.make(
            anOrder(articleId, {
              kind,
              topicId: kind === 'pin' || kind === 'add' || (kind === 'hide' && !everywhere) ? 'bridges' : null,
              ...(kind === 'merge' ? { into } : {}),
              ...(kind === 'split' ? { entry: article!.entries[other % article!.entries.length]!.id } : {}),
              ...(kind === 'retitle' || kind === 'summarise' ? { text } : {})
            })
          )
        }
        await expectJournalTellsWhatStands(own)
        await expectNoRing(own)
      }
      const made = (await own.store.listEdits(100)).filter(({ undoneAt }) => undoneAt === null)
      for (const { id } of made.map((_, index) => made[(index + turn) % made.length]!)) {
        doneOf(await desk.undo(id, signed))
        await expectNoRing(own)
      }
      expect(await visible(own)).toEqual(before)
      await expectJournalTellsWhatStands(own)
    }),
    { numRuns: 100 }
  )
})

/** Whoever goes where merged articles lead comes to an end. */
async function expectNoRing(of: PollBench): Promise<void> {
  const rows = await of.store.database.rows('select id, merged_into from article')
  const into = new Map(rows.map(({ id, merged_into: to }) => [id, to]))
  for (const start of into.keys()) {
    const passed = new Set<unknown>()
    for (let at: unknown = start; at !== null; at = into.get(at as string) ?? null) {
      expect(passed).not.toContain(at)
      passed.add(at)
    }
  }
}

async function expectJournalTellsWhatStands(of: PollBench): Promise<void> {
  const standing = new Set<string>()
  for (const { kind, articleId } of await of.store.journalAfter(0, 1_000)) {
    expect(standing.has(articleId)).toBe(kind !== 'added')
    if (kind === 'added') standing.add(articleId)
    if (kind === 'withdrawn') standing.delete(articleId)
  }
  expect([...standing].sort()).toEqual((await of.store.publicationsIn('bridges', 100)).map(({ articleId }) => articleId).sort())
}
