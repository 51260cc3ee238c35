import { hashBytes } from '../text/hash.ts'
import type { Database, Statement } from './database.ts'
import type { CountsRecord, EntryGroup, NeighbourRecord, ParallelRecord } from '../model/neighbour.ts'
import { chunks, insertStatements, placeholders } from './row-values.ts'

/** The number from which on there are at most `limit` rows of the log. */
export async function newestNeighbours(database: Database, limit: number): Promise<number> {
  const [row] = await database.rows('select seq from neighbour order by seq desc limit 1 offset $1', [limit - 1])
  return row ? Number(row.seq) : 0
}

/** Rows of the log after a number, in their order. */
export async function readNeighbours(database: Database, after: number, limit: number): Promise<readonly NeighbourRecord[]> {
  const rows = await database.rows('select * from neighbour where seq > $1 order by seq limit $2', [after, limit])
  return rows.map((row) => ({
    seq: Number(row.seq),
    entryId: String(row.entry_id),
    articleId: String(row.article_id),
    storyId: String(row.story_id),
    sourceId: String(row.source_id),
    at: Number(row.at),
    numbers: row.numbers as Uint8Array
  }))
}

/** Stories that became part of others since an instant, in that order. */
export async function readStoryMerges(
  database: Database,
  since: number
): Promise<readonly { readonly from: string; readonly into: string }[]> {
  const rows = await database.rows('select from_id, into_id from story_merge where merged_at >= $1 order by merged_at, from_id', [since])
  return rows.map((row) => ({ from: String(row.from_id), into: String(row.into_id) }))
}

/** To which article, and that to which story, these entries belong now. Entries that are not stored are left out. */
export async function readGroups(database: Database, entryIds: readonly string[]): Promise<readonly EntryGroup[]> {
  const found: EntryGroup[] = []
  for (const part of chunks(entryIds)) {
    const rows = await database.rows(
      `select e.id, e.article_id, a.story_id from entry e join article a on a.id = e.article_id where e.id in (${placeholders(part.length)})`,
      part
    )
    found.push(...rows.map((row) => ({ entryId: String(row.id), articleId: String(row.article_id), storyId: String(row.story_id) })))
  }
  return found
}

/** How often words were seen, as it was last written down. */
export async function readCounts(database: Database): Promise<readonly CountsRecord[]> {
  const rows = await database.rows('select * from word_counts order by part')
  return rows.map((row) => ({ part: Number(row.part), seq: Number(row.seq), at: Number(row.at), counts: row.counts as Uint8Array }))
}

export function countsStatement({ part, seq, at, counts }: CountsRecord): Statement {
  return {
    sql: `insert into word_counts (part, seq, at, counts) values ($1, $2, $3, $4)
          on conflict (part) do update set seq = excluded.seq, at = excluded.at, counts = excluded.counts`,
    values: [part, seq, at, counts]
  }
}

/** What was placed, for the transaction that writes the entries themselves. */
export function neighbourStatements(records: readonly NeighbourRecord[]): readonly Statement[] {
  return insertStatements(
    'neighbour',
    ['seq', 'entry_id', 'article_id', 'story_id', 'source_id', 'at', 'numbers'],
    records.map(({ seq, entryId, articleId, storyId, sourceId, at, numbers }) => [seq, entryId, articleId, storyId, sourceId, at, numbers]),
    'on conflict (seq) do nothing'
  )
}

/** Texts of one story in two languages, to learn a lexicon from. */
export function parallelStatements(texts: readonly ParallelRecord[]): readonly Statement[] {
  return insertStatements(
    'parallel_text',
    ['id', 'language', 'words', 'pivot', 'at'],
    texts.map(({ language, words, pivot, at }) => {
      const [own, other] = [bytesOf(words), bytesOf(pivot)]
      return [hashBytes(Buffer.concat([Buffer.from(`${language} ${words.length} `), own, other])), language, own, other, at]
    }),
    'on conflict (id) do nothing'
  )
}

/**
 * Housekeeping of the log.
 * @param seqBefore rows with smaller numbers go
 * @param parallelBefore parallel texts older than this instant go
 */
export function pruneStatements(seqBefore: number, parallelBefore: number): readonly Statement[] {
  return [
    { sql: 'delete from neighbour where seq < $1', values: [seqBefore] },
    { sql: 'delete from parallel_text where at < $1', values: [parallelBefore] }
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

/** Lexicons that were learned, with when; the translations are opaque bytes. */
export async function readLexicons(database: Database): Promise<readonly StoredLexicon[]> {
  const rows = await database.rows('select language, at, translations from lexicon order by language')
  return rows.map((row) => ({ language: String(row.language), at: Number(row.at), translations: row.translations as Uint8Array }))
}

export interface StoredLexicon {
  readonly language: string
  readonly at: number
  readonly translations: Uint8Array
}

export function lexiconStatement(language: string, translations: Uint8Array, at: number): Statement {
  return {
    sql: `insert into lexicon (language, at, translations) values ($1, $2, $3)
          on conflict (language) do update set at = excluded.at, translations = excluded.translations`,
    values: [language, at, translations]
  }
}

function bytesOf(words: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer)
}

function numbersOf(bytes: Uint8Array): readonly number[] {
  return [...new Uint32Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 4))]
}
