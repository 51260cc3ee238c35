import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../src/model/entry.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

const TITLES = {
  en: 'Town opens a 100% "green" data_centre',
  'zh-Hans': '开发区建设智能算力',
  'zh-Hant': '市府發表人工智慧政策',
  ja: '県がAI拠点を整備',
  ar: 'افتِتاح مَركز الذكاء الاصطناعي',
  th: 'เปิดศูนย์ปัญญาประดิษฐ์แห่งใหม่',
  de: 'Gemeinde fördert Übersetzungen'
}

/** An index that is filled beside the writes must give the same, whether it came to a text yet or not. */
const STATES = ENGINES.flatMap((engine) => [
  { ...engine, indexed: false },
  ...(engine.name === 'PGlite' ? [] : [{ ...engine, name: `${engine.name}, indexed`, indexed: true }])
])

describe.each(STATES)('searchArticles on $name', ({ open, indexed }) => {
  let store: Store

  const catchUp = async () => {
    while (indexed && (await store.indexTexts(3)));
  }

  beforeAll(async () => {
    store = createStore(await open())
    await store.syncFeeds([{ id: 'feed-1', sourceId: 'source-1', owner: 'owner-1', url: 'https://example.org/feed' }], 1_000)
    await bring(Object.entries(TITLES))
  })
  afterAll(() => store.close())

  async function bring(titles: readonly (readonly [id: string, title: string])[], now = 1_000): Promise<void> {
    const [feed] = await store.claimDueFeeds(1, 'worker:1', now, 1_000)
    await store.applyUpdate(
      anUpdate(feed!, {
        entries: titles.map(([id, title]) => anEntry({ id, articleId: `a-${id}`, title, summary: '', contentHtml: '' })),
        articles: titles.map(([id], index) => anArticle({ id: `a-${id}`, leadEntryId: id, language: id, sortAt: index }))
      })
    )
    await catchUp()
  }

  const found = async (query: string) => (await store.searchArticles(query, 10)).map(({ id }) => id.slice(2)).sort()

  test.each([
    { name: 'a word', query: 'opens', ids: ['en'] },
    { name: 'any case, without marks of case', query: 'ÜBERSETZUNG', ids: ['de'] },
    { name: 'two Han characters', query: '算力', ids: ['zh-Hans'] },
    { name: 'two Han characters at the end of the text', query: '政策', ids: ['zh-Hant'] },
    { name: 'one Han character', query: '県', ids: ['ja'] },
    { name: 'simplified finds traditional', query: '人工智慧 发表', ids: ['zh-Hant'] },
    { name: 'Arabic without vowel points', query: 'مركز', ids: ['ar'] },
    { name: 'Thai without spaces', query: 'ปัญญา', ids: ['th'] },
    { name: 'full-width letters', query: 'ＡＩ', ids: ['ja'] },
    { name: 'every word has to occur', query: 'town 算力', ids: [] },
    { name: 'a phrase', query: '"opens a"', ids: ['en'] },
    { name: 'percent and underscore mean themselves', query: '0% data_c', ids: ['en'] },
    { name: 'percent alone finds no other text', query: '%', ids: ['en'] },
    { name: 'operators of a query language are words', query: 'opens OR 算力', ids: [] },
    { name: 'nothing', query: '   ', ids: [] }
  ])('$name', async ({ query, ids }) => {
    expect(await found(query)).toEqual(ids)
  })

  test('any query gives a list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (query) => Array.isArray(await found(query))),
      { numRuns: 60 }
    )
    for (const query of ['"', 'a" OR text:', 'NEAR(', 'text : x', '*', '^', '-a', '\u0000', "'; drop table entry; --"])
      expect(await found(query)).toBeInstanceOf(Array)
  })

  test('a revised entry is found as it is now', async () => {
    await bring([['en', 'Village closes school']], 20_000)
    expect(await found('opens')).toEqual([])
    expect(await found('village')).toEqual(['en'])
    expect(await found('village 算力')).toEqual([])
  })

  test('a text that holds the pieces of a word, but not the word, is not found', async () => {
    await bring([['pieces', 'abcd bcde']], 40_000)
    expect(await found('abcde')).toEqual([])
    expect(await found('bcde')).toEqual(['pieces'])
  })
})

const INDEXED = ENGINES.filter(({ name }) => name !== 'PGlite')

describe.each(INDEXED)('indexTexts on $name', ({ open }) => {
  let store: Store
  beforeEach(async () => {
    store = createStore(await open())
    await store.syncFeeds([{ id: 'feed-1', sourceId: 'source-1', owner: 'owner-1', url: 'https://example.org/feed' }], 1_000)
  })
  afterEach(() => store.close())

  async function bring(title: string, part: Partial<Entry> = {}): Promise<void> {
    const feed = await store.claimFeed('feed-1', 'worker:1', 1_000, 1_000)
    const entry = anEntry({ id: 'one', title, summary: '', contentHtml: '', ...part })
    await store.applyUpdate(anUpdate(feed!, { entries: [entry], articles: [anArticle({ leadEntryId: 'one' })] }))
  }
  const indexed = async (word: string) => {
    const { sql, values } = (await store.database.textIndex!.rowsWith([word]))!
    return (await store.database.rows(sql, values)).length
  }
  const waiting = async () => (await store.database.rows('select entry_id from search_waiting')).length

  test('takes in what waits, and what is revised once more', async () => {
    await bring('Town opens bridge')
    expect([await indexed('bridge'), await waiting()]).toEqual([0, 1])
    while (await store.indexTexts(10));
    expect([await indexed('bridge'), await waiting()]).toEqual([1, 0])
    await bring('Town closes school', { revision: 2, lastSeenAt: 5_000 })
    while (await store.indexTexts(10));
    expect([await indexed('bridge'), await indexed('school'), await waiting()]).toEqual([0, 1, 0])
  })

  test('loses no text that is revised while it is taken in', async () => {
    await bring('Town opens bridge')
    const { database } = store
    const batch = database.batch.bind(database)
    const slow = createStore({
      ...database,
      rows: database.rows,
      textIndex: database.textIndex,
      batch: async (statements) => {
        await bring('Town closes school', { revision: 2, lastSeenAt: 5_000 })
        return batch(statements)
      }
    })
    await slow.indexTexts(10)
    expect(await waiting()).toBe(1)
    while (await store.indexTexts(10));
    expect([await indexed('bridge'), await indexed('school')]).toEqual([0, 1])
  })

  test('takes over what an earlier version prepared, by its numbers, before or after something new', async () => {
    await bring('Town opens bridge')
    await store.database.rows('delete from search_waiting')
    await store.database.rows(
      `insert into search_text (number, entry_id, text) values (7, 'one', 'town opens bridge'), (8, 'gone', 'gone')`
    )
    await bring('Town closes school', { id: 'two' })
    while (await store.indexTexts(10));
    const rows = await store.database.rows('select number, entry_id from searched order by number')
    expect(rows).toEqual([
      { number: 7, entry_id: 'one' },
      { number: 9, entry_id: 'two' }
    ])
    expect(await store.database.rows('select number from search_text')).toEqual([])
    expect([await indexed('bridge'), await indexed('school')]).toEqual([1, 1])
  })
})
