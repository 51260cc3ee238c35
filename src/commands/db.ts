import { existsSync, renameSync, rmSync } from 'node:fs'
import { CourantError } from '../errors.ts'
import { isPostgresAddress } from '../model/store-address.ts'
import { migrate, readMigrations } from '../store/migrate.ts'
import { lockInstance, openSqlite } from '../store/sqlite.ts'
import { pruneAll } from '../poll/housekeeping.ts'
import { backupDatabase, migrateWithBackup, verifyDatabase, verifyRecords } from './backup-database.ts'
import { copyDatabase, spellPlace } from './copy-database.ts'
import { openDatabase, openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { type Progress, startProgress } from './progress.ts'
import { requireConfig } from './read-config.ts'
import { retentionOf } from './runtime.ts'
import { printJson, type Terminal } from './terminal.ts'

interface Options {
  readonly config: string
  readonly json?: true
}

export const dbCommand: AddCommand = (program, terminal, done) => {
  const db = program.command('db').description('migrate, backup, restore, verify, prune and copy the database')
  const withOptions = (name: string, description: string) =>
    db
      .command(name)
      .description(description)
      .option('--config <dir>', 'folder of the configuration', 'config')
      .option('--json', 'print JSON')

  withOptions('migrate', 'bring the database to the newest schema').action(async (options: Options) => {
    const address = requireConfig(options.config, terminal).service.store
    const database = await openDatabase(address)
    try {
      const { applied, backup } = isPostgresAddress(address)
        ? { applied: await migrate(database, readMigrations(), terminal.now()), backup: null }
        : await migrateWithBackup(database, address, terminal.now())
      if (options.json) printJson(terminal, { applied, backup })
      else
        terminal.out(
          applied.length === 0
            ? 'the schema is the newest already\n'
            : `applied ${applied.join(', ')}${backup ? `; as it was: ${backup}` : ''}\n`
        )
    } finally {
      await database.close()
    }
  })

  withOptions('backup', 'copy the database while it is in use, and verify the copy')
    .requiredOption('--to <file>', 'file to write; it must not exist yet')
    .action(async (options: Options & { to: string }) => {
      await backupDatabase(databaseFile(options.config, terminal, `pg_dump --format=custom --file=${options.to}`), options.to)
      if (options.json) printJson(terminal, { backup: options.to })
      else terminal.out(`backed up to ${options.to} and verified\n`)
    })

  withOptions('verify', 'check that the database is whole').action(async (options: Options) => {
    const address = requireConfig(options.config, terminal).service.store
    const problems = isPostgresAddress(address) ? await verifyServer(address) : await verifyDatabase(address)
    if (options.json) printJson(terminal, { ok: problems.length === 0, problems })
    else terminal.out(problems.length === 0 ? wholeOf(address) : `${problems.join('\n')}\n`)
    done(problems.length === 0 ? 0 : 1)
  })

  withOptions('prune', 'remove what has outlived its use now, instead of in slices over the day')
    .option('--shrink', 'give the room back to the disk: writes the whole file anew, while no daemon should be writing')
    .action(async (options: Options & { shrink?: true }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      const { store } = opened
      const progress = startProgress(terminal, await store.countPruneGroups(), 'feeds and sources')
      try {
        await pruneAll(store, retentionOf(config), terminal.now(), () => progress.step(), terminal.signal)
      } finally {
        progress.stop()
      }
      const pruned = !terminal.signal.aborted
      if (pruned && options.shrink) await store.database.reclaim?.({ whole: true })
      if (options.json) printJson(terminal, { pruned })
      else terminal.out(pruned ? 'pruned\n' : 'interrupted: run it again for the rest\n')
    })

  withOptions('copy', 'copy the whole store to a new database of another kind, verified row by row; no daemon may run')
    .requiredOption('--to <store>', 'postgres:// address of an empty database, or a file that does not exist yet')
    .action(async (options: Options & { to: string }) => {
      const from = requireConfig(options.config, terminal).service.store
      let progress: Progress | undefined
      try {
        const rows = await copyDatabase(from, options.to, {
          now: terminal.now,
          signal: terminal.signal,
          onTotal: (total) => (progress = startProgress(terminal, total, 'rows')),
          onRows: (count, table) => progress?.step(table, count)
        })
        const sum = Object.values(rows).reduce((all, count) => all + count, 0)
        if (options.json) printJson(terminal, { copied: rows })
        else terminal.out(`${sum} rows copied and verified; name the new database under store: in courant.yaml\n`)
      } catch (error) {
        if (!terminal.signal.aborted) throw error
        terminal.err(`interrupted: ${spellPlace(options.to)} is no whole copy, and will not be opened; remove it before you copy again\n`)
        done(1)
      } finally {
        progress?.stop()
      }
    })

  withOptions('restore', 'put a backup in the place of the database; no daemon may run')
    .requiredOption('--from <file>', 'the backup')
    .action(async (options: Options & { from: string }) => {
      await restore(databaseFile(options.config, terminal, `pg_restore --clean --if-exists ${options.from}`), options.from)
      if (options.json) printJson(terminal, { restored: options.from })
      else terminal.out(`restored from ${options.from}; the database that was there has the ending .before-restore\n`)
    })
}

/** @param instead what does the same for a server */
function databaseFile(configDir: string, terminal: Terminal, instead: string): string {
  const { store } = requireConfig(configDir, terminal).service
  if (!isPostgresAddress(store)) return store
  throw new CourantError(
    'USAGE',
    `this is for SQLite files; PostgreSQL has its own tools for it, such as "${instead}" (see docs/operation.md)`
  )
}

async function verifyServer(address: string): Promise<readonly string[]> {
  const database = await openDatabase(address)
  try {
    return await verifyRecords(database)
  } finally {
    await database.close()
  }
}

function wholeOf(address: string): string {
  const files = isPostgresAddress(address) ? '; its files are checked by pg_amcheck' : ''
  return `the database is whole${files}\n`
}

async function restore(path: string, from: string): Promise<void> {
  if (!existsSync(from)) throw new CourantError('USAGE', `there is no backup ${from}`)
  const problems = await verifyDatabase(from)
  if (problems.length > 0) throw new CourantError('STORE_CORRUPT', `${from} is not whole: ${problems[0]}; take another backup`)
  using lock = lockInstance(path)
  void lock
  const fresh = `${path}.restoring`
  rmSync(fresh, { force: true })
  const source = openSqlite(from)
  try {
    await source.backupTo(fresh)
  } finally {
    await source.close()
  }
  // Not opened, since it may be damaged; SQLite finds the write-ahead log again by its name.
  const aside = `${path}.before-restore`
  for (const ending of ['', '-wal']) {
    rmSync(aside + ending, { force: true })
    if (existsSync(path + ending)) renameSync(path + ending, aside + ending)
  }
  for (const shared of [path, aside]) rmSync(`${shared}-shm`, { force: true })
  renameSync(fresh, path)
}
