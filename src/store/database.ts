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
  /** An extra of engines that find substrings without reading every text. */
  readonly textIndex?: TextIndex | undefined
  /** An extra of engines that several processes work on at the same time. */
  readonly sharing?: Sharing
  /**
   * Reads, or writes with `returning`. A single statement is its own transaction.
   * @param options.fleeting what it writes may be lost if the database's machine goes down just then: a lease, the pace towards a host
   */
  rows(sql: string, values?: readonly Value[], options?: { readonly fleeting?: boolean }): Promise<readonly Row[]>
  /**
   * Writes all of it or none of it, in order. Throws GUARD_FAILED when a `mustChange` does not hold.
   * @param options.unhurried it reads all there is, as a change of the schema may, and may take longer than any statement else
   * @param options.fleeting as in `rows`
   */
  batch(statements: readonly Statement[], options?: { readonly unhurried?: boolean; readonly fleeting?: boolean }): Promise<void>
  /** Makes, where it is missing, what the engine keeps of its own beside the schema. Safe to call twice, and from two processes. */
  prepare?(): Promise<void>
  /** To be called after much was written at once, so that plans know how much there is. */
  settle?(): Promise<void>
  /** What the database takes up on its disk, in bytes. */
  bytes?(): Promise<number>
  /**
   * An extra of engines that do not give room back to the disk by themselves: gives some back, where there is much more than will be used again.
   * @param options.whole all of it, and in order; takes long, keeps others from writing, and needs as much room once more meanwhile
   */
  reclaim?(options?: { readonly whole?: boolean }): Promise<void>
  /** Safe to call twice. */
  close(): Promise<void>
}

/** What processes that share a database need of it beside reading and writing. */
export interface Sharing {
  /** Ends a select of rows about to be claimed, so that claimers pass by each other's rows instead of waiting for them. */
  readonly skipClaimed: string
  /**
   * Runs `work` while no other process is within theirs. All that it asks of this database meanwhile is one transaction, which
   * ends with it: what is read within stays true until what was decided by it is written, or nothing of it is.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Calls `onChange` after any process wrote to the journal, and each second while that cannot be known. Disposing ends it. */
  listen(onChange: () => void): AsyncDisposable
}

/** An index of folded texts by number, kept by the engine itself beside the schema. */
export interface TextIndex {
  /** Statements by which a text is found under a number that stands for no other. */
  put(number: number, text: string): readonly Statement[]
  /** Statements by which nothing is found under these numbers any more. */
  remove(numbers: readonly number[]): readonly Statement[]
  /**
   * A select of the numbers whose texts may hold every word; each is still to be looked at. Values from `$1`.
   * @returns null when the index cannot tell
   */
  rowsWith(words: readonly string[]): Promise<{ readonly sql: string; readonly values: readonly Value[] } | null>
}
