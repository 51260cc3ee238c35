import { PGlite } from '@electric-sql/pglite'
import { CourantError } from '../../src/errors.ts'
import type { Database, Row } from '../../src/store/database.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

/** A PostgreSQL within this process: the seam over PGlite, for tests of the SQL that both engines share. */
async function openPglite(): Promise<Database> {
  const pg = new PGlite({ parsers: { 20: Number } })
  return {
    async rows(sql, values = []) {
      return (await pg.query<Row>(sql, [...values])).rows
    },
    async batch(statements) {
      await pg.transaction(async (transaction) => {
        for (const { sql, values = [], mustChange } of statements) {
          const { affectedRows } = await transaction.query(sql, [...values])
          if (mustChange !== undefined && affectedRows !== mustChange) throw new CourantError('GUARD_FAILED', `changed ${affectedRows}`)
        }
      })
    },
    close: () => pg.close()
  }
}

/** Every engine, each giving a fresh database at the newest schema. */
export const ENGINES = [
  { name: 'sqlite', open: async () => migrated(openSqlite(':memory:')) },
  { name: 'postgres (PGlite)', open: async () => migrated(await openPglite()) }
] as const

async function migrated(database: Database): Promise<Database> {
  await migrate(database, readMigrations(), 0)
  return database
}
