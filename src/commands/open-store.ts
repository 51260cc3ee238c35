import { CourantError, messageOf } from '../errors.ts'
import { isUnfinishedCopy } from '../store/copy-tables.ts'
import type { Database } from '../store/database.ts'
import { migrate, readMigrations } from '../store/migrate.ts'
import { isPostgresAddress, spellAddress } from '../model/store-address.ts'
import { lockInstance, openSqlite } from '../store/sqlite.ts'
import { createStore, type Store } from '../store/store.ts'
import { migrateWithBackup } from './backup-database.ts'

export interface OpenedStore extends AsyncDisposable {
  readonly store: Store
}

/** Opens the engine that an address names, as it stands. @throws CourantError STORE_* */
export async function openDatabase(address: string): Promise<Database> {
  if (!isPostgresAddress(address)) return openSqlite(address)
  const { openPostgres } = await import('../store/postgres.ts') // nobody with a file waits for its package
  return openPostgres(address)
}

/**
 * Opens the store that the configuration names and brings it to the newest schema.
 * @param exclusive the daemon: of a file, no other daemon may work on it meanwhile
 * @throws CourantError STORE_*
 */
export async function openStore(address: string, now: number, { exclusive = false } = {}): Promise<OpenedStore> {
  const shared = isPostgresAddress(address)
  const database = await openDatabase(address)
  let lock: Disposable | undefined
  try {
    if (shared) await migrate(database, readMigrations(), now)
    else {
      if (exclusive) lock = lockInstance(address)
      await migrateWithBackup(database, address, now)
    }
    if (await isUnfinishedCopy(database)) {
      throw new CourantError(
        'STORE_UNFINISHED',
        `a copy to ${shared ? spellAddress(address) : address} was not finished; remove that database and copy again`
      )
    }
  } catch (error) {
    await database.close()
    lock?.[Symbol.dispose]()
    if (error instanceof CourantError) throw error
    throw new CourantError(
      'STORE_UNOPENABLE',
      `cannot use the database ${shared ? spellAddress(address) : address}: ${messageOf(error)}; let this user write to it, or name another one under store: in courant.yaml`,
      { cause: error }
    )
  }
  const store = createStore(database)
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close()
      lock?.[Symbol.dispose]()
    }
  }
}
