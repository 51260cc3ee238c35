import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EntryMatch, type EntryToMatch, matchEntry, type MatchOptions } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { readNeighbours, seqAt, writeNeighbours } from '../../src/poll/read-neighbours.ts'
import type { Database } from '../../src/store/database.ts'
import { upsertArticleStatement } from '../../src/store/articles.ts'
import { upsertEntryStatement } from '../../src/store/entries.ts'
import { pruneSlices, pruneStatements, readParallelTexts } from '../../src/store/neighbours.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry } from '../support/records.ts'
import { aText } from '../support/match-texts.ts'

const OPTIONS: MatchOptions = { lexicon: { get: () => undefined }, stories: true }
const NOON = Date.UTC(2026, 2, 3, 12)
const HOUR_MS = 3_600_000

const STREAM: readonly (readonly EntryToMatch[])[] = [
  [
    aText({ entryId: 'a1', sourceId: 'ministry', title: 'Ministry of Water opens the flood barrier at Lower Eddon', summary: 'The minister opened the barrier, which protects nine thousand homes along the river.', at: NOON }),
    aText({ entryId: 'a2', sourceId: 'ministry', title: 'Grants for rural libraries doubled next year', at: NOON })
  ],
  [aText({ entryId: 'b1', sourceId: 'gazette', title: 'Ministry of Water opens flood barrier at Lower Eddon', summary: 'The minister opened the barrier, which protects nine thousand homes along the river.', at: NOON + HOUR_MS })],
  [aText({ entryId: 'c1', sourceId: 'herald', title: 'Flood barrier at Lower Eddon: residents relieved after opening', summary: 'Residents along the river welcomed the new flood barrier that the minister opened.', at: NOON + 2 * HOUR_MS })]
]

describe.each(ENGINES)('neighbours on $name', ({ open }) => {
  let database: Database
  beforeEach(async () => void (database = await open()))
  afterEach(() => database.close())

  async function poll(entries: readonly EntryToMatch[], now: number): Promise<readonly EntryMatch[]> {
    const memory = await readNeighbours(database, entries, OPTIONS, now)
    const matches = entries.map((entry) => matchEntry(memory, entry, OPTIONS))
    await database.batch([
      ...entries.map((entry, index) => upsertEntryStatement(anEntry({ id: entry.entryId, sourceId: entry.sourceId, owner: entry.owner, articleId: matches[index]!.articleId }))),
      ...matches.map(({ articleId, storyId }, index) => upsertArticleStatement(anArticle({ id: articleId, storyId, leadEntryId: entries[index]!.entryId }))),
      ...writeNeighbours(memory)
    ])
    return matches
  }

  test('a store and a memory of everything place entries alike', async () => {
    const memory = createMemory()
    for (const [index, entries] of STREAM.entries()) {
      const expected = entries.map((entry) => matchEntry(memory, entry, OPTIONS))
      expect(await poll(entries, NOON + index * HOUR_MS)).toEqual(expected)
    }
  })

  test('a copy joins the article of the first, another telling only its story', async () => {
    const placed = []
    for (const [index, entries] of STREAM.entries()) placed.push(...(await poll(entries, NOON + index * HOUR_MS)))
    const [first, other, copy, telling] = placed
    expect(copy).toMatchObject({ articleId: first!.articleId, copyOf: 'a1', storyId: first!.storyId })
    expect(copy!.joinReason).toMatch(/^title (1|\.\d\d) \+ summary /)
    expect(other!.storyId).not.toBe(first!.storyId)
    expect(telling!.articleId).not.toBe(first!.articleId)
    expect(telling).toMatchObject({ storyId: first!.storyId, joinReason: null })
  })

  test('an editor who split a copy off is believed at the next poll', async () => {
    await poll(STREAM[0]!, NOON)
    await poll(STREAM[1]!, NOON + HOUR_MS)
    await database.batch([
      upsertEntryStatement(anEntry({ id: 'a1', sourceId: 'ministry', owner: 'ministry', articleId: 'split-off' })),
      upsertArticleStatement(anArticle({ id: 'split-off', storyId: 'split-story', leadEntryId: 'a1' }))
    ])
    const memory = await readNeighbours(database, STREAM[2]!, OPTIONS, NOON + 2 * HOUR_MS)
    expect(memory.storyOfArticle.get('split-off')).toBe('split-story')
    expect([...memory.neighbours.values()].find(({ entryId }) => entryId === 'a1')).toMatchObject({ articleId: 'split-off' })
  })

  test('housekeeping leaves what is young and takes what is old', async () => {
    await poll(STREAM[0]!, NOON)
    await poll(STREAM[1]!, NOON + 5 * HOUR_MS)
    for (let slice = 0; slice < pruneSlices; slice++) await database.batch(pruneStatements(slice, NOON - 1, seqAt(NOON + HOUR_MS), NOON + HOUR_MS))
    const left = await database.rows('select count(*) as n from neighbour')
    expect(Number(left[0]!.n)).toBe(1)
    const oldKeys = await database.rows('select count(*) as n from neighbour_key where seq < $1', [seqAt(NOON + HOUR_MS)])
    expect(Number(oldKeys[0]!.n)).toBe(0)
    const youngKeys = await database.rows('select count(*) as n from neighbour_key')
    expect(Number(youngKeys[0]!.n)).toBeGreaterThan(0)
    const oldCounts = await database.rows('select count(*) as n from word_count where at < $1', [NOON + HOUR_MS])
    expect(Number(oldCounts[0]!.n)).toBe(0)
  })

  test('texts of one story in two languages are kept to learn from', async () => {
    await poll([aText({ entryId: 'en', sourceId: 'gov-en', title: 'Flood barrier', canonicalUrl: 'https://gov.example/en/news/4711', at: NOON })], NOON)
    const [version] = await poll(
      [aText({ entryId: 'de', sourceId: 'gov-de', language: 'de', title: 'Sperrwerk gegen Hochwasser', canonicalUrl: 'https://gov.example/de/news/4711', at: NOON + HOUR_MS })],
      NOON + HOUR_MS
    )
    expect(version!.storyReason).toBe('same address in another language')
    const [text] = await readParallelTexts(database, 'de', 10)
    expect(text!.words).toHaveLength(3)
    expect(text!.pivot).toHaveLength(2)
  })
})
