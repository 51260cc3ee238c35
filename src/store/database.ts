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
  /** An extra of engines that find substrings faster than by reading every text. */
  readonly textIndex?: TextIndex
  /** Reads, or writes with `returning`. A single statement is its own transaction. */
  rows(sql: string, values?: readonly Value[]): Promise<readonly Row[]>
  /** Writes all of it or none of it, in order. Throws GUARD_FAILED when a `mustChange` does not hold. */
  batch(statements: readonly Statement[]): Promise<void>
  /** Safe to call twice. */
  close(): Promise<void>
}

/** An index over `search_text`, kept by the engine itself whenever that table is written. */
export interface TextIndex {
  /** Makes the index where it is missing, from all texts there are. */
  prepare(): Promise<void>
  /** A select of the numbers of `search_text` rows that hold every word, to be ordered and limited by the asker. Values from `$1`. */
  rowsWith(words: readonly string[]): Promise<{ readonly sql: string; readonly values: readonly Value[] }>
}
