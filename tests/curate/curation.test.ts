import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Curation } from '../../src/curate/curation.ts'
import { retagArticles } from '../../src/poll/retag-articles.ts'
import { anEditor, anOrder, contextOf, doneOf } from '../support/editor.ts'
import { aDocument, aPollBench, MINUTE_MS, type PollBench, rss } from '../support/poll-builder.ts'

const ITEMS = [
  { guid: '1', title: 'Bridge over the Eddon opens', text: 'The mayor opened it on Monday.', link: 'https://town.example/1' },
  { guid: '2', title: 'Library extends its hours', text: 'It is open until nine.', link: 'https://town.example/2' }
]

let bench: PollBench
let editor: Curation
let bridge: string
let library: string

beforeEach(async () => {
  bench = await aPollBench()
  bench.answer = () => aDocument(rss(ITEMS))
  await bench.poll()
  bench.now += 60 * MINUTE_MS
  editor = anEditor(bench)
  bridge = await articleOf('https://town.example/1')
  library = await articleOf('https://town.example/2')
})
afterEach(() => bench[Symbol.asyncDispose]())

async function articleOf(url: string): Promise<string> {
  return (await bench.store.entriesAtUrl(url))[0]!.articleId
}

async function shown(): Promise<readonly string[]> {
  return (await bench.store.publicationsIn('bridges', 10)).map(
    ({ articleId, pinned }) => `${articleId === bridge ? 'bridge' : 'library'}${pinned ? ' pinned' : ''}`
  )
}

async function journal(): Promise<readonly string[]> {
  return (await bench.store.journalAfter(0, 100)).map(({ kind, articleId }) => `${articleId === bridge ? 'bridge' : 'library'} ${kind}`)
}

describe('an edit', () => {
  test('a pin shows what does not match, first, and says why', async () => {
    const { edit } = doneOf(await editor.make(anOrder(library)))
    expect(edit).toMatchObject({
      kind: 'pin',
      articleId: library,
      topicId: 'bridges',
      madeBy: 'ed',
      why: 'it matters',
      madeAt: bench.now,
      undoneAt: null
    })
    expect(await shown()).toEqual(['library pinned', 'bridge'])
    expect(await journal()).toEqual(['bridge added', 'library added'])
    expect(await bench.store.matchesOf([library])).toMatchObject([{ matched: true, why: [{ rule: 'edit', term: 'it matters' }] }])
  })

  test('a hidden one is withdrawn, and comes back when that is undone', async () => {
    const { edit } = doneOf(await editor.make(anOrder(bridge, { kind: 'hide', topicId: null })))
    expect([await shown(), await journal()]).toEqual([[], ['bridge added', 'bridge withdrawn']])
    doneOf(await editor.undo(edit.id, { by: 'chief', why: 'it was right' }))
    expect([await shown(), await journal()]).toEqual([['bridge'], ['bridge added', 'bridge withdrawn', 'bridge added']])
    expect(await bench.store.findEdit(edit.id)).toMatchObject({ undoneBy: 'chief', undoneWhy: 'it was right', undoneAt: bench.now })
  })

  test('the newest one holds; undone, the one before it does', async () => {
    await editor.make(anOrder(bridge, { kind: 'hide' }))
    const { edit } = doneOf(await editor.make(anOrder(bridge)))
    expect(await shown()).toEqual(['bridge pinned'])
    await editor.undo(edit.id, { by: 'ed', why: 'no' })
    expect(await shown()).toEqual([])
  })

  test('outlives a retag and a revision by its source', async () => {
    await editor.make(anOrder(bridge, { kind: 'hide' }))
    await editor.make(anOrder(library))
    await retagArticles(
      bench.store,
      () => contextOf(bench),
      () => undefined,
      new AbortController().signal
    )
    bench.answer = () => aDocument(rss(ITEMS.map((item) => ({ ...item, text: `${item.text} It is a bridge.` }))))
    await bench.poll()
    expect(await shown()).toEqual(['library pinned'])
  })

  test("a title and a summary are what readers see, as a revision, and the source's own again when undone", async () => {
    const edits = [
      doneOf(await editor.make(anOrder(bridge, { kind: 'retitle', topicId: null, text: ' New bridge\nfor the Eddon ' }))).edit,
      doneOf(await editor.make(anOrder(bridge, { kind: 'summarise', topicId: null, text: 'Open since Monday.' }))).edit
    ]
    expect(await bench.store.findArticle(bridge)).toMatchObject({
      revision: 3,
      changedAt: bench.now,
      lead: { title: 'New bridge for the Eddon', summary: 'Open since Monday.' },
      original: { title: ITEMS[0]!.title, summary: ITEMS[0]!.text },
      entries: [{ title: ITEMS[0]!.title }]
    })
    expect(await journal()).toEqual(['bridge added', 'bridge revised', 'bridge revised'])
    bench.answer = () => aDocument(rss(ITEMS.map((item) => ({ ...item, title: `${item.title} today` }))))
    await bench.poll()
    expect(await bench.store.findArticle(bridge)).toMatchObject({
      lead: { title: 'New bridge for the Eddon' },
      original: { title: `${ITEMS[0]!.title} today` }
    })
    for (const { id } of edits) await editor.undo(id, { by: 'ed', why: 'no' })
    expect(await bench.store.findArticle(bridge)).toMatchObject({
      lead: { title: `${ITEMS[0]!.title} today`, summary: ITEMS[0]!.text },
      editedTitle: null
    })
    expect(await shown()).toEqual(['bridge'])
  })

  test('is stored as plain text', async () => {
    const { edit } = doneOf(await editor.make(anOrder(library, { by: ' ed\u202e ', why: 'two\nlines' })))
    expect([edit.madeBy, edit.why]).toEqual(['ed', 'two lines'])
  })
})

describe('a refusal', () => {
  test.each([
    { name: 'an unknown article', order: { articleId: 'none' }, reason: 'unknown', says: 'there is no article "none"' },
    { name: 'an unknown topic', order: { topicId: 'trains' }, reason: 'unknown', says: 'there is no topic "trains"; there are bridges' },
    { name: 'a pin without a topic', order: { topicId: null }, reason: 'invalid', says: 'pin needs a topic' },
    { name: 'no reason', order: { why: ' \t' }, reason: 'invalid', says: 'why is empty' },
    { name: 'nobody', order: { by: '' }, reason: 'invalid', says: 'by is empty' },
    {
      name: 'no title',
      order: { kind: 'retitle', topicId: null, text: ' ' },
      reason: 'invalid',
      says: 'title is empty; say the new title'
    },
    {
      name: 'a summary that is too long',
      order: { kind: 'summarise', topicId: null, text: 'x'.repeat(2_001) },
      reason: 'invalid',
      says: 'summary is too long'
    },
    { name: 'a title in one topic', order: { kind: 'retitle', text: 'New' }, reason: 'invalid', says: 'retitle holds in every topic' },
    { name: 'a reason that is too long', order: { why: '多'.repeat(501) }, reason: 'invalid', says: 'why is too long; 500 characters' }
  ] as const)('$name', async ({ order, reason, says }) => {
    expect(await editor.make(anOrder(library, order))).toMatchObject({ kind: 'refused', reason, message: expect.stringContaining(says) })
    expect(await bench.store.listEdits(10)).toEqual([])
  })

  test('of what holds already, and of an undo that has nothing to undo', async () => {
    const { edit } = doneOf(await editor.make(anOrder(library)))
    expect(await editor.make(anOrder(library))).toMatchObject({ reason: 'conflict', message: expect.stringContaining(edit.id) })
    await editor.undo(edit.id, { by: 'ed', why: 'no' })
    expect(await editor.undo(edit.id, { by: 'ed', why: 'no' })).toMatchObject({ reason: 'conflict', message: 'ed undid this edit already' })
    expect(await editor.undo('none', { by: 'ed', why: 'no' })).toMatchObject({ reason: 'unknown' })
    expect(await editor.undo(edit.id, { by: 'ed', why: '' })).toMatchObject({ reason: 'invalid' })
  })
})

test('who decides beside another process decides again with what that one wrote', async () => {
  const { store } = bench
  let turns = 0
  await store.inTurn(async () => {
    turns++
    const edits = await store.editsOf([bridge])
    // Another process, between reading and writing of the first round.
    if (turns === 1) await store.database.rows('update decision_head set seq = seq + 1')
    await store.applyArticleUpdate({ articles: [], matches: [], forgottenMatches: [], published: [], withdrawn: [], journal: [] })
    expect(edits).toEqual([])
  })
  expect(turns).toBe(2)
})
