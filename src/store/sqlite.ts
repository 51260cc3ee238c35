import Sqlite from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CourantError, messageOf } from '../errors.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { SEARCH_ANEW } from './search-waiting.ts'
import { prepareTextIndex, sqliteTextIndex } from './sqlite-text-index.ts'

/** "Cour" in ASCII: tells our files from other people's (SQLite's application_id). */
const APPLICATION_ID = 0x436f7572
const STATEMENTS_CACHED_MAX = 500
/** SQLite waits for another process's lock with the whole event loop: so short only, and the rest of the time without blocking. */
const BUSY_BLOCKED_MS = 50
const BUSY_RETRY_MS = 50
const BUSY_MS_MAX = 5_000
/** Of what one feed brings most stands on few pages: four times as much saved one read in a hundred, with a file of 300,000 articles. */
const CACHE_KIB = 8_192
/** A poll writes about a megabyte; copying the log into the file after each, as SQLite would, writes the same pages over and over. */
const CHECKPOINT_PAGES = 4_000

/** SQLite's auto_vacuum by which free pages are given back when asked. */
const INCREMENTAL = 2
const FREE_SHARE = 0.2
const PAGES_PER_RECLAIM = 1_000

export interface SqliteDatabase extends Database {
  /** Copies the whole database, while it is in use, to a file that must not exist yet. */
  backupTo(path: string): Promise<void>
}

/**
 * Opens a SQLite file, or `:memory:`, as a `Database`. WAL with synchronous=FULL: with NORMAL, 376 of 500 replayed
 * power cuts lost acknowledged commits, with FULL none did.
 * @throws CourantError STORE_UNOPENABLE, STORE_FOREIGN, STORE_CORRUPT, each saying what to do
 */
export function openSqlite(path: string): SqliteDatabase {
  const db = open(path)
  const prepared = new Map<string, Sqlite.Statement>()

  function prepare(sql: string): Sqlite.Statement {
    const known = prepared.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    if (prepared.size >= STATEMENTS_CACHED_MAX) prepared.clear()
    prepared.set(sql, statement)
    return statement
  }

  function run({ sql, values, mustChange }: Statement): void {
    const { changes } = prepare(sql).run(byNumber(values ?? []))
    if (mustChange !== undefined && changes !== mustChange) {
      throw new CourantError('GUARD_FAILED', `a guarded statement changed ${changes} rows instead of ${mustChange}: ${sql}`)
    }
  }

  async function rows(sql: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    const bound = byNumber(values)
    return whenFree(() => {
      const statement = prepare(sql)
      if (statement.reader) return statement.all(bound) as Row[]
      statement.run(bound)
      return []
    })
  }

  function batch(statements: readonly Statement[]): Promise<void> {
    return whenFree(() => {
      db.exec('begin immediate')
      try {
        for (const statement of statements) run(statement)
        db.exec('commit')
      } catch (error) {
        // SQLITE_FULL and SQLITE_IOERR may have rolled back already.
        if (db.inTransaction) db.exec('rollback')
        throw error
      }
    })
  }

  return {
    rows,
    textIndex: sqliteTextIndex(rows),
    prepare: () => prepareTextIndex(rows, (sql) => db.exec(sql), SEARCH_ANEW),
    batch,
    async backupTo(target) {
      await db.backup(target).catch((error: unknown) => {
        throw asStoreError(error)
      })
    },
    async bytes() {
      const pages = Number(db.pragma('page_count', { simple: true }))
      return pages * Number(db.pragma('page_size', { simple: true }))
    },
    reclaim: ({ whole = false } = {}) => whenFree(() => (whole ? rewrite(db) : giveBack(db))),
    async close() {
      db.close()
    }
  }
}

/** Free pages are used again: only what is beyond a fifth of the file goes, a few megabytes at a time. */
function giveBack(db: Sqlite.Database): void {
  const number = (name: string): number => Number(db.pragma(name, { simple: true }))
  const spare = Math.min(number('freelist_count') - Math.ceil(number('page_count') * FREE_SHARE), PAGES_PER_RECLAIM)
  if (number('auto_vacuum') === INCREMENTAL && spare > 0) db.pragma(`incremental_vacuum(${spare})`)
}

/** Writes the whole file anew; from then on it gives room back piece by piece, also when it was made by an earlier version. */
function rewrite(db: Sqlite.Database): void {
  db.pragma(`auto_vacuum = ${INCREMENTAL}`)
  db.exec('vacuum')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

/** Does `work`, again and again for a while as long as another process holds the database. @throws CourantError STORE_* */
async function whenFree<T>(work: () => T): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += BUSY_BLOCKED_MS + BUSY_RETRY_MS) {
    try {
      return work()
    } catch (error) {
      const busy = (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false
      if (!busy || waitedMs >= BUSY_MS_MAX) throw asStoreError(error)
      await setTimeout(BUSY_RETRY_MS)
    }
  }
}

/**
 * Makes sure that one daemon alone works on a database file: a SQLite file beside it is held with an exclusive
 * transaction, which the operating system ends with the process, also at kill -9.
 * @throws CourantError STORE_IN_USE
 */
export function lockInstance(databasePath: string): Disposable {
  if (databasePath === ':memory:') return { [Symbol.dispose]() {} }
  const path = `${databasePath}.lock`
  const db = new Sqlite(path, { timeout: 100 })
  try {
    db.exec('begin exclusive')
  } catch (error) {
    db.close()
    throw new CourantError(
      'STORE_IN_USE',
      `another Courant is running on ${databasePath}; stop it first, or name another file under store: in courant.yaml`,
      { cause: error }
    )
  }
  return { [Symbol.dispose]: () => db.close() }
}

function open(path: string): Sqlite.Database {
  let db: Sqlite.Database | undefined
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    db = new Sqlite(path)
    db.pragma(`busy_timeout = ${BUSY_BLOCKED_MS}`)
    refuseForeign(db, path)
    db.pragma(`auto_vacuum = ${INCREMENTAL}`) // of a file that is new; others keep what they have
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('temp_store = MEMORY')
    db.pragma('journal_size_limit = 67108864')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    return db
  } catch (error) {
    db?.close()
    if (error instanceof CourantError) throw error
    if ((error as { code?: string }).code === 'SQLITE_NOTADB') {
      throw new CourantError('STORE_FOREIGN', `${path} is no SQLite database; name another file under store: in courant.yaml`, {
        cause: error
      })
    }
    const known = asStoreError(error)
    if (known instanceof CourantError) throw known
    throw new CourantError(
      'STORE_UNOPENABLE',
      `cannot open the database ${path}: ${messageOf(error)}; make its folder writable for this user, or name another file under store: in courant.yaml`,
      { cause: error }
    )
  }
}

function refuseForeign(db: Sqlite.Database, path: string): void {
  const application = db.pragma('application_id', { simple: true })
  const tables = db.prepare('select count(*) as n from sqlite_schema').get() as { n: number }
  if (tables.n > 0 && application !== APPLICATION_ID) {
    throw new CourantError('STORE_FOREIGN', `${path} is another program's database; name another file under store: in courant.yaml`)
  }
}

function asStoreError(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (code === 'SQLITE_FULL')
    return new CourantError('STORE_FULL', 'the disk is full; free some room, Courant goes on by itself', { cause: error })
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    return new CourantError(
      'STORE_CORRUPT',
      'the database is damaged; run "courant db verify", then "courant db restore" with your newest backup',
      { cause: error }
    )
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new CourantError(
      'STORE_BUSY',
      `another program held the database for ${BUSY_MS_MAX / 1_000} s; end it, Courant goes on by itself`,
      { cause: error }
    )
  }
  return error
}

/** better-sqlite3 takes `$1` as a parameter named "1". */
function byNumber(values: readonly Value[]): Record<string, Value> {
  const bound: Record<string, Value> = {}
  for (let index = 0; index < values.length; index++) bound[index + 1] = values[index]!
  return bound
}
