import { CourantError, messageOf } from '../errors.ts'
import { lockInstance, openSqlite } from '../store/sqlite.ts'
import { createStore, type Store } from '../store/store.ts'
import { migrateWithBackup } from './backup-database.ts'

export interface OpenedStore extends AsyncDisposable {
  readonly store: Store
}

/**
 * Opens the store that the configuration names and brings it to the newest schema.
 * @param exclusive the daemon: no other daemon may work on it meanwhile
 * @throws CourantError STORE_*
 */
export async function openStore(address: string, now: number, { exclusive = false } = {}): Promise<OpenedStore> {
  if (/^postgres(ql)?:/.test(address)) {
    throw new CourantError('STORE_UNOPENABLE', 'store: postgres:// is not supported yet; name a file, such as data/courant.db')
  }
  const database = openSqlite(address)
  let lock: Disposable | undefined
  try {
    if (exclusive) lock = lockInstance(address)
    await migrateWithBackup(database, address, now)
  } catch (error) {
    await database.close()
    lock?.[Symbol.dispose]()
    if (error instanceof CourantError) throw error
    throw new CourantError(
      'STORE_UNOPENABLE',
      `cannot use the database ${address}: ${messageOf(error)}; make it and its folder writable for this user, ` +
        'or name another file under store: in courant.yaml',
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
