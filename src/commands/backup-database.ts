import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CourantError, messageOf } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { migrate, type Migration, readMigrations, schemaState } from '../store/migrate.ts'
import { openSqlite } from '../store/sqlite.ts'

/**
 * Copies a database while it is in use: to a temporary name, verified, then renamed, so that a file under the final
 * name is always a whole backup.
 * @param replace take the place of an older copy, once this one is whole
 * @throws CourantError USAGE when the target exists, STORE_* when the copy cannot be made or is not whole
 */
export async function backupDatabase(path: string, target: string, { replace = false } = {}): Promise<void> {
  if (!replace && existsSync(target)) throw new CourantError('USAGE', `${target} exists; name a file that does not`)
  mustExist(path)
  const temporary = `${target}.unfinished`
  makeRoomFor(temporary)
  const database = openSqlite(path)
  try {
    await database.backupTo(temporary)
  } finally {
    await database.close()
  }
  const problems = await verifyDatabase(temporary)
  if (problems.length > 0) throw new CourantError('STORE_CORRUPT', `the backup is not whole: ${problems[0]}; run "courant db verify"`)
  for (const ending of ['-wal', '-shm']) rmSync(temporary + ending, { force: true })
  renameSync(temporary, target)
}

/**
 * Brings a SQLite file to the newest schema. A database that already holds something is first copied, verified, to a file
 * beside it that is named by the schema it has: there is no other way back from a migration.
 * @returns what was applied, and the copy, or null where there was nothing to copy
 * @throws CourantError STORE_* when the copy cannot be made, before anything is changed
 */
export async function migrateWithBackup(
  database: Database,
  path: string,
  now: number,
  migrations: readonly Migration[] = readMigrations()
): Promise<{ readonly applied: readonly string[]; readonly backup: string | null }> {
  const { present, pending } = await schemaState(database, migrations)
  const copied = path !== ':memory:' && present > 0 && pending > 0
  const backup = copied ? `${path}.schema-${present}` : null
  if (backup !== null) await backupDatabase(path, backup, { replace: true })
  return { applied: await migrate(database, migrations, now), backup }
}

/**
 * Everything that is wrong with a database file, in plain words; nothing when it is whole.
 * @throws CourantError STORE_* when there is no such file, or another program's
 */
export async function verifyDatabase(path: string): Promise<readonly string[]> {
  mustExist(path)
  try {
    return await problemsOf(path)
  } catch (error) {
    if (!(error instanceof CourantError) || error.code !== 'STORE_CORRUPT') throw error
    return [
      `${path} is damaged where it must be read first (${messageOf(error.cause)}); take its place with a backup: "courant db restore"`
    ]
  }
}

async function problemsOf(path: string): Promise<readonly string[]> {
  const database = openSqlite(path)
  try {
    const [journal] = await database.rows(`select name from sqlite_schema where name = 'journal'`)
    if (journal === undefined) return [`${path} holds no tables: nothing was ever stored there, or it was emptied`]
    const found = (await database.rows('pragma integrity_check')).map((row) => String(row.integrity_check)).filter((line) => line !== 'ok')
    return [...found, ...(await verifyRecords(database))]
  } finally {
    await database.close()
  }
}

/** Everything that does not fit together in what a store holds, whatever engine keeps it. */
export async function verifyRecords(database: Database): Promise<readonly string[]> {
  const [gap] = await database.rows('select count(*) as entries, coalesce(max(seq), 0) as newest from journal')
  const [orphans] = await database.rows(
    'select count(*) as n from article a left join entry e on e.id = a.lead_entry_id where e.id is null'
  )
  return [
    ...(gap!.entries === gap!.newest ? [] : [`the journal has ${String(gap!.entries)} entries but is numbered to ${String(gap!.newest)}`]),
    ...(orphans!.n === 0 ? [] : [`${String(orphans!.n)} articles have lost their leading entry`])
  ]
}

const NAME = /^courant-\d{8}-\d{6}\.db$/

/**
 * A backup named by its time in a folder of backups, of which the newest `keep` stay.
 * @returns the file that was written
 */
export async function rotateBackups(path: string, dir: string, keep: number, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const target = join(dir, `courant-${stamp}.db`)
  await backupDatabase(path, target)
  for (const old of readdirSync(dir)
    .filter((file) => NAME.test(file))
    .sort()
    .slice(0, -keep))
    rmSync(join(dir, old))
  return target
}

function makeRoomFor(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    rmSync(file, { force: true })
    closeSync(openSync(file, 'wx'))
  } catch (error) {
    throw new CourantError(
      'STORE_UNOPENABLE',
      `cannot write to ${dirname(file)}: ${messageOf(error)}; name a folder for backups that this user can write to`,
      { cause: error }
    )
  }
}

function mustExist(path: string): void {
  if (!existsSync(path)) throw new CourantError('STORE_UNOPENABLE', `there is no database ${path}; the daemon makes it when it first runs`)
}
