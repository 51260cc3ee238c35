import { existsSync } from 'node:fs'
import { CourantError } from '../errors.ts'
import { isPostgresAddress, spellAddress } from '../model/store-address.ts'
import { copyTable, countRows, digestTable, markUnfinished, unmark } from '../store/copy-tables.ts'
import type { Database } from '../store/database.ts'
import { migrate, readMigrations, schemaState } from '../store/migrate.ts'
import { SEARCH_ANEW } from '../store/search-waiting.ts'
import { type Table, tablesOf } from '../store/tables.ts'
import { openDatabase, openStore } from './open-store.ts'

export interface CopyOptions {
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told once how many rows there are to go through: each is read, read again, and read where it was written. */
  readonly onTotal: (rows: number) => void
  readonly onRows: (rows: number, table: string) => void
}

/**
 * Copies a whole store to a new database of any kind, and verifies it row by row: ids, times and the journal stay as they are, so
 * that nobody who reads the feeds notices. No daemon may work on the store meanwhile. Until it ends well the copy is marked
 * as unfinished, and nobody opens it.
 * @returns how many rows each table has
 * @throws CourantError STORE_IN_USE, USAGE when the target holds something, STORE_CORRUPT when the copy is not the same; the signal's reason
 */
export async function copyDatabase(
  from: string,
  to: string,
  { now, signal, onTotal, onRows }: CopyOptions
): Promise<Readonly<Record<string, number>>> {
  if (!isPostgresAddress(from) && !existsSync(from)) throw new CourantError('STORE_UNOPENABLE', `there is no database ${from} to copy`)
  await using source = await openStore(from, now(), { exclusive: true })
  const { database } = source.store
  await refuseBusy(database, now())
  await using target = await openTarget(to, now())
  const tables = tablesOf(readMigrations())
  const counts = await Promise.all(tables.map((table) => countRows(database, table)))
  onTotal(3 * counts.reduce((sum, count) => sum + count, 0))
  for (const table of tables) await copyTable(database, target.database, table, (rows) => onRows(rows, table.name), signal)
  await target.database.settle?.()
  const copied: Record<string, number> = {}
  for (const table of tables) copied[table.name] = await requireSame(database, target.database, table, onRows, signal)
  // An engine's own index is no part of the copy.
  await target.database.batch(
    SEARCH_ANEW.map((sql) => ({ sql })),
    { unhurried: true }
  )
  await unmark(target.database)
  return copied
}

/** How a place is named in messages: a file by its path, a server without user and password. */
export function spellPlace(address: string): string {
  return isPostgresAddress(address) ? spellAddress(address) : address
}

async function refuseBusy(database: Database, now: number): Promise<void> {
  const [row] = await database.rows('select count(*) as n from feed where lease_until > $1', [now])
  if (row!.n === 0) return
  throw new CourantError(
    'STORE_IN_USE',
    `${String(row!.n)} feeds are being polled; stop every process on this store first (leases of killed ones end after three minutes)`
  )
}

async function openTarget(to: string, now: number): Promise<{ readonly database: Database } & AsyncDisposable> {
  const used = (): CourantError => new CourantError('USAGE', `${spellPlace(to)} holds something already; name a database that is new`)
  if (!isPostgresAddress(to) && existsSync(to)) throw used()
  const database = await openDatabase(to)
  try {
    if ((await schemaState(database, readMigrations())).present > 0) throw used()
    await migrate(database, readMigrations(), now)
    await markUnfinished(database)
    return { database, [Symbol.asyncDispose]: () => database.close() }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function requireSame(
  one: Database,
  other: Database,
  table: Table,
  onRows: CopyOptions['onRows'],
  signal: AbortSignal
): Promise<number> {
  const count = (rows: number): void => onRows(rows, table.name)
  const [read, written] = [await digestTable(one, table, count, signal), await digestTable(other, table, count, signal)]
  if (read.rows === written.rows && read.hash === written.hash) return read.rows
  const told = read.rows === written.rows ? `${read.rows} rows, of which some differ` : `${written.rows} rows instead of ${read.rows}`
  throw new CourantError(
    'STORE_CORRUPT',
    `the copy is not the same: table ${table.name} has ${told}; was something written meanwhile? Copy again to a new database`
  )
}
