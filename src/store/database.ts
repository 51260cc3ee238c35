/** What a column holds: text, a number (integers up to 2^53, flags as 0 and 1, times in milliseconds), bytes or nothing. */
export type Value = string | number | Uint8Array | null

export type Row = Readonly<Record<string, Value>>

export interface Statement {
  readonly sql: string
  readonly values?: readonly Value[]
  /** The batch is undone, and fails with GUARD_FAILED, unless the statement changes just so many rows. */
  readonly mustChange?: number
}

/**
 * The seam below the store: everything the store does goes through these verbs, written once for all engines
 * (`$1` placeholders, `on conflict`, `returning`). An engine is named in its driver file alone.
 */
export interface Database {
  /** Reads, or writes with `returning`. A single statement is its own transaction. */
  rows(sql: string, values?: readonly Value[]): Promise<readonly Row[]>
  /** Writes all of it or none of it, in order. Throws GUARD_FAILED when a `mustChange` does not hold. */
  batch(statements: readonly Statement[]): Promise<void>
  /** Safe to call twice. */
  close(): Promise<void>
}
