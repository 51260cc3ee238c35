import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EntryMatch, type EntryToMatch, matchEntry, type MatchOptions } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { createNeighbourWindow, indexKeptMs, type NeighbourWindow, seqAt } from '../../src/poll/neighbour-window.ts'
import type { Database } from '../../src/store/database.ts'
import { upsertArticleStatements } from '../../src/store/articles.ts'
import { upsertEntryStatements } from '../../src/store/entries.ts'
import { pruneStatements, readParallelTexts } from '../../src/store/neighbours.ts'
import { ENGINES } from '../support/databases.ts'
import { anArticle, anEntry } from '../support/records.ts'
import { aText } from '../support/match-texts.ts'

const OPTIONS: MatchOptions = { lexicon: { get: () => undefined }, stories: true }
const NOON = Date.UTC(2026, 2, 3, 12)
const HOUR_MS = 3_600_000

const STREAM: readonly (readonly EntryToMatch[])[] = [
  [
    aText({
      entryId: 'a1',
      sourceId: 'ministry',
      title: 'Ministry of Water opens the flood barrier at Lower Eddon',
      summary: 'The minister opened the barrier, which protects nine thousand homes along the river.',
      at: NOON
    }),
    aText({ entryId: 'a2', sourceId: 'ministry', title: 'Grants for rural libraries doubled next year', at: NOON })
  ],
  [
    aText({
      entryId: 'b1',
      sourceId: 'gazette',
      title: 'Ministry of Water opens flood barrier at Lower Eddon',
      summary: 'The minister opened the barrier, which protects nine thousand homes along the river.',
      at: NOON + HOUR_MS
    })
  ],
  [
    aText({
      entryId: 'c1',
      sourceId: 'herald',
      title: 'Flood barrier at Lower Eddon: residents relieved after opening',
      summary: 'Residents along the river welcomed the new flood barrier that the minister opened.',
      at: NOON + 2 * HOUR_MS
    })
  ]
]

describe.each(ENGINES)('the window on $name', ({ open }) => {
  let database: Database
  let window: NeighbourWindow
  beforeEach(async () => {
    database = await open()
    window = createNeighbourWindow(database)
  })
  afterEach(() => database.close())

  async function poll(entries: readonly EntryToMatch[], now: number, by = window): Promise<readonly EntryMatch[]> {
    const { matches, statements } = await by.place(entries, OPTIONS, now)
    await database.batch([
      ...upsertEntryStatements(
        entries.map((entry, index) => anEntry({ id: entry.entryId, sourceId: entry.sourceId, articleId: matches[index]!.articleId }))
      ),
      ...upsertArticleStatements(
        matches.map(({ articleId, storyId }, index) => anArticle({ id: articleId, storyId, leadEntryId: entries[index]!.entryId }))
      ),
      ...statements
    ])
    return matches
  }

  async function expected(): Promise<readonly EntryMatch[]> {
    const memory = createMemory()
    return STREAM.flat().map((entry) => matchEntry(memory, entry, OPTIONS))
  }

  test.each([
    { name: 'kept between polls', next: (kept: NeighbourWindow) => kept },
    { name: 'of a process for each poll', next: () => createNeighbourWindow(database) }
  ])('$name, it places entries as a memory of everything does', async ({ next }) => {
    const placed: EntryMatch[] = []
    for (const [index, entries] of STREAM.entries()) placed.push(...(await poll(entries, NOON + index * HOUR_MS, next(window))))
    expect(placed).toEqual(await expected())
    const [first, other, copy, telling] = placed
    expect(copy).toMatchObject({ articleId: first!.articleId, copyOf: 'a1', storyId: first!.storyId })
    expect(copy!.joinReason).toMatch(/^title (1|\.\d\d) \+ summary /)
    expect(other!.storyId).not.toBe(first!.storyId)
    expect(telling!.articleId).not.toBe(first!.articleId)
    expect(telling).toMatchObject({ storyId: first!.storyId, joinReason: null })
  })

  test('two processes see what the other placed', async () => {
    const other = createNeighbourWindow(database)
    const placed: EntryMatch[] = []
    for (const [index, entries] of STREAM.entries())
      placed.push(...(await poll(entries, NOON + index * HOUR_MS, index % 2 === 0 ? window : other)))
    expect(placed).toEqual(await expected())
  })

  test('what could not be written is not compared with', async () => {
    await poll(STREAM[0]!, NOON)
    await window.place(STREAM[1]!, OPTIONS, NOON + HOUR_MS)
    window.forget()
    const [copy] = await poll([{ ...STREAM[1]![0]!, entryId: 'b2' }], NOON + HOUR_MS)
    expect(copy).toMatchObject({ copyOf: 'a1' })
  })

  test('an editor who split a copy off is believed at the next poll', async () => {
    await poll(STREAM[0]!, NOON)
    await poll(STREAM[1]!, NOON + HOUR_MS)
    await database.batch([
      ...upsertEntryStatements([anEntry({ id: 'a1', sourceId: 'ministry', owner: 'ministry', articleId: 'split-off' })]),
      ...upsertArticleStatements([anArticle({ id: 'split-off', storyId: 'split-story', leadEntryId: 'a1' })]),
      { sql: 'update article set story_id = $1 where id <> $2', values: ['edited-story', 'split-off'] }
    ])
    const again = { ...STREAM[0]![0]!, entryId: 'd1', sourceId: 'mirror' }
    const [copy] = await poll([again], NOON + 2 * HOUR_MS)
    expect([
      ['split-off', 'split-story'],
      [(await expected())[0]!.articleId, 'edited-story']
    ]).toContainEqual([copy!.articleId, copy!.storyId])
  })

  test('counts of words outlive the log they were made of', async () => {
    const texts = Array.from({ length: 2_100 }, (_, index) =>
      aText({ entryId: `e${index}`, title: `Notice ${index} of the harbour office`, at: NOON })
    )
    const common = aText({ entryId: 'x', title: 'Notice of the harbour office on floods', at: NOON })
    for (let from = 0; from < texts.length; from += 700) await poll(texts.slice(from, from + 700), NOON + from)
    await database.rows('delete from neighbour')
    const { statements: withCounts } = await createNeighbourWindow(database).place([common], OPTIONS, NOON + HOUR_MS)
    await database.rows('delete from word_counts')
    const { statements: without } = await createNeighbourWindow(database).place([common], OPTIONS, NOON + HOUR_MS)
    // The numbers of the log hold the weights of the words: known words weigh less than unknown ones.
    expect(withCounts[0]!.values).not.toEqual(without[0]!.values)
  })

  test('housekeeping leaves what is young and takes what is old', async () => {
    await poll(STREAM[0]!, NOON)
    await poll(STREAM[1]!, NOON + indexKeptMs)
    await database.batch(pruneStatements(seqAt(NOON + HOUR_MS), NOON - 1))
    const left = await database.rows('select entry_id from neighbour')
    expect(left.map((row) => row.entry_id)).toEqual(['b1'])
  })

  test('texts of one story in two languages are kept to learn from', async () => {
    await poll(
      [aText({ entryId: 'en', sourceId: 'gov-en', title: 'Flood barrier', canonicalUrl: 'https://gov.example/en/news/4711', at: NOON })],
      NOON
    )
    const [version] = await poll(
      [
        aText({
          entryId: 'de',
          sourceId: 'gov-de',
          language: 'de',
          title: 'Sperrwerk gegen Hochwasser',
          canonicalUrl: 'https://gov.example/de/news/4711',
          at: NOON + HOUR_MS
        })
      ],
      NOON + HOUR_MS
    )
    expect(version!.storyReason).toBe('same address in another language')
    const [text] = await readParallelTexts(database, 'de', 10)
    expect(text!.words).toHaveLength(3)
    expect(text!.pivot).toHaveLength(2)
  })
})
