import type { Row } from './database.ts'

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
