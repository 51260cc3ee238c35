import { lookupOf, matchEntry, type EntryToMatch, type MatchOptions } from '../../src/dedupe/match-entry.ts'
import { readNeighbours, writeNeighbours } from '../../src/poll/read-neighbours.ts'
import { upsertArticleStatement } from '../../src/store/articles.ts'
import { upsertEntryStatement } from '../../src/store/entries.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { readCounts, readKeys } from '../../src/store/neighbours.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { anArticle, anEntry } from '../support/records.ts'

/**
 * Measures the matching index on SQLite: node tests/bench/neighbours.ts [TITLES] [FILE]
 * Titles are made of words drawn by Zipf's law; what is measured is one entry's lookup and a whole poll of twenty.
 */
const titles = Number(process.argv[2] ?? 100_000)
const database = openSqlite(process.argv[3] ?? ':memory:')
await migrate(database, readMigrations(), 0)
const options: MatchOptions = { lexicon: { get: () => undefined }, stories: true }

let seed = 7
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
const word = (): string => `w${Math.floor(60_000 ** random())}`
const aTitle = (): string => Array.from({ length: 10 }, word).join(' ')
const PER_POLL = 20
const STEP_MS = Math.floor((14 * 86_400_000) / (titles / PER_POLL))
let now = Date.UTC(2026, 0, 1)
let number = 0

function aPoll(): readonly EntryToMatch[] {
  return Array.from({ length: PER_POLL }, () => ({
    entryId: `e${number++}`,
    sourceId: `s${number % 500}`,
    owner: `s${number % 500}`,
    title: aTitle(),
    summary: `${aTitle()} ${aTitle()}`,
    language: 'en',
    canonicalUrl: `https://x.example/${number}`,
    at: now,
    deduplicate: true
  }))
}

let reading = 0
let placing = 0
let writing = 0
let polls = 0
async function poll(): Promise<void> {
  now += STEP_MS
  const entries = aPoll()
  const a = performance.now()
  const memory = await readNeighbours(database, entries, options, now)
  const b = performance.now()
  const matches = entries.map((entry) => matchEntry(memory, entry, options))
  const c = performance.now()
  await database.batch([
    ...entries.map((entry, index) =>
      upsertEntryStatement(
        anEntry({
          id: entry.entryId,
          title: entry.title,
          sourceId: entry.sourceId,
          owner: entry.owner,
          articleId: matches[index]!.articleId
        })
      )
    ),
    ...matches.map(({ articleId, storyId }, index) =>
      upsertArticleStatement(anArticle({ id: articleId, storyId, leadEntryId: entries[index]!.entryId }))
    ),
    ...writeNeighbours(memory)
  ])
  reading += b - a
  placing += c - b
  writing += performance.now() - c
  polls++
}

const startedAt = performance.now()
while (number < titles) {
  await poll()
  if (number % (titles / 5) === 0) {
    console.log(
      `${number} titles: read ${(reading / polls / PER_POLL).toFixed(2)} ms, place ${(placing / polls / PER_POLL).toFixed(2)} ms, write ${(writing / polls / PER_POLL).toFixed(2)} ms an entry`
    )
    reading = placing = writing = polls = 0
  }
}
console.log(`filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)

const sample = Array.from({ length: 10 }, aPoll).flat()
let lookups = 0
for (const entry of sample) {
  const counts = await readCounts(database, [])
  const { copyKeys } = lookupOf(counts, entry, { ...options, stories: false })
  const before = performance.now()
  await readKeys(
    database,
    copyKeys.map(([key]) => key),
    0,
    150
  )
  lookups += performance.now() - before
}
const [size] = await database.rows('select page_count * page_size as n from pragma_page_count(), pragma_page_size()')
console.log(
  `lookup by ${sample.length} titles: ${(lookups / sample.length).toFixed(3)} ms each; database ${Math.round(Number(size!.n) / 1e6)} MB`
)
await database.close()
