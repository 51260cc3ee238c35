import type { Row, Statement, Value } from './database.ts'

type Cell = Row[string] | undefined

export function textOrNull(cell: Cell): string | null {
  return cell == null ? null : String(cell)
}

export function numberOrNull(cell: Cell): number | null {
  return cell == null ? null : Number(cell)
}

/** Placeholders `$first, $first+1, …` for a list of `count` values. */
export function placeholders(count: number, first = 1): string {
  const key = count * PLACEHOLDERS_MAX + first
  let list = lists.get(key)
  if (list === undefined) {
    list = Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ')
    if (lists.size < LISTS_MAX && first < PLACEHOLDERS_MAX) lists.set(key, list)
  }
  return list
}

const lists = new Map<number, string>()
const LISTS_MAX = 2_000
const PLACEHOLDERS_MAX = 65_536

/** Lists longer than this are asked for in several statements. */
export const VALUES_PER_STATEMENT_MAX = 500

export function chunks<T>(list: readonly T[], size = VALUES_PER_STATEMENT_MAX): readonly (readonly T[])[] {
  const out: T[][] = []
  for (let start = 0; start < list.length; start += size) out.push(list.slice(start, start + size))
  return out
}

const VALUES_PER_INSERT_MAX = 400

/**
 * Inserts many rows by few statements.
 * @param keyed so many of the first columns tell rows apart, of two alike the later one counts; 0 where none are alike
 * @param conflict what happens to rows that are there already: `on conflict …`
 */
export function insertStatements(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  conflict: string,
  keyed = 0
): readonly Statement[] {
  const apart = keyed === 0 ? rows : [...new Map(rows.map((row) => [JSON.stringify(row.slice(0, keyed)), row])).values()]
  return chunks(apart, Math.floor(VALUES_PER_INSERT_MAX / columns.length)).map((part) => ({
    sql: `insert into ${table} (${columns.join(', ')}) values ${part.map((_, index) => `(${placeholders(columns.length, 1 + index * columns.length)})`).join(', ')} ${conflict}`,
    values: part.flat()
  }))
}
