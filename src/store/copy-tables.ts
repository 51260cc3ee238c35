import { createHash } from 'node:crypto'
import type { Database, Row, Value } from './database.ts'
import { chunks, placeholders } from './row-values.ts'
import type { Table } from './tables.ts'

/** So many rows are held at a time; the largest hold a quarter of a megabyte. */
const ROWS_PER_PAGE = 200
const VALUES_PER_INSERT_MAX = 5_000

/** Marks a database that a copy is being written to: until it is gone, nobody opens it. */
const MARK = 'unfinished_copy'

/** What a table holds: two tables with the same count and hash hold the same rows, in whatever order an engine keeps them. */
export interface Digest {
  readonly rows: number
  readonly hash: string
}

export async function markUnfinished(database: Database): Promise<void> {
  await database.rows('insert into instance (key, value) values ($1, $2)', [MARK, '1'])
}

export async function unmark(database: Database): Promise<void> {
  await database.rows('delete from instance where key = $1', [MARK])
}

/** Whether a copy to this database was begun and not finished. */
export async function isUnfinishedCopy(database: Database): Promise<boolean> {
  return (await database.rows('select 1 as one from instance where key = $1', [MARK])).length > 0
}

export async function countRows(database: Database, { name }: Table): Promise<number> {
  return Number((await database.rows(`select count(*) as n from ${name}`))[0]!.n)
}

/**
 * Makes a table of one database hold the rows of the same table in another, every column as it is.
 * @param onRows told how many rows more are done
 * @param signal between two pages the copy ends when this does, throwing its reason
 */
export async function copyTable(
  from: Database,
  to: Database,
  table: Table,
  onRows: (rows: number) => void,
  signal: AbortSignal
): Promise<void> {
  // A new schema may come with rows of its own.
  await to.rows(`delete from ${table.name}${table.name === 'instance' ? ` where key <> '${MARK}'` : ''}`)
  for await (const rows of pagesOf(from, table)) {
    signal.throwIfAborted()
    const columns = Object.keys(rows[0]!)
    const inserts = chunks(rows, Math.floor(VALUES_PER_INSERT_MAX / columns.length)).map((part) => ({
      sql: `insert into ${table.name} (${columns.join(', ')}) values ${part.map((_, index) => `(${placeholders(columns.length, 1 + index * columns.length)})`).join(', ')}`,
      values: part.flatMap((row) => columns.map((column) => row[column]!))
    }))
    await to.batch(inserts)
    onRows(rows.length)
  }
}

/** Reads a whole table and names what it holds. Throws the signal's reason when it ends. */
export async function digestTable(database: Database, table: Table, onRows: (rows: number) => void, signal: AbortSignal): Promise<Digest> {
  // The sum of the hashes of all rows: engines order texts differently.
  const sum = new Uint32Array(8)
  let count = 0
  for await (const rows of pagesOf(database, table)) {
    signal.throwIfAborted()
    for (const row of rows) {
      const digest = createHash('sha256').update(spellRow(row)).digest()
      for (let part = 0; part < sum.length; part++) sum[part]! += digest.readUInt32LE(part * 4)
    }
    count += rows.length
    onRows(rows.length)
  }
  return { rows: count, hash: Buffer.from(sum.buffer).toString('hex') }
}

async function* pagesOf(database: Database, { name, key }: Table): AsyncGenerator<readonly Row[]> {
  const order = `order by ${key.join(', ')} limit ${ROWS_PER_PAGE}`
  let last: readonly Value[] | null = null
  for (;;) {
    const after = last === null ? '' : `where (${key.join(', ')}) > (${placeholders(key.length)})`
    const rows: readonly Row[] = await database.rows(`select * from ${name} ${after} ${order}`, last ?? [])
    const end = rows.at(-1)
    if (end === undefined) return
    last = key.map((column) => end[column]!)
    const kept = name === 'instance' ? rows.filter((row) => row.key !== MARK) : rows
    if (kept.length > 0) yield kept
  }
}

/** One text for a row, whatever engine gave it and in what order of columns. */
function spellRow(row: Row): string {
  const cells = Object.keys(row)
    .sort()
    .map((column) => {
      const value = row[column]!
      if (value instanceof Uint8Array) return [column, 'bytes', Buffer.from(value).toString('hex')]
      return [
        column,
        value === null ? 'nothing' : typeof value,
        typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : String(value)
      ]
    })
  return JSON.stringify(cells)
}
