import type { Count, NeighbourRecord, NeighbourWrites, StoryRecord } from '../model/neighbour.ts'
import { hashText } from '../text/hash.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { chunks, placeholders } from './row-values.ts'

/** How often these keys were counted; keys never counted are left out. */
export async function readCounts(database: Database, keys: readonly number[]): Promise<Map<number, Count>> {
  const counts = new Map<number, Count>()
  for (const part of chunks(keys)) {
    const filled = padded(part, 500)
    const rows = await database.rows(`select k, n, at from word_count where k in (${placeholders(filled.length)})`, filled)
    for (const row of rows) counts.set(Number(row.k), { n: Number(row.n), at: Number(row.at) })
  }
  return counts
}

/**
 * The newest entries that have each key, oldest first.
 * @param since only entries indexed after this number
 * @param perKeyMax so many of the newest a key
 */
export async function readKeys(
  database: Database,
  keys: readonly number[],
  since: number,
  perKeyMax: number
): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>()
  for (const part of chunks(keys, KEYS_PER_STATEMENT)) {
    const filled = padded(part, KEYS_PER_STATEMENT)
    const rows = await database.rows(newestOfEachKey(filled.length), [...filled, since, perKeyMax])
    let lastKey = Number.NaN
    let seqs: number[] = []
    for (const { k, seq } of rows) {
      if (k !== lastKey) {
        lastKey = Number(k)
        const known = found.get(lastKey)
        seqs = known ?? []
        if (!known) found.set(lastKey, seqs)
      }
      seqs.push(Number(seq))
    }
  }
  for (const [key, seqs] of found) found.set(key, rising(seqs))
  return found
}

/** These entries as they stand now, with every other indexed entry of their articles, in the order of indexing. */
export async function readNeighbourRows(database: Database, seqs: readonly number[]): Promise<readonly NeighbourRecord[]> {
  const found = new Map<number, NeighbourRecord>()
  for (const part of chunks(seqs)) {
    const filled = padded(part, 500)
    const rows = await database.rows(
      `select n.seq, n.entry_id, n.at, n.features, e.article_id, e.source_id, e.owner, a.story_id
       from entry e join neighbour n on n.entry_id = e.id join article a on a.id = e.article_id
       where e.article_id in (select x.article_id from neighbour m join entry x on x.id = m.entry_id where m.seq in (${placeholders(filled.length)}))`,
      filled
    )
    for (const row of rows) found.set(Number(row.seq), readNeighbourRow(row))
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq)
}

export async function readStories(database: Database, storyIds: readonly string[]): Promise<readonly StoryRecord[]> {
  const found: StoryRecord[] = []
  for (const part of chunks(storyIds)) {
    const rows = await database.rows(`select * from story_profile where story_id in (${placeholders(part.length)})`, part)
    found.push(...rows.map((row) => ({ storyId: String(row.story_id), at: Number(row.at), profile: row.profile as Uint8Array })))
  }
  return found
}

/** What matching added, for the transaction that writes the entries themselves. */
export function neighbourStatements(writes: NeighbourWrites): readonly Statement[] {
  return [
    ...rowsStatement(
      'neighbour',
      ['seq', 'entry_id', 'at', 'features'],
      writes.neighbours.map(({ seq, entryId, at, features }) => [seq, entryId, at, features]),
      'on conflict (seq) do nothing'
    ),
    ...rowsStatement(
      'neighbour_key',
      ['k', 'seq'],
      writes.keys.map(({ key, seq }) => [key, seq]),
      'on conflict (k, seq) do nothing'
    ),
    ...rowsStatement(
      'word_count',
      ['k', 'n', 'at'],
      [...writes.counts].map(([key, { n, at }]) => [key, n, at]),
      'on conflict (k) do update set n = excluded.n, at = excluded.at'
    ),
    ...rowsStatement(
      'story_profile',
      ['story_id', 'at', 'profile'],
      writes.stories.map(({ storyId, at, profile }) => [storyId, at, profile]),
      'on conflict (story_id) do update set at = excluded.at, profile = excluded.profile'
    ),
    ...writes.mergedStories.map((storyId) => ({ sql: 'delete from story_profile where story_id = $1', values: [storyId] })),
    ...rowsStatement(
      'parallel_text',
      ['id', 'language', 'words', 'pivot', 'at'],
      writes.parallel.map(({ language, words, pivot, at }) => [
        hashText(language, words.join(), pivot.join()),
        language,
        bytesOf(words),
        bytesOf(pivot),
        at
      ]),
      'on conflict (id) do nothing'
    )
  ]
}

/** An entry whose words changed is indexed anew; its old keys lead nowhere from then on. */
export function forgetNeighbourStatement(entryId: string): Statement {
  return { sql: 'delete from neighbour where entry_id = $1', values: [entryId] }
}

/** Everything indexed before an instant goes; keys go by slices, lest one statement holds up everything else. */
export const pruneSlices = 256

/**
 * One slice of the housekeeping of the index, meant to run once a day for each slice.
 * @param slice from 0 up to {@link pruneSlices}
 * @param before entries, stories and parallel texts older than this go
 * @param seqBefore keys of entries with smaller numbers go
 * @param countsBefore words not counted since go
 */
export function pruneStatements(slice: number, before: number, seqBefore: number, countsBefore: number): readonly Statement[] {
  const width = KEYS_END / pruneSlices
  // Words are hashes of 32 bits, everything else lies above: both ranges are cut alike.
  const ranges = [
    [(slice * WORDS_END) / pruneSlices, ((slice + 1) * WORDS_END) / pruneSlices],
    [Math.max(WORDS_END, slice * width), (slice + 1) * width]
  ] as const
  return [
    ...ranges.flatMap(([from, to]) => [
      { sql: 'delete from neighbour_key where k >= $1 and k < $2 and seq < $3', values: [Math.floor(from), Math.floor(to), seqBefore] },
      { sql: 'delete from word_count where k >= $1 and k < $2 and at < $3', values: [Math.floor(from), Math.floor(to), countsBefore] }
    ]),
    ...(slice === 0
      ? [
          { sql: 'delete from neighbour where seq < $1', values: [seqBefore] },
          { sql: 'delete from story_profile where at < $1', values: [before] },
          { sql: 'delete from parallel_text where at < $1', values: [countsBefore] }
        ]
      : [])
  ]
}

/** The newest parallel texts of a language, to learn a lexicon from. */
export async function readParallelTexts(
  database: Database,
  language: string,
  limit: number
): Promise<readonly { language: string; words: readonly number[]; pivot: readonly number[] }[]> {
  const rows = await database.rows('select words, pivot from parallel_text where language = $1 order by at desc, id limit $2', [
    language,
    limit
  ])
  return rows.map((row) => ({ language, words: numbersOf(row.words as Uint8Array), pivot: numbersOf(row.pivot as Uint8Array) }))
}

/** How many parallel texts each language has. */
export async function countParallelTexts(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.rows('select language, count(*) as n from parallel_text group by language')
  return new Map(rows.map((row) => [String(row.language), Number(row.n)]))
}

/** Lexicons that were learned, as opaque bytes by language. */
export async function readLexicons(database: Database): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await database.rows('select language, translations from lexicon')
  return new Map(rows.map((row) => [String(row.language), row.translations as Uint8Array]))
}

export function lexiconStatement(language: string, translations: Uint8Array, at: number): Statement {
  return {
    sql: `insert into lexicon (language, at, translations) values ($1, $2, $3)
          on conflict (language) do update set at = excluded.at, translations = excluded.translations`,
    values: [language, at, translations]
  }
}

const KEYS_PER_STATEMENT = 100
const VALUES_PER_INSERT_MAX = 400
const WORDS_END = 2 ** 32
const KEYS_END = 2 ** 52

/** Rows mostly come newest first already; a key that was asked for twice brings them twice. */
function rising(seqs: number[]): number[] {
  for (let index = 1; index < seqs.length; index++) if (seqs[index]! >= seqs[index - 1]!) return [...new Set(seqs)].sort((a, b) => a - b)
  return seqs.reverse()
}

/** One limited read a key: a window function would read all that a common key has. */
function newestOfEachKey(count: number): string {
  const known = newestSql.get(count)
  if (known !== undefined) return known
  const sql = Array.from(
    { length: count },
    (_, index) =>
      `select k, seq from (select k, seq from neighbour_key where k = $${index + 1} and seq > $${count + 1} order by seq desc limit $${count + 2}) as s${index}`
  ).join(' union all ')
  newestSql.set(count, sql)
  return sql
}

const newestSql = new Map<number, string>()

/** Lists are filled up by repeating the last value, so that a few statements serve all lengths and stay prepared. */
function padded(list: readonly number[], most: number): readonly number[] {
  let size = 4
  while (size < list.length) size *= 2
  size = Math.min(size, most)
  return size > list.length ? [...list, ...Array<number>(size - list.length).fill(list.at(-1)!)] : list
}

function rowsStatement(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  conflict: string
): readonly Statement[] {
  const most = Math.floor(VALUES_PER_INSERT_MAX / columns.length)
  return chunks(rows, most).map((part) => ({
    sql: `insert into ${table} (${columns.join(', ')}) values ${part.map((_, index) => `(${placeholders(columns.length, 1 + index * columns.length)})`).join(', ')} ${conflict}`,
    values: part.flat()
  }))
}

function readNeighbourRow(row: Row): NeighbourRecord {
  return {
    seq: Number(row.seq),
    entryId: String(row.entry_id),
    articleId: String(row.article_id),
    storyId: String(row.story_id),
    sourceId: String(row.source_id),
    owner: String(row.owner),
    at: Number(row.at),
    features: row.features as Uint8Array
  }
}

function bytesOf(words: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer)
}

function numbersOf(bytes: Uint8Array): readonly number[] {
  return [...new Uint32Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 4))]
}
