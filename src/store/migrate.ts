import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CourantError } from '../errors.ts'
import type { Database, Statement } from './database.ts'

const MIGRATIONS_DIR = join(import.meta.dirname, '../../migrations')

/** Which migrations were applied; made before the first of them. */
export const MIGRATION_TABLE = 'schema_migration'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** All migrations this program knows, in order. @throws when two share a number or one is missing */
export function readMigrations(dir = MIGRATIONS_DIR): readonly Migration[] {
  const migrations = readdirSync(dir)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ number: Number(file.slice(0, 4)), name: file, sql: readFileSync(join(dir, file), 'utf8') }))
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1) throw new Error(`migrations/${name}: expected number ${index + 1}`)
  })
  return migrations
}

/** How far a database is from the newest schema. @throws CourantError STORE_NEWER when a newer Courant wrote it */
export async function schemaState(
  database: Database,
  migrations: readonly Migration[]
): Promise<{ readonly present: number; readonly pending: number }> {
  const make = () =>
    database.rows(
      `create table if not exists ${MIGRATION_TABLE} (number bigint primary key, name text not null, applied_at bigint not null)`
    )
  await make().catch(make) // of two processes that make it at once one is refused, and finds it made
  const present = await newestMigration(database)
  if (present <= migrations.length) return { present, pending: migrations.length - present }
  throw new CourantError(
    'STORE_NEWER',
    `the database is at schema ${present}, this Courant knows only ${migrations.length}; run the newer Courant, or restore a backup made before the upgrade`
  )
}

/**
 * Brings the database to the newest schema. Each migration is one transaction whose first statement records its
 * number, so that of two processes one does it and the other finds it done.
 * @returns the names of the migrations that were applied here
 * @throws CourantError STORE_NEWER when the database was written by a newer Courant
 */
export async function migrate(database: Database, migrations: readonly Migration[], now: number): Promise<readonly string[]> {
  const { present } = await schemaState(database, migrations)
  const applied: string[] = []
  for (const migration of migrations.slice(present)) {
    if (await applyOne(database, migration, now)) applied.push(migration.name)
  }
  await database.prepare?.()
  return applied
}

async function newestMigration(database: Database): Promise<number> {
  const [row] = await database.rows('select coalesce(max(number), 0) as number from schema_migration')
  return Number(row!.number)
}

async function applyOne(database: Database, migration: Migration, now: number): Promise<boolean> {
  const record: Statement = {
    sql: 'insert into schema_migration (number, name, applied_at) values ($1, $2, $3)',
    values: [migration.number, migration.name, now]
  }
  try {
    await database.batch([record, ...statementsOf(migration.sql).map((sql) => ({ sql }))], { unhurried: true })
    return true
  } catch (error) {
    if ((await newestMigration(database)) >= migration.number) return false // another process was faster
    throw error
  }
}

/** The statements of a migration, without comments. They are plain ones only: no semicolon within text, no triggers. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
